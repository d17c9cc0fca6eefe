import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("Readings of a campaign that maps phases are neither lost nor made twice", .timeLimit(.minutes(5)))
struct MapCampaignRecoveryTests {
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
        try await rig.expectEveryReadingOnce(second, name, "\(point)")
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
        try await rig.expectEveryReadingOnce(second, name, "during the reading")
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

    @Test("An order that is on its way while its reply counts as lost is waited for, and its reading is used")
    func lateOrder() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.orderLate)
        let name = try await daemon.run("map")
        let status = try await daemon.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        try await rig.expectEveryReadingOnce(daemon, name, "orders late")
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
        try await rig.expectEveryReadingOnce(daemon, name, "resumed too soon")
    }

    @Test("A reply that is lost: the meter is asked, and the reading is not made again; a refusal is a reading that did not happen")
    func lostReply() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.exposureReplyLost)
        let name = try await daemon.run("map")
        #expect(try await daemon.rest(name).state == .finished)
        try await rig.expectEveryReadingOnce(daemon, name, "every reply lost")
        rig.bench.repair(.exposureReplyLost)
        rig.bench.inject(.exposureRefused)
        let other = try await daemon.run("map-b")
        let status = try await daemon.rest(other)
        #expect(status.state == .paused && status.reason.contains("HTTP 500"), "\(status.reason)")
        #expect(try await daemon.kinds(other).contains("campaign.exposureLost"))
    }
}
