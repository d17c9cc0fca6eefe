import Dispatch
import Synchronization
import Testing
import Tieline

@testable import Campaigns
@testable import Journal

@Suite("People pause, resume, abort, stop and add what they know", .timeLimit(.minutes(5)))
struct ControlTests {
    @Test("Paused while it exposes: the exposure is finished and kept, then the furnace holds; resumed, it goes on hot")
    func pauseDuringExposure() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let asked = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        #expect(asked.state == .running && asked.reason == "will pause after this measurement: lunch")
        let updates = try await daemon.laboratory.updates(of: name)
        release.open()
        for await update in updates where update.status.state == .paused { break }
        #expect(try await daemon.laboratory.status(of: name).patterns == 2)
        let resumed = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        #expect(resumed.state == .running)
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9)
    }

    @Test("Nobody resumes: after the longest pause the furnace cools; resumed then, it heats back and goes on")
    func pauseExpires() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(4)
        let name = try await daemon.run()
        await reached.wait()
        _ = try await daemon.laboratory.pause(name, reason: "lunch", caller: Rig.ada)
        release.open()
        let cold = try await daemon.rest(name)
        #expect(cold.state == .paused && cold.reason.contains("1800.0 s") && cold.reason.contains("read back as off"), "\(cold.reason)")
        #expect(!rig.bench.isHot)
        // The dwell was extended while it held: it never ended by itself.
        #expect(rig.bench.log.contains(.extended))
        _ = try await daemon.laboratory.resume(name, reason: "back", caller: Rig.ada)
        let status = try await daemon.rest(name)
        #expect(status.state == .finished && status.patterns == 9)
        #expect(rig.bench.log.filter { $0 == .started(kelvin: 420) }.count == 2)
    }

    @Test("Aborted while it exposes: the heater is off before the call returns; the exposure is accounted for and not used")
    func abort() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let aborted = try await daemon.laboratory.abort(name, reason: "smoke", caller: Rig.ada)
        #expect(aborted.state == .aborted && aborted.reason == "smoke; the furnace was read back as off")
        #expect(!rig.bench.isHot)
        release.open()
        let status = try await daemon.rest(name)
        #expect(status.state == .aborted && status.patterns == 1)
        #expect(try await daemon.journal.openIntents().isEmpty)
        #expect(rig.bench.snapshot.exposures == [1: 1, 2: 1])
        let again = await #expect(throws: ControlError.self) { try await daemon.laboratory.abort(name, reason: "smoke", caller: Rig.ada) }
        #expect(again?.code == .notRunning)
        let resume = await #expect(throws: ControlError.self) { try await daemon.laboratory.resume(name, reason: "no", caller: Rig.ada) }
        #expect(resume?.code == .notRunning)
    }

    @Test("Aborted when the loop is at its end: whoever watches hears that it was aborted, before there is nothing more to hear")
    func abortIsHeard() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let updates = try await daemon.laboratory.updates(of: name)
        // The abort waits for the furnace, and the loop ends meanwhile.
        let (off, goOn) = rig.bench.holdOff()
        let aborting = Task { try await daemon.laboratory.abort(name, reason: "smoke", caller: Rig.ada) }
        await off.wait()
        release.open()
        _ = try await daemon.rest(name)
        goOn.open()
        #expect(try await aborting.value.state == .aborted)
        var last: CampaignUpdate?
        for await update in updates { last = update }
        #expect(last?.status.state == .aborted && last?.text.hasPrefix("aborted: smoke") == true, "\(String(describing: last?.text))")
    }

    @Test("Stop answers while the journal is closed and an exposure does not end; the heater is off")
    func stop() async throws {
        let rig = Rig()
        let daemon = try rig.start(wallMoves: true)
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        try daemon.journal.close()
        let report = await daemon.laboratory.stop(caller: Rig.ada)
        #expect(report.everythingIsOff && report.heaters.map(\.name) == ["furnace-1"])
        #expect(!rig.bench.isHot)
        // The wall's clock jumps here, so that stop may have waited its time before the campaign has aborted.
        async let aborted = daemon.waits(for: name, .aborted)
        release.open()
        #expect(try await aborted.state == .aborted)
        #expect(!rig.bench.isHot)
    }

    @Test("Stop answers while the journal hangs on its disk")
    func stopWithHangingJournal() async throws {
        let rig = Rig()
        let daemon = try rig.start(wallMoves: true)
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let disk = DispatchSemaphore(value: 0), hangs = Gate()
        let journal = daemon.journal
        let hanging = Task {
            try await journal.events.write("a write that hangs") { _ in
                hangs.open()
                disk.wait()
            }
        }
        await hangs.wait()
        let report = await daemon.laboratory.stop(caller: Rig.ada)
        #expect(report.everythingIsOff && !rig.bench.isHot)
        async let aborted = daemon.waits(for: name, .aborted)
        disk.signal()
        release.open()
        _ = try await hanging.value
        #expect(try await aborted.state == .aborted)
        #expect(!rig.bench.isHot)
    }

    @Test("A detector that ends an exposure when it is told to: the exposure did not happen, and is asked for again")
    func cancelledExposure() async throws {
        let rig = Rig()
        let first = try rig.start()
        rig.bench.inject(.exposureEndsWhenCancelled)
        let (reached, _) = rig.bench.holdExposure(2)
        let name = try await first.run()
        await reached.wait()
        await first.laboratory.shutDown()
        let status = try await first.rest(name)
        #expect(status.state == .interrupted && status.patterns == 1, "\(status.reason)")
        #expect(try await first.kinds(name).contains("intent.didNotHappen"))
        try first.journal.close()
        rig.bench.duringExposure.withLock { $0 = nil }
        let second = try rig.start()
        try await second.laboratory.recover()
        #expect(try await second.rest(name).state == .finished)
        #expect(rig.bench.snapshot.exposures == Dictionary(uniqueKeysWithValues: [1, 3, 4, 5, 6, 7, 8, 9, 10].map { ($0, 1) }))
    }

    @Test("Ended in the middle of an exposure that goes on: the next daemon finds the pattern, knows that it cooled, and does not use it")
    func cooledExposure() async throws {
        let rig = Rig()
        let first = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await first.run()
        await reached.wait()
        try await first.laboratory.runner(name).interrupt(because: "the daemon was stopped")
        #expect(!rig.bench.isHot)
        first.connection.sever()
        try first.journal.close()
        release.open()
        let second = try rig.start()
        try await second.laboratory.recover()
        #expect(try await second.rest(name).state == .finished)
        #expect(try await second.measurements(name).map(\.series) == [1, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(try await second.kinds(name).filter { $0 == "campaign.exposureLost" }.count == 1)
        #expect(try await second.journal.checkInvariants() == [])
    }

    @Test("A daemon that is asked to end interrupts its campaign, cold; the next one goes on")
    func shutDown() async throws {
        let rig = Rig()
        let first = try rig.start()
        let bench = rig.bench
        let (reached, release) = bench.holdExposure(5)
        let name = try await first.run()
        await reached.wait()
        let shutDown = Task { await first.laboratory.shutDown() }
        for _ in 0..<100_000 where bench.snapshot.program != nil { await Task.yield() }
        release.open()
        await shutDown.value
        let status = try await first.laboratory.status(of: name)
        #expect(status.state == .interrupted && !bench.isHot, "\(status.reason)")
        try first.journal.close()
        let second = try rig.start()
        try await second.laboratory.recover()
        #expect(try await second.rest(name).state == .finished)
        #expect(bench.snapshot.exposures.values.allSatisfy { $0 == 1 })
        #expect(try await second.journal.checkInvariants() == [])
    }

    @Test("A prior is a row with its author and reason, reaches the next decision, and can be withdrawn")
    func priors() async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(2)
        let name = try await daemon.run()
        await reached.wait()
        let boundary = Prior.Kind.phaseBoundary(points: [Condition([0.8, 400]), Condition([0.88, 405])], between: ["BCT_A5", "RHOMBO_A7"])
        let prior = try await daemon.laboratory.addPrior(boundary, certainty: 0.8, reason: "seen in 1998", to: name, caller: Rig.ada)
        #expect(prior.identifier == "prior-1" && prior.author == "ada" && prior.reason == "seen in 1998")
        let second = try await daemon.laboratory.addPrior(boundary, certainty: 0.6, reason: "again", to: name, caller: Rig.ada)
        try await daemon.laboratory.withdrawPrior(second.identifier, from: name, reason: "a mistake", caller: Rig.ada)
        #expect(try await daemon.laboratory.priors(of: name) == [prior])
        release.open()
        let status = try await daemon.rest(name)
        #expect(status.state == .finished)
        let report = try await daemon.laboratory.report(of: name)
        #expect(report.points[1].reason.contains("0 priors") && report.points[2].reason.contains("2 priors"))
        let late = await #expect(throws: ControlError.self) {
            try await daemon.laboratory.addPrior(boundary, certainty: 0.8, reason: "late", to: name, caller: Rig.ada)
        }
        #expect(late?.code == .notRunning)
    }

    @Test("A prior that comes while the strategy decides is in the decision that the journal shows after it")
    func priorWhileDeciding() async throws {
        let rig = Rig()
        let laboratory = Mutex<Laboratory?>(nil)
        let daemon = try rig.start(killedAt: .decisionTaken, occurrence: 2) {
            let pair = Prior.Kind.samePhase([Condition([0.8, 400]), Condition([0.81, 400])])
            _ = try await laboratory.withLock { $0 }?.addPrior(pair, certainty: 0.9, reason: "I see it", to: "film-0001", caller: Rig.ada)
        }
        laboratory.withLock { $0 = daemon.laboratory }
        let name = try await daemon.run()
        #expect(try await daemon.rest(name).state == .finished)
        let points = try await daemon.laboratory.report(of: name).points
        #expect(points[0].reason.contains("0 priors") && points[1].reason.contains("1 priors"))
        #expect(try await daemon.kinds(name).filter { $0 == "campaign.decided" }.count == 10)
    }

    @Test(
        "Priors that cannot be meant are refused, and nothing is written",
        arguments: [
            (Prior.Kind.regionOfInterest(polygon: [Condition([0.8, 400]), Condition([0.9, 400])]), 0.8),
            (.phaseBoundary(points: [Condition([0.8, 400]), Condition([0.8, .nan])], between: []), 0.8),
            (.phaseBoundary(points: [Condition([0.8, 400]), Condition([400, 0.8])], between: []), 0.8),
            (.phaseBoundary(points: [Condition([0.8, 400]), Condition([0.8])], between: []), 0.8),
            (.phaseRegion(polygon: [[0.8, 400], [0.9, 400], [0.9, 410]].map { Condition($0) }, phases: ["GOLD"]), 0.8),
            (.samePhase([Condition([0.8, 400]), Condition([0.81, 400])]), 1),
            (.samePhase([Condition([0.8, 400]), Condition([0.81, 400])]), 0.5),
            (.samePhase([Condition([0.8, 400]), Condition([0.81, 400])]), .nan),
        ])
    func badPriors(kind: Prior.Kind, certainty: Double) async throws {
        let rig = Rig()
        let daemon = try rig.start()
        let (reached, release) = rig.bench.holdExposure(1)
        let name = try await daemon.run()
        await reached.wait()
        let error = await #expect(throws: ControlError.self) {
            try await daemon.laboratory.addPrior(kind, certainty: certainty, reason: "I think so", to: name, caller: Rig.ada)
        }
        #expect(error?.code == .invalidPrior)
        #expect(try await !daemon.kinds(name).contains("campaign.priorAdded"))
        let silent = await #expect(throws: ControlError.self) { try await daemon.laboratory.pause(name, reason: " ", caller: Rig.ada) }
        #expect(silent?.code == .notPossible)
        _ = try await daemon.laboratory.abort(name, reason: "enough", caller: Rig.ada)
        release.open()
        _ = try await daemon.rest(name)
    }
}
