import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("A reading that nobody heard of is asked about until the meter can have said", .timeLimit(.minutes(5)))
struct LostReadingTests {
    @Test("A gateway answers 500 to every order and passes it on late: each reading is found and counted once, nothing is measured twice")
    func gateway() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.gatewayFails)
        let name = try await daemon.run("map")
        let status = try await daemon.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        let measurements = try await daemon.measurements(name)
        #expect(measurements.map(\.series) == Array(1...9) && Set(measurements.map(\.condition)).count == 9)
        #expect(rig.bench.snapshot.places == measurements.map(\.condition))
        let kinds = try await daemon.kinds(name)
        #expect(kinds.filter { $0 == "intent.happened" }.count == 9 && !kinds.contains("campaign.exposureLost"))
        #expect(try await daemon.journal.openIntents().isEmpty)
        #expect(try await daemon.journal.checkInvariants() == [])
    }

    /// A campaign whose daemon was killed when the meter had made its third reading.
    private func killed(_ rig: Rig) async throws -> String {
        let first = try rig.start(killedAt: .exposed, occurrence: 3)
        let name = try await first.run("map")
        _ = try await first.rest(name)
        return name
    }

    @Test("A meter that is idle and shows the reading a little later is asked until it does")
    func shownLate() async throws {
        let rig = Rig()
        let name = try await killed(rig)
        // At one question every two seconds it is not late yet.
        rig.bench.change { $0.questionsBeforeShown = 20 }
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        #expect(try await second.measurements(name).map(\.series) == Array(1...9))
        #expect(rig.bench.snapshot.places.count == 9)
    }

    @Test("A meter that is idle and never shows the reading: nobody can tell, as soon as it is late, without waiting for a reading's time beside")
    func neverShown() async throws {
        let rig = Rig()
        let name = try await killed(rig)
        rig.bench.inject(.patternMissing)
        let began = rig.clock.seconds
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .paused && status.reason.contains("began reading 3 of session A and has nothing of it"), "\(status.reason)")
        let (late, asked) = (RunningPolicy().busyMarginSeconds, RunningPolicy().pollSeconds)
        #expect((late...(late + 2 * asked)).contains(rig.clock.seconds - began), "\(rig.clock.seconds - began) s")
        #expect(try await second.journal.openIntents().map(\.state) == [.unknown])
    }

    @Test("A sample that has fallen off: its place is asked for again once, then given up, and the others are measured")
    func fallenSample() async throws {
        let rig = Rig()
        rig.bench.change { $0.emptyPlace = Condition([0, 1]) }
        let daemon = try rig.start()
        let name = try await daemon.run("map")
        for loss in 1...2 {
            let status = try await daemon.rest(name)
            #expect(status.state == .paused && status.reason.contains("nothing of it"), "\(status.reason)")
            _ = try await daemon.laboratory.resume(name, reason: "loss \(loss): go on without it", caller: Rig.ada)
        }
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 8, "\(status.reason)")
        #expect(try await !daemon.measurements(name).map(\.condition).contains(Condition([0, 1])))
        #expect(rig.bench.snapshot.places.filter { $0 == Condition([0, 1]) }.count == 2)
        #expect(try await daemon.kinds(name).filter { $0 == "campaign.exposureLost" }.count == 2)
        let last = try #require(try await daemon.laboratory.runner(name).history.decisions.last)
        #expect(last.decision.reason.hasSuffix("but for 1 where measurements were lost again and again"), "\(last.decision.reason)")
        // What was decided after the losses is decided again from them.
        let replay = try DecisionReplay(try await daemon.journal.events(of: name)) { try $0.specification.strategy.mappingStrategy($0) }
        #expect(replay.differences.isEmpty)
    }
}
