import Journal
import Synchronization
import Testing
import Tieline

@testable import Campaigns

@Suite("Whatever fails, the furnace goes off first, and the campaign says why", .timeLimit(.minutes(5)))
struct FaultTests {
    @Test(
        "Each interlock, tripped by its own fault in the middle of an exposure: cold at once, paused, journalled",
        arguments: [
            (FakeBench.Fault.overTemperature, "overTemperature"), (.sensorBroken, "sensorFault"), (.notANumber, "invalidReading"),
            (.someoneAtThePanel, "localIntervention"), (.silent, "noReading"), (.slowReadings, "staleReading"),
        ])
    func interlockWhileExposing(fault: FakeBench.Fault, cause: String) async throws {
        let rig = Rig()
        let daemon = try rig.start(wallMoves: true)
        let bench = rig.bench
        bench.during(2) {
            bench.inject(fault)
            try await Self.waitUntilCold(bench)
        }
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains(cause) && status.reason.contains("read back as off"), "\(status.reason)")
        #expect(!bench.isHot)
        // The exposure cooled while it was taken: it happened once, and is not used.
        #expect(status.patterns == 1)
        #expect(try await daemon.kinds(name).contains("interlock.tripped"))
        #expect(try await daemon.kinds(name).contains("campaign.exposureLost"))
        bench.repair(fault)
        _ = try await daemon.laboratory.resume(name, reason: "repaired", caller: Rig.ada)
        let after = try await daemon.rest(name)
        #expect(after.state == .finished && after.patterns == 9)
        #expect(try await daemon.kinds(name).contains("interlock.reset"))
        #expect(bench.snapshot.exposures.values.allSatisfy { $0 == 1 } && bench.snapshot.exposures.count == 10)
    }

    @Test("An interlock that trips between arming and exposing: nothing is exposed")
    func interlockBeforeExposing() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let bench = rig.bench
        bench.duringArming.withLock {
            $0 = { series in
                guard series == 2 else { return }
                bench.inject(.overTemperature)
                try await Self.waitUntilCold(bench)
            }
        }
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.patterns == 1 && bench.snapshot.exposures == [1: 1], "\(status.reason)")
        #expect(try await daemon.kinds(name).contains("intent.failed"))
        bench.repair(.overTemperature)
        _ = try await daemon.laboratory.resume(name, reason: "repaired", caller: Rig.ada)
        #expect(try await daemon.rest(name).patterns == 9)
    }

    @Test(
        "Each interlock, tripped while the furnace heats",
        arguments: [
            (FakeBench.Fault.overTemperature, "overTemperature"), (.frozenReading, "frozenReading"), (.notRising, "notRising"),
            (.notANumber, "invalidReading"),
            (.someoneAtThePanel, "localIntervention"),
        ])
    func interlockWhileHeating(fault: FakeBench.Fault, cause: String) async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let bench = rig.bench
        // Present once the first exposure is over, so that the next ramp meets it.
        bench.during(3) { bench.change { if fault != .frozenReading && fault != .notRising { $0.faults.insert(fault) } } }
        if fault == .frozenReading || fault == .notRising { bench.inject(fault) }
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains(cause) && !bench.isHot, "\(status.reason)")
    }

    @Test("A latched interlock stays: the fault is gone, nothing starts by itself, not even after a restart")
    func latched() async throws {
        let rig = Rig()
        let first = try rig.start()
        let bench = rig.bench
        bench.during(1) {
            bench.inject(.overTemperature)
            try await Self.waitUntilCold(bench)
            bench.repair(.overTemperature)
        }
        let name = try await first.run()
        #expect(try await first.rest(name).state == .paused)
        try first.journal.close()
        let second = try rig.start()
        try await second.laboratory.recover()
        #expect(try await second.rest(name).state == .paused)
        #expect(!bench.isHot && bench.log.filter { if case .started = $0 { true } else { false } }.count == 1)
    }

    @Test(
        "A deaf furnace, a stage that is stuck, a detector that answers 500: one error, paused, cold, nothing lost",
        arguments: [
            (FakeBench.Fault.deaf, "asked for 400.0 K"), (.stageStuck, "asked for"), (.exposureRefused, "HTTP 500"),
            (.patternMissing, "has no pattern"),
            (.patternNotANumber, "not a number"), (.silent, "no reply"),
        ])
    func instrumentErrors(fault: FakeBench.Fault, words: String) async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(fault)
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains(words), "\(status.reason)")
        #expect(status.patterns == 0 && !rig.bench.isHot)
        #expect(try await daemon.journal.checkInvariants() == [])
        rig.bench.repair(fault)
        if fault == .patternNotANumber { rig.bench.change { $0.patterns = [:] } }
        _ = try await daemon.laboratory.resume(name, reason: "repaired", caller: Rig.ada)
        let after = try await daemon.rest(name)
        #expect(after.state == .finished && after.patterns == 9, "\(after.reason)")
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 })
        #expect(try await daemon.journal.openIntents().isEmpty)
    }

    @Test("An exposure whose reply was lost is asked about, found and kept; it is not made again")
    func lostReply() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.exposureReplyLost)
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9, "\(status.reason)")
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 } && rig.bench.snapshot.exposures.count == 9)
        #expect(try await daemon.kinds(name).filter { $0 == "intent.happened" }.count == 9)
    }

    @Test("Two lost replies to a read are forgiven, a third is not")
    func repeatedReads() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let bench = rig.bench
        bench.during(1) { bench.change { $0.failingReads = 2 } }
        let name = try await daemon.run()
        #expect(try await daemon.rest(name).state == .finished)
        bench.during(10) {
            bench.change { $0.failingReads = 3 }
            try await Self.waitUntilCold(bench)
        }
        let second = try await daemon.run()
        let status = try await daemon.rest(second)
        #expect(status.state == .paused && status.reason.contains("noReading"), "\(status.reason)")
    }

    @Test("A furnace that does not settle in time is an error with its numbers")
    func notSettled() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        // The program holds, but 50 K away, as a controller does whose sensor is loose.
        rig.bench.during(3) { rig.bench.change { $0.readingOffset = -50 } }
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.state == .paused && status.reason.contains("not within 1.00 K of 420.00 K"), "\(status.reason)")
        #expect(!rig.bench.isHot)
    }

    @Test("A heater that cannot be read back as off is said to be so, everywhere")
    func offUnconfirmed() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        rig.bench.inject(.offRefused)
        let name = try await daemon.run()
        let status = try await daemon.rest(name)
        #expect(status.reason.contains("furnace-1 was NOT read back as off: switch it off by hand"), "\(status.reason)")
        let rows = try await daemon.journal.events(of: name)
        #expect(rows.contains { $0.kind == "heater.off" && $0.payload.contains("\"isConfirmedOff\":false") })
        let report = await daemon.laboratory.stop(caller: Rig.ada)
        #expect(!report.everythingIsOff)
    }

    @Test("A full disk: the furnace goes off, the campaign is interrupted, and goes on when there is room again")
    func fullDisk() async throws {
        let rig = Rig()
        let first = try rig.start(maximumBytes: 88 * 1_024)
        let name = try await first.run()
        let status = try await first.rest(name)
        #expect(status.state == .interrupted && status.reason.contains("no room"), "\(status.reason)")
        #expect(!rig.bench.isHot && status.patterns > 0 && status.patterns < 9)
        try first.journal.close()
        let second = try rig.start()
        try await second.laboratory.recover()
        let after = try await second.rest(name)
        #expect(after.state == .finished && after.patterns == 9, "\(after.reason)")
        #expect(rig.bench.snapshot.exposures.values.allSatisfy { $0 == 1 })
        #expect(try await second.journal.checkInvariants() == [])
    }

    /// Bounded: ten hours of laboratory.
    private static func waitUntilCold(_ bench: FakeBench) async throws {
        for _ in 0..<36_000 where bench.snapshot.program != nil { try await bench.clock.sleep(for: .seconds(1)) }
    }
}
