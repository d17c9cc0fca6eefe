import Synchronization
import Testing
import Tieline

@testable import Campaigns
@testable import Journal

@Suite("A pause heats nothing further, and holds only what is watched", .timeLimit(.minutes(5)))
struct PauseTests {
    /// Bounded: gives everybody else a turn until something is so.
    private func waitUntil(_ isSo: () -> Bool) async {
        for _ in 0..<100_000 where !isSo() { await Task.yield() }
    }

    @Test("Paused while the strategy decides, the film holds where it is: nothing heats to the next temperature until somebody resumes")
    func whileDeciding() async throws {
        let rig = Rig()
        // The fourth point is the first one at 420 K.
        let (daemon, reached, release) = try rig.start(waitingAt: .decisionTaken, occurrence: 4)
        let name = try await daemon.run()
        await reached.wait()
        let asked = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason == "will pause after this decision: lunch")
        release.open()
        // Nobody comes: it holds at 400 K as long as it may.
        var status = try await daemon.rest(name)
        #expect(status.state == .paused && status.patterns == 3 && status.reason.hasPrefix("paused for 1800.0 s"), "\(status.reason)")
        #expect(rig.bench.log.contains(.started(kelvin: 400)) && !rig.bench.log.contains(.started(kelvin: 420)) && !rig.bench.isHot)
        _ = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9 && rig.bench.log.contains(.started(kelvin: 420)))
        // The decision that was paused is carried out, not taken anew.
        #expect(try await daemon.kinds(name).filter { $0 == "campaign.decided" }.count == 10)
    }

    @Test("Paused before anything was heated: there is nothing to hold, the heater is off first, and the pause has no end of its own")
    func beforeHeating() async throws {
        let rig = Rig()
        let (daemon, reached, release) = try rig.start(waitingAt: .decisionTaken)
        let name = try await daemon.run()
        await reached.wait()
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        release.open()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason == "lunch; the furnace was read back as off", "\(status.reason)")
        #expect(!rig.bench.log.contains(.started(kelvin: 400)))
        let kinds = try await daemon.kinds(name)
        #expect(try #require(kinds.firstIndex(of: "heater.off")) < #require(kinds.firstIndex(of: "campaign.stateChanged")))
        _ = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        #expect(try await daemon.rest(name).state == .finished)
    }

    /// A film whose daemon was killed while the furnace was hot, and the next one, which waits with what it found of the last exposure.
    private func reconciling(_ rig: Rig) async throws -> (name: String, Rig.Daemon, release: Gate) {
        let first = try rig.start(killedAt: .exposed, occurrence: 3)
        let name = try await first.run()
        _ = try await first.rest(name)
        #expect(rig.bench.isHot)
        let (second, reached, release) = try rig.start(waitingAt: .patternAnalysed)
        try await second.laboratory.recover()
        await reached.wait()
        return (name, second, release)
    }

    @Test("Paused while the instruments are asked about a dead daemon's actions: its furnace, which nobody watches, is not held but switched off")
    func whileReconciling() async throws {
        let rig = Rig()
        let (name, daemon, release) = try await reconciling(rig)
        let asked = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason.hasSuffix("their last actions: lunch"))
        release.open()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason == "lunch; the furnace was read back as off" && status.patterns == 3, "\(status.reason)")
        #expect(!rig.bench.isHot)
        _ = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        #expect(try await daemon.rest(name).state == .finished)
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 })
    }

    @Test(
        "A daemon that ends while it asks the instruments leaves them cold; the next one goes on, unless a pause was promised before",
        arguments: [false, true])
    func endWhileReconciling(isPauseAsked: Bool) async throws {
        let rig = Rig()
        let (name, second, release) = try await reconciling(rig)
        if isPauseAsked { _ = try await second.laboratory.pause(name, reason: "lunch", caller: Rig.ada) }
        let shutDown = Task { await second.laboratory.shutDown() }
        await waitUntil { rig.bench.snapshot.program == nil }
        release.open()
        await shutDown.value
        let ended = try await second.rest(name)
        #expect(!rig.bench.isHot && ended.patterns == 3)
        let why = "the daemon was stopped; the furnace was read back as off"
        #expect(ended.state == (isPauseAsked ? .paused : .interrupted) && ended.reason == (isPauseAsked ? "lunch; " : "") + why, "\(ended.reason)")
        try second.journal.close()
        let third = try rig.start()
        try await third.laboratory.recover()
        if isPauseAsked {
            #expect(try await third.rest(name).state == .paused && !rig.bench.isHot)
            _ = try await third.laboratory.resume(name, reason: "back", caller: Rig.ada)
        }
        #expect(try await third.rest(name).state == .finished)
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 } && rig.bench.snapshot.exposures.count == 9)
        #expect(try await third.journal.checkInvariants() == [])
    }

    @Test("Aborted while a pause waits for the heater to be off: the abort is the last word, also for the next daemon")
    func abortedInTheAct() async throws {
        let rig = Rig()
        let (daemon, reached, release) = try rig.start(waitingAt: .decisionTaken)
        let name = try await daemon.run()
        await reached.wait()
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        let (off, goOn) = rig.bench.holdOff()
        release.open()
        await off.wait()
        let aborted = try await daemon.laboratory.abort(name, reason: "smoke", caller: Rig.ada)
        #expect(aborted.state == .aborted)
        goOn.open()
        #expect(try await daemon.rest(name).state == .aborted)
        try daemon.journal.close()
        let next = try rig.start()
        try await next.laboratory.recover()
        let status = try await next.laboratory.status(of: name)
        #expect(status.state == .aborted && status.reason.hasPrefix("smoke"), "\(status.reason)")
    }

    @Test("Resumed while a pause waits for the heater to be off: it pauses, then goes on")
    func resumedInTheAct() async throws {
        let rig = Rig()
        let (daemon, reached, release) = try rig.start(waitingAt: .decisionTaken)
        let name = try await daemon.run()
        await reached.wait()
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        let (off, goOn) = rig.bench.holdOff()
        release.open()
        await off.wait()
        let resumed = Task { try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada) }
        for _ in 0..<1_000 { await Task.yield() }
        goOn.open()
        #expect(try await resumed.value.state == .running)
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9, "\(status.reason)")
    }

    @Test("A pause that is taken back before it holds leaves the reason why, and the campaign goes on")
    func takenBack() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let updates = try await daemon.laboratory.updates(of: name)
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        let status = try await daemon.laboratory.resume(name, reason: "they brought sandwiches", caller: Rig.ada)
        #expect(status.state == .running && status.reason == "they brought sandwiches")
        release.open()
        #expect(try await daemon.rest(name).state == .finished)
        var texts: [String] = []
        for await update in updates where update.kind == .state { texts.append(update.text) }
        #expect(texts.contains("running: the pause is taken back: they brought sandwiches"), "\(texts)")
        #expect(!texts.contains { $0.hasPrefix("paused") })
    }

    @Test("Whoever may not resume is told at once, also while the last exposure of an aborted campaign is still under way")
    func refusedAtOnce() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        _ = try await daemon.laboratory.abort(name, reason: "smoke", caller: Rig.ada)
        let answer = Mutex<ControlError.Code?>(nil)
        let asking = Task {
            let error = await #expect(throws: ControlError.self) { try await daemon.laboratory.resume(name, reason: "no", caller: Rig.ada) }
            answer.withLock { $0 = error?.code }
        }
        await waitUntil { answer.withLock { $0 } != nil }
        #expect(answer.withLock { $0 } == .notRunning)
        // Its instruments are not free yet, and an abort that was done is no remedy.
        let taken = await #expect(throws: ControlError.self) { try await daemon.run("other") }
        #expect(taken?.code == .instrumentInUse && taken?.message.contains("film-0001, which is aborted") == true)
        #expect(taken?.remedy.contains("still asks it") == true && taken?.remedy.contains("tieline abort") == false)
        release.open()
        await asking.value
        _ = try await daemon.rest(name)
        #expect(try await daemon.rest(daemon.run("other")).state == .finished)
    }
}
