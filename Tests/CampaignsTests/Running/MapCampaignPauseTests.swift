import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("A campaign that maps phases is paused, resumed and aborted", .timeLimit(.minutes(5)))
struct MapCampaignPauseTests {
    @Test("A pause that is asked for while the strategy decides is answered at once, and no reading begins after it")
    func pausedWhileDeciding() async throws {
        let rig = Rig()
        let (daemon, reached, release) = try rig.start(waitingAt: .decisionTaken, occurrence: 3)
        let name = try await daemon.run("map")
        await reached.wait()
        let asked = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason == "will pause after this decision: lunch")
        release.open()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason == "lunch" && status.patterns == 2)
        #expect(try await daemon.kinds(name).filter { $0 == "intent.committed" }.count == 2)
        _ = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        #expect(try await daemon.rest(name).state == .finished)
        try await rig.expectEveryReadingOnce(daemon, name, "paused while deciding")
    }

    @Test("A pause that is asked for while the meter is asked about an open reading is answered at once")
    func pausedWhileReconciling() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .exposed, occurrence: 3)
        let name = try await first.run("map")
        _ = try await first.rest(name)
        let (second, reached, release) = try rig.start(waitingAt: .patternAnalysed)
        try await second.laboratory.recover()
        await reached.wait()
        let asked = try await second.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason.hasSuffix("their last actions: lunch"))
        release.open()
        let status = try await second.rest(name)
        #expect(status.state == .paused && status.reason == "lunch" && status.patterns == 3)
    }

    @Test("A pause that a fault overtook does not come back after the resume")
    func overtakenPause() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run("map")
        await reached.wait()
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        rig.bench.inject(.patternMissing)
        release.open()
        var status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains("nothing of it"), "\(status.reason)")
        rig.bench.repair(.patternMissing)
        _ = try await daemon.laboratory.resume(name, reason: "repaired", caller: Rig.ada)
        status = try await daemon.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
    }

    @Test("Aborted when the meter is done and the reading is not yet fetched: it is written down")
    func abortedBeforeFetching() async throws {
        let rig = Rig()
        let (daemon, reached, release) = try rig.start(waitingAt: .exposeAcknowledged, occurrence: 3)
        let name = try await daemon.run("map")
        await reached.wait()
        _ = try await daemon.laboratory.abort(name, reason: "enough", caller: Rig.ada)
        release.open()
        _ = try await daemon.rest(name)
        #expect(try await daemon.measurements(name).count == 3)
        #expect(try await daemon.journal.openIntents().isEmpty)
    }

    @Test(
        "Aborted in a reading and killed: the next daemon is there at once, keeps the meter for the campaign until the reading is known, and writes it down"
    )
    func abortedAndKilled() async throws {
        let rig = Rig()
        let first = try rig.start()
        let (held, goOn) = rig.bench.holdExposure(3)
        let name = try await first.run("map")
        await held.wait()
        _ = try await first.laboratory.abort(name, reason: "enough", caller: Rig.ada)
        first.connection.sever()
        try first.journal.close()
        goOn.open()
        _ = try await first.rest(name)
        let (second, reached, release) = try rig.start(waitingAt: .patternAnalysed)
        // Before the meter has said anything that is used.
        try await second.laboratory.recover()
        await reached.wait()
        let refusal = await #expect(throws: ControlError.self) { try await second.run("map-b") }
        #expect(refusal?.code == .instrumentInUse && refusal?.remedy.contains("still asks it") == true)
        release.open()
        let status = try await second.rest(name)
        #expect(status.state == .aborted && status.patterns == 3)
        #expect(try await second.journal.openIntents().isEmpty)
        let other = try await second.run("map-b")
        #expect(try await second.rest(other).state == .finished)
    }

    @Test(
        "A pause ends after the reading that is under way, needs nobody to hold anything, and survives the daemon; aborted, the reading is still written down"
    )
    func pauseAndAbort() async throws {
        let rig = Rig()
        let first = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await first.run("map")
        await reached.wait()
        let asked = try await first.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason == "will pause after this measurement: lunch")
        release.open()
        var status = try await first.rest(name)
        #expect(status.state == .paused && status.reason == "lunch" && status.patterns == 2)
        try first.journal.close()
        // Whoever asks the meter after the abort asks until the test lets the reading end.
        var patient = RunningPolicy()
        patient.busyMarginSeconds = 1e9
        let second = try rig.start(policy: patient)
        try await second.laboratory.recover()
        #expect(try await second.laboratory.status(of: name).state == .paused)
        let (again, goOn) = rig.bench.holdExposure(5)
        _ = try await second.laboratory.resume(name, reason: "back", caller: Rig.ada)
        await again.wait()
        status = try await second.laboratory.abort(name, reason: "enough", caller: Rig.ada)
        #expect(status.state == .aborted && status.reason == "enough")
        goOn.open()
        _ = try await second.rest(name)
        #expect(try await second.measurements(name).count == 5)
        #expect(try await second.journal.openIntents().isEmpty)
    }
}
