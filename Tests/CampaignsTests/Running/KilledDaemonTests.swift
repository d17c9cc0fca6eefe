import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("A daemon that is killed anywhere measures nothing twice and finishes its campaign", .timeLimit(.minutes(5)))
struct KilledDaemonTests {
    @Test("Killed once, at each numbered place of the first and of a later measurement", arguments: Failpoint.allCases, [1, 2])
    func killedOnce(point: Failpoint, occurrence: Int) async throws {
        // These places are passed once in a campaign.
        if occurrence > 1, point == .stopDecided || point == .furnaceOff { return }
        let rig = Rig()
        let first = try rig.start(killedAt: point, occurrence: occurrence)
        let name = try await first.run()
        _ = try await first.rest(name)
        let dead = await #expect(throws: JournalError.self, "it was killed") { try await first.journal.campaigns() }
        #expect(dead?.code == .closed)

        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished, "\(point): \(status.reason)")
        try await checkOnce(rig, second, name, "\(point)")
    }

    @Test("Killed again and again, at places drawn by a seed, until it is through", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func killedOften(seed: UInt64) async throws {
        var generator = SplitMix(state: seed)
        let rig = Rig()
        var name: String?
        var kills = 0
        // Each life comes at least as far as the one before it, so that this many lives are enough.
        for life in 1...60 {
            let point = Failpoint.allCases.randomElement(using: &generator)
            let daemon = try rig.start(killedAt: life < 60 ? point : nil, occurrence: Int.random(in: 1...3, using: &generator))
            try await daemon.laboratory.recover()
            if name == nil { name = try await daemon.run() }
            let status = try await daemon.rest(try #require(name))
            if status.state == .finished {
                try await checkOnce(rig, daemon, try #require(name), "seed \(seed), \(kills) kills")
                break
            }
            kills += 1
            try? daemon.journal.close()
        }
        #expect(kills > 0, "seed \(seed)")
    }

    @Test(
        "Killed while the detector exposes: the next daemon waits for the exposure to end and keeps its pattern, whether the detector says busy or nothing",
        arguments: [true, false])
    func killedDuringExposure(saysBusy: Bool) async throws {
        let rig = Rig()
        let first = try rig.start()
        if !saysBusy { rig.bench.inject(.neverSaysBusy) }
        let killed = Gate()
        rig.bench.during(3) {
            first.connection.sever()
            try first.journal.close()
            killed.open()
            // Most of the exposure is still to come when the next daemon asks.
            for _ in 0..<10 { try await rig.clock.sleep(for: .seconds(10)) }
        }
        let name = try await first.run()
        await killed.wait()
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished, "\(status.reason)")
        try await checkOnce(rig, second, name, "during the exposure")
        #expect(try await second.kinds(name).contains("intent.happened"))
    }

    @Test("A detector that still exposes, however long after its time, has not said that nothing was exposed: a person looks, and it is asked again")
    func stillExposing() async throws {
        let rig = Rig()
        let first = try rig.start()
        let (reached, release) = rig.bench.holdExposure(3)
        let name = try await first.run()
        await reached.wait()
        first.connection.sever()
        try first.journal.close()
        let second = try rig.start()
        try await second.laboratory.recover()
        for _ in 1...2 {
            let status = try await second.rest(name)
            #expect(status.state == .paused && status.reason.contains("still exposes series 3") && !rig.bench.isHot, "\(status.reason)")
            // Whoever resumes too soon throws nothing away.
            #expect(try await second.journal.openIntents().map(\.state) == [.unknown])
            _ = try await second.laboratory.resume(name, reason: "it should be done", caller: Rig.ada)
        }
        _ = try await second.rest(name)
        release.open()
        _ = try await second.laboratory.resume(name, reason: "it is done", caller: Rig.ada)
        #expect(try await second.rest(name).state == .finished)
        // It cooled meanwhile: what was exposed belongs to no temperature.
        #expect(try await second.measurements(name).map(\.series) == [1, 2, 4, 5, 6, 7, 8, 9, 10])
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 })
        #expect(try await second.journal.checkInvariants() == [])
    }

    @Test("Killed, and the detector restarted: nobody can tell, the campaign is paused and cold; a person who resumes goes on without that exposure")
    func detectorRestarted() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .exposeCommitted, occurrence: 3)
        let name = try await first.run()
        _ = try await first.rest(name)
        rig.bench.change { state in
            state.lastSeries = 0
            state.patterns = [:]
        }
        let second = try rig.start()
        try await second.laboratory.recover()
        var status = try await second.rest(name)
        #expect(
            status.state == .paused && status.reason.contains("restarted since") && status.reason.contains("read back as off"), "\(status.reason)")
        #expect(!rig.bench.isHot)
        #expect(try await second.journal.openIntents().map(\.state) == [.unknown])
        // It survives another restart as what it is.
        try second.journal.close()
        let third = try rig.start()
        try await third.laboratory.recover()
        #expect(try await third.laboratory.status(of: name).state == .paused)
        _ = try await third.laboratory.resume(name, reason: "the shutter was closed", caller: Rig.ada)
        status = try await third.rest(name)
        #expect(status.state == .finished && status.patterns == 9)
        #expect(try await third.kinds(name).filter { $0 == "campaign.exposureLost" || $0 == "intent.abandoned" }.count == 2)
        #expect(try await third.journal.checkInvariants() == [])
    }

    @Test("A decision that was not carried out is carried out after a restart, not taken anew")
    func pendingDecision() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .decisionJournalled, occurrence: 4)
        let name = try await first.run()
        _ = try await first.rest(name)
        let second = try rig.start()
        try await second.laboratory.recover()
        _ = try await second.rest(name)
        #expect(try await second.kinds(name).filter { $0 == "campaign.decided" }.count == 10)
    }

    @Test("An unplanned cool-down: the next daemon heats back to the highest temperature and goes on from there")
    func heatsBack() async throws {
        let rig = Rig()
        let first = try rig.start(killedAt: .moveCommitted, occurrence: 5)
        let name = try await first.run()
        _ = try await first.rest(name)
        // The controller ends its program by itself, and the furnace is cold.
        rig.bench.change { $0.program = nil }
        let second = try rig.start()
        try await second.laboratory.recover()
        let status = try await second.rest(name)
        #expect(status.state == .finished)
        let temperatures = try await second.measurements(name).map { $0.condition[1] }
        #expect(temperatures == temperatures.sorted())
        #expect(rig.bench.log.filter { $0 == .started(kelvin: 420) }.count == 2)
    }

    /// Every exposure once, every point once, nothing open, nothing hot.
    private func checkOnce(_ rig: Rig, _ daemon: Rig.Daemon, _ name: String, _ comment: Comment) async throws {
        let measurements = try await daemon.measurements(name)
        #expect(measurements.map(\.condition) == ScriptedStrategy.script, comment)
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 }, comment)
        #expect(rig.bench.snapshot.exposures.count == measurements.count, comment)
        #expect(Set(measurements.map(\.series)).count == measurements.count, comment)
        #expect(try await daemon.journal.openIntents().isEmpty, comment)
        #expect(try await daemon.journal.checkInvariants() == [], comment)
        #expect(!rig.bench.isHot, comment)
    }
}

/// SplitMix64: a seed on its own makes a run that can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
