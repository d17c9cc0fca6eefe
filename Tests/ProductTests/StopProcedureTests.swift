import ControlProtocol
import Synchronization
import Testing
import Tieline

@testable import TielineCommands

@Suite("tieline stop")
struct StopProcedureTests {
    private static let off = StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: true, message: "output 0 %")])
    private static let hot = StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: false, message: "no reply")])
    private static let silent = ControlFailure(.connection(.timedOut), message: "no answer", remedy: "")

    private func run(_ outcomes: [StopProcedure.Rung: Result<StopReport, ControlFailure>]) async -> (StopProcedure.Outcome, [StopProcedure.Rung]) {
        let tried = Mutex<[StopProcedure.Rung]>([])
        let outcome = await StopProcedure { rung in
            tried.withLock { $0.append(rung) }
            return try (outcomes[rung] ?? .failure(Self.silent)).get()
        }.run()
        return (outcome, tried.withLock { $0 })
    }

    @Test("A daemon that answers is enough")
    func daemon() async {
        let (outcome, tried) = await run([.daemon: .success(Self.off)])
        #expect(outcome.everythingIsOff && outcome.by == .daemon && outcome.notes.isEmpty)
        #expect(tried == [.daemon])
    }

    @Test("A daemon that does not answer is signalled, then its lines are taken")
    func ladder() async {
        let (outcome, tried) = await run([.line: .success(Self.off)])
        #expect(outcome.everythingIsOff && outcome.by == .line)
        #expect(tried == [.daemon, .signal, .line])
        #expect(outcome.notes.count == 2)
    }

    @Test("An answer that leaves a heater unconfirmed is not an end")
    func unconfirmed() async {
        let (outcome, tried) = await run([.daemon: .success(Self.hot), .signal: .success(Self.off)])
        #expect(outcome.everythingIsOff && outcome.by == .signal)
        #expect(tried == [.daemon, .signal])
        #expect(outcome.notes == ["asked the daemon: furnace-1 not confirmed off"])
    }

    @Test("What could not be confirmed is said, and is no success")
    func nothingHelps() async {
        let (outcome, _) = await run([.daemon: .success(Self.hot), .line: .success(Self.hot)])
        #expect(!outcome.everythingIsOff)
        #expect(StopCommand.lines(outcome).contains("furnace-1: NOT CONFIRMED OFF (no reply)"))
        let (nobody, _) = await run([:])
        #expect(!nobody.everythingIsOff && nobody.by == nil && nobody.notes.count == 3)
        #expect(StopCommand.lines(nobody).last?.contains("Switch the furnace off at its own switch") == true)
    }
}
