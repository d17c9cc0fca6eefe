import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("A campaign runs to its own end", .timeLimit(.minutes(5)))
struct RunningCampaignTests {
    @Test("Nine points, three temperatures: each intent before its action, one program a temperature, the furnace off at the end")
    func wholeCampaign() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run()
        #expect(name == "film-0001")
        let status = try await daemon.rest(name)
        #expect(status.state == .finished)
        #expect(status.reason == "there is nothing left to measure; the furnace was read back as off")
        #expect(status.patterns == 9 && status.isSimulated && status.seed == 7 && status.lastVerdict == "verdict on 9")
        #expect(try await daemon.measurements(name).map { $0.condition } == ScriptedStrategy.script)
        #expect(!rig.bench.isHot)
        #expect(
            rig.bench.log.filter { if case .started = $0 { true } else { false } } == [
                .started(kelvin: 400), .started(kelvin: 420), .started(kelvin: 440),
            ])
        #expect(rig.bench.snapshot.exposures == Dictionary(uniqueKeysWithValues: (1...9).map { ($0, 1) }))
        #expect(try await daemon.journal.checkInvariants() == [])
        #expect(try await daemon.laboratory.verify().firstBadRow == nil)
        #expect(try await daemon.journal.openIntents().isEmpty)
        // 0.75 on a wafer from 0.70 at 0 mm to 0.96 at 76 mm.
        let first = try await daemon.measurements(name)[0]
        #expect(try abs(#require(first.positionMillimetres) - 76 * 5 / 26) < 1e-9 && abs(#require(first.measuredKelvin) - 400) < 0.1)
        #expect(try await daemon.journal.pattern(of: name, number: 1)?.counts.first == 100)
        #expect(try await daemon.journal.telemetry(of: name, quantity: "measuredKelvin", last: 1_000).count > 100)
    }

    @Test("The rows of one measurement, in their order")
    func rowsOfOneMeasurement() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run()
        _ = try await daemon.rest(name)
        let kinds = try await daemon.kinds(name)
        #expect(
            Array(kinds.prefix(11)) == [
                "campaign.started", "campaign.decided",
                "intent.committed", "intent.succeeded", "sample.settled",  // heat
                "intent.committed", "intent.succeeded",  // move
                "intent.committed", "intent.acknowledged", "intent.succeeded", "campaign.measured",  // expose
            ])
        #expect(kinds.suffix(3) == ["campaign.decided", "heater.off", "campaign.stateChanged"])
    }

    @Test("The same campaign twice takes the same decisions, and each is taken again from the rows before it")
    func sameDecisions() async throws {
        var actions: [[Decision.Action]] = []
        for _ in 0..<2 {
            let rig = Rig()
            let daemon = try rig.start()
            let name = try await daemon.run()
            _ = try await daemon.rest(name)
            let rows = try await daemon.journal.events(of: name)
            let replay = try DecisionReplay(rows) { try ScriptedStrategy($0) }
            #expect(replay.decisions == 10 && replay.differences.isEmpty)
            actions.append(try await daemon.laboratory.runner(name).history.decisions.map(\.decision.action))
            // A row fewer, and the decision after it is another.
            let lacking = rows.filter { $0.kind != "campaign.measured" || !$0.payload.contains("\"number\":4,") }
            let different = try DecisionReplay(lacking) { try ScriptedStrategy($0) }
            #expect(different.differences.first?.journalled.reason.hasPrefix("point 5,") == true)
        }
        #expect(actions[0] == actions[1])
    }

    @Test("The report has every point with its reason, the history of the estimate, and the last pattern")
    func report() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run()
        _ = try await daemon.rest(name)
        let report = try await daemon.laboratory.report(of: name)
        #expect(report.points.count == 9 && report.points[4].x == 0.80 && report.points[4].temperature == 420)
        #expect(report.points[4].reason.hasPrefix("point 5") && report.points[4].phases == "phases at 0.8")
        #expect(report.history.map(\.patterns) == Array(0...9))
        #expect(report.lastPattern?.counts.first == 900 && report.gridPatterns == 400 && report.parameterSet == "test set")
        // A daemon that only finds the campaign in its journal reports the same.
        try daemon.journal.close()
        let later = try rig.start()
        try await later.laboratory.recover()
        #expect(try await later.laboratory.report(of: name).points == report.points)
        #expect(try await later.laboratory.status(of: name).state == .finished)
    }

    @Test("A watcher sees decisions, heating, settling, exposures and measurements, and its stream ends with the campaign")
    func updates() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run()
        var kinds: Set<CampaignUpdate.Kind> = []
        var last: CampaignUpdate?
        for await update in try await daemon.laboratory.updates(of: name) {
            kinds.insert(update.kind)
            last = update
        }
        #expect(kinds.isSuperset(of: [.decided, .heating, .settled, .exposing, .measured, .state]))
        #expect(last?.status.state == .finished)
        #expect(last?.status.remainingSeconds == nil)
    }

    @Test("A bad file, a strategy that cannot start and a busy furnace are refused, and change nothing")
    func refusals() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let bad = await #expect(throws: SpecificationError.self) { try await daemon.run("bad") }
        #expect(bad?.line == 3 && bad?.field == "budget")
        await #expect(throws: SpecificationError.self) { try await daemon.run("no-database") }
        #expect(try await daemon.laboratory.campaigns().isEmpty)
        #expect(try await daemon.journal.head() == nil)
        let (reached, release) = rig.bench.holdExposure(1)
        let name = try await daemon.run()
        await reached.wait()
        let busy = await #expect(throws: ControlError.self) { try await daemon.run("other") }
        #expect(busy?.code == .instrumentInUse && busy?.message.contains(name) == true)
        let nobody = await #expect(throws: ControlError.self) { try await daemon.laboratory.status(of: "nobody-0001") }
        #expect(nobody?.code == .noSuchCampaign)
        release.open()
        _ = try await daemon.rest(name)
        let second = try await daemon.run("other")
        #expect(try await daemon.rest(second).state == .finished)
        #expect(try await daemon.laboratory.campaigns().map(\.campaign) == ["other-0001", "film-0001"])
    }

    @Test("A strategy that wants to measure below the highest temperature fails, unless the sample is reversible")
    func sampleHistory() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run("goes-back")
        let status = try await daemon.rest(name)
        #expect(status.state == .failed && status.reason.contains("420.00 K") && status.reason.contains("not reversible"))
        #expect(status.patterns == 4 && !rig.bench.isHot)
    }

    @Test("A strategy that wants to measure at NaN fails, before anything of it is written or done")
    func notANumber() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run("lost")
        let status = try await daemon.rest(name)
        #expect(status.state == .failed && status.patterns == 1 && !rig.bench.isHot, "\(status.reason)")
        #expect(try await daemon.kinds(name).filter { $0 == "campaign.decided" }.count == 1)
    }

    @Test("A strategy that throws fails the campaign with its words, cold")
    func failingStrategy() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let name = try await daemon.run("fails")
        let status = try await daemon.rest(name)
        #expect(status.state == .failed && status.reason.contains("did not converge") && status.patterns == 2 && !rig.bench.isHot)
    }
}
