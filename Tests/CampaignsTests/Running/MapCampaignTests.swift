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
        try await rig.expectEveryReadingOnce(daemon, name, "undisturbed")
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
        try await rig.expectEveryReadingOnce(daemon, name, "\(fault)")
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
}
