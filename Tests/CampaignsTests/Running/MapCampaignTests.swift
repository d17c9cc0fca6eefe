import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("A campaign that maps phases runs on a sample meter", .timeLimit(.minutes(5)))
struct MapCampaignTests {
    @Test("Nine samples in the order of the strategy: each intent before its reading, nothing heated, each place as the meter says it")
    func wholeCampaign() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run("map")
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.reason == "there is nothing left to measure", "\(status.reason)")
        #expect(status.patterns == 9 && status.isSimulated && status.temperature == nil && status.lastVerdict.contains("structure: "))
        try await checkOnce(rig, daemon, name, "undisturbed")
        #expect(rig.bench.log.isEmpty)
        let measurements = try await daemon.measurements(name)
        #expect(measurements.allSatisfy { $0.measuredCondition == $0.condition && $0.measuredKelvin == nil && $0.positionMillimetres == nil })
        // The meter lists its regions in another order than the campaign its labels.
        let middle = try #require(measurements.first { $0.condition == Condition([0, 0]) })
        #expect(middle.evidence.labels == [LabelEvidence(source: "structure", probabilities: [0, 1])])
        #expect(
            try await Array(daemon.kinds(name).prefix(6)) == [
                "campaign.started", "campaign.decided", "intent.committed", "intent.acknowledged", "intent.succeeded", "campaign.measured",
            ])
        #expect(try await daemon.laboratory.verify().firstBadRow == nil)
    }

    @Test(
        "Killed at any place of a measurement: the next daemon asks the meter, and every reading counts once",
        arguments: [
            Failpoint.decisionTaken, .decisionJournalled, .armed, .exposeCommitted, .exposed, .exposeAcknowledged, .patternFetched, .patternAnalysed,
            .measurementRecorded, .stopDecided,
        ])
    func killed(at point: Failpoint) async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: point, occurrence: point == .stopDecided ? 1 : 4)
        let name = try await first.run("map")
        _ = try await first.rest(name)
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished, "\(point): \(status.reason)")
        try await checkOnce(rig, second, name, "\(point)")
    }

    @Test("Killed while the meter measures: the next daemon waits for the reading to end and keeps it")
    func killedDuringReading() async throws {
        let rig = Rig()
        let first = try rig.start()
        let killed = Gate()
        rig.bench.during(3) {
            first.connection.sever()
            try first.journal.close()
            killed.open()
            for _ in 0..<10 { try await rig.clock.sleep(for: .seconds(10)) }
        }
        let name = try await first.run("map")
        await killed.wait()
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        try await checkOnce(rig, second, name, "during the reading")
        #expect(try await second.kinds(name).contains("intent.happened"))
    }

    @Test("Killed, and the meter restarted: nobody can tell; a person who resumes goes on, and the place is measured anew")
    func meterRestarted() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .exposeCommitted, occurrence: 3)
        let name = try await first.run("map")
        _ = try await first.rest(name)
        rig.bench.change { state in
            state.session = "B"
            state.places = []
            state.orders = []
        }
        let second = try rig.start()
        try await second.laboratory.recover()
        var status = try await second.rest(name)
        #expect(status.state == .paused && status.reason.contains("restarted since"), "\(status.reason)")
        #expect(try await second.journal.openIntents().map(\.state) == [.unknown])
        _ = try await second.laboratory.resume(name, reason: "it was idle", caller: Rig.ada)
        status = try await second.rest(name)
        #expect(status.state == .finished && status.patterns == 9)
        #expect(try await second.kinds(name).filter { $0 == "campaign.exposureLost" || $0 == "intent.abandoned" }.count == 2)
        #expect(Set(try await second.measurements(name).map(\.condition)).count == 9)
        #expect(try await second.measurements(name).map(\.session) == ["A", "A"] + Array(repeating: "B", count: 7))
        #expect(try await second.journal.checkInvariants() == [])
    }

    @Test(
        "A reading of another place, of an undeclared region, of another number, or none: paused, not used; repaired and resumed, it is the one that counts",
        arguments: [
            (FakeBench.Fault.readingElsewhere, "not at"), (.readingUndeclared, "liquid"), (.readingStale, "gave reading"),
            (.patternMissing, "nothing of it"), (.noLabel, "does not mention `structure`"), (.noProperty, "does not mention `property`"),
            (.implausibleValue, "9999.0 for `property`"), (.uncertainValue, "± 1e+200 for `property`"),
        ])
    func unusableReading(fault: FakeBench.Fault, words: String) async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(fault)
        let name = try await daemon.run("map")
        var status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains(words) && status.patterns == 0, "\(status.reason)")
        rig.bench.repair(fault)
        _ = try await daemon.laboratory.resume(name, reason: "the meter was repaired", caller: Rig.ada)
        status = try await daemon.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        try await checkOnce(rig, daemon, name, "\(fault)")
    }

    @Test("A label that contradicts one declared free of errors: paused, nothing of it in the journal, also not for the next daemon")
    func contradiction() async throws {
        let rig = Rig()
        let first = try rig.start()
        let name = try await first.run("map-known")
        let status = try await first.rest(name)
        #expect(status.state == .paused && status.reason.contains("called it otherwise before"), "\(status.reason)")
        #expect(status.reason.contains("correct the campaign file"))
        let measured = try await first.measurements(name)
        #expect(!measured.map(\.condition).contains(Condition([0, 0])))
        try first.journal.close()
        let second = try rig.start()
        try await second.laboratory.recover()
        _ = try await second.laboratory.report(of: name)
        // The meter says it again; a person who goes on without the reading has the same place read again, and hears the same.
        _ = try await second.laboratory.resume(name, reason: "try again", caller: Rig.ada)
        let again = try await second.rest(name)
        #expect(again.state == .paused && again.reason.contains("called it otherwise before"), "\(again.reason)")
        #expect(try await second.measurements(name) == measured)
    }

    @Test("What a softmax leaves for a region that nobody declared changes nothing")
    func softmax() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.softmax)
        let name = try await daemon.run("map")
        #expect(try await daemon.rest(name).state == .finished)
        #expect(try await daemon.measurements(name).allSatisfy { abs($0.evidence.labels[0].probabilities.reduce(0, +) - 1) < 1e-12 })
    }

    @Test("An order that is on its way while its reply counts as lost is waited for, and its reading is used")
    func lateOrder() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.orderLate)
        let name = try await daemon.run("map")
        let status = try await daemon.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        try await checkOnce(rig, daemon, name, "orders late")
    }

    @Test("A reading that somebody else ordered at the same place under the same number is not ours")
    func overtaken() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.orderOvertaken)
        let name = try await daemon.run("map")
        var status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains("not the next reading") && status.patterns == 0, "\(status.reason)")
        #expect(try await daemon.kinds(name).contains("campaign.exposureLost"))
        rig.bench.repair(.orderOvertaken)
        _ = try await daemon.laboratory.resume(name, reason: "they have gone", caller: Rig.ada)
        status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9)
        #expect(try await daemon.measurements(name).map(\.series) == Array(2...10))
    }

    @Test("A meter that does not answer may still have the reading: whoever resumes too soon does not throw it away")
    func resumedTooSoon() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.during(3) { rig.bench.inject(.meterSilent) }
        let name = try await daemon.run("map")
        var status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains("does not say"), "\(status.reason)")
        _ = try await daemon.laboratory.resume(name, reason: "it should be back", caller: Rig.ada)
        status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains("it is asked again"), "\(status.reason)")
        #expect(try await daemon.journal.openIntents().map(\.state) == [.unknown])
        rig.bench.repair(.meterSilent)
        rig.bench.during(3) {}
        _ = try await daemon.laboratory.resume(name, reason: "it is back", caller: Rig.ada)
        #expect(try await daemon.rest(name).state == .finished)
        try await checkOnce(rig, daemon, name, "resumed too soon")
    }

    @Test("A pause that is asked for while the strategy decides is answered at once, and no reading begins after it")
    func pausedWhileDeciding() async throws {
        let rig = Rig()
        let (reached, release) = (Gate(), Gate())
        let daemon = try rig.start(
            killedAt: .decisionTaken, occurrence: 3,
            instead: {
                reached.open()
                await release.wait()
            })
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
        try await checkOnce(rig, daemon, name, "paused while deciding")
    }

    @Test("A pause that is asked for while the meter is asked about an open reading is answered at once")
    func pausedWhileReconciling() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .exposed, occurrence: 3)
        let name = try await first.run("map")
        _ = try await first.rest(name)
        let (reached, release) = (Gate(), Gate())
        let second = try rig.start(
            killedAt: .patternAnalysed,
            instead: {
                reached.open()
                await release.wait()
            })
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
        let (reached, release) = (Gate(), Gate())
        let daemon = try rig.start(
            killedAt: .exposeAcknowledged, occurrence: 3,
            instead: {
                reached.open()
                await release.wait()
            })
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
        let (reached, release) = (Gate(), Gate())
        let second = try rig.start(
            killedAt: .patternAnalysed,
            instead: {
                reached.open()
                await release.wait()
            })
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

    @Test("A reply that is lost: the meter is asked, and the reading is not made again; a refusal is a reading that did not happen")
    func lostReply() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.exposureReplyLost)
        let name = try await daemon.run("map")
        #expect(try await daemon.rest(name).state == .finished)
        try await checkOnce(rig, daemon, name, "every reply lost")
        rig.bench.repair(.exposureReplyLost)
        rig.bench.inject(.exposureRefused)
        let other = try await daemon.run("map-b")
        let status = try await daemon.rest(other)
        #expect(status.state == .paused && status.reason.contains("HTTP 500"), "\(status.reason)")
        #expect(try await daemon.kinds(other).contains("campaign.exposureLost"))
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

    @Test("What the file says of priors is said when the campaign starts, is listed, and can be withdrawn; names are those of regions")
    func priors() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run("map-believed")
        await reached.wait()
        let listed = try await daemon.laboratory.priors(of: name)
        #expect(listed.map(\.identifier) == ["file-1"] && listed[0].time >= 1_000)
        let corners = [[0.0, 0], [1, 0], [1, 1]].map { Condition($0) }
        let added = try await daemon.laboratory.addPrior(
            .phaseRegion(polygon: corners, phases: ["inside"]), certainty: 0.8, reason: "seen", to: name, caller: Rig.ada)
        #expect(added.identifier == "prior-1")
        let boundless = await #expect(throws: ControlError.self) {
            try await daemon.laboratory.addPrior(
                .phaseBall(center: corners[0], radius: 11, phases: ["inside"]), certainty: 0.8, reason: "seen", to: name, caller: Rig.ada)
        }
        #expect(boundless?.code == .invalidPrior && boundless?.message == "the radius is 11.0")
        let unknown = await #expect(throws: ControlError.self) {
            try await daemon.laboratory.addPrior(
                .phaseRegion(polygon: corners, phases: ["LIQUID"]), certainty: 0.8, reason: "seen", to: name, caller: Rig.ada)
        }
        #expect(unknown?.remedy == "It knows outside, inside")
        try await daemon.laboratory.withdrawPrior("file-1", from: name, reason: "wrong", caller: Rig.ada)
        #expect(try await daemon.laboratory.priors(of: name).map(\.identifier) == ["prior-1"])
        release.open()
        #expect(try await daemon.rest(name).state == .finished)
        let report = try await daemon.laboratory.report(of: name)
        #expect(report.points.isEmpty && report.priors.map(\.identifier) == ["prior-1"])
        // Decisions between which something was said and withdrawn are taken again from the rows before them.
        let replay = try DecisionReplay(try await daemon.journal.events(of: name)) { try $0.specification.strategy.mappingStrategy($0) }
        #expect(replay.decisions >= 4 && replay.differences.isEmpty)
        let map = try #require(report.map)
        #expect(map.samples.map(\.number) == Array(1...map.samples.count) && map.samples.allSatisfy { !$0.reason.isEmpty })
    }

    /// Every reading once, every place once, nothing open.
    private func checkOnce(_ rig: Rig, _ daemon: Rig.Daemon, _ name: String, _ comment: Comment) async throws {
        let measurements = try await daemon.measurements(name)
        #expect(measurements.count == 9 && Set(measurements.map(\.condition)).count == 9, comment)
        #expect(measurements.map(\.series) == Array(1...9), comment)
        #expect(rig.bench.snapshot.places.count == 9, comment)
        #expect(try await daemon.journal.openIntents().isEmpty, comment)
        #expect(try await daemon.journal.checkInvariants() == [], comment)
    }
}
