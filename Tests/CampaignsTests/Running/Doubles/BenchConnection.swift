import Instruments
import Synchronization
import Tieline

/// One daemon's lines to the bench: a daemon that was killed has none, however hard its remains may try.
final class BenchConnection: InstrumentRack, Sendable {
    let bench: FakeBench
    private let isSevered = Mutex(false)

    init(_ bench: FakeBench) { self.bench = bench }

    func sever() { isSevered.withLock { $0 = true } }

    func check(_ name: String) throws {
        if isSevered.withLock({ $0 }) { throw FakeBench.error(.noReply, name, "this daemon is dead") }
    }

    func furnace(named name: String) throws -> any TemperatureController { FakeFurnace(connection: self) }
    func stage(named name: String) throws -> any SampleStage { FakeStage(connection: self) }
    func detector(named name: String) throws -> any PatternDetector { FakeDetector(connection: self) }
    func meter(named name: String) throws -> any SampleMeter {
        let meter = FakeMeter(connection: self)
        return bench.snapshot.faults.contains(.gatewayFails)
            ? BenchMeter(name: name, client: MeterBehindGateway(meter: meter), clock: bench.clock) : meter
    }
    func status() async -> [InstrumentStatus] { [] }

    func off() async -> StopReport {
        do {
            try await FakeFurnace(connection: self).off()
            return StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: true, message: "read back as off")])
        } catch {
            return StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: false, message: "\(error)")])
        }
    }

    static let identity = InstrumentIdentity(manufacturer: "Tieline", model: "double", firmware: "1", isSimulated: true)
}

struct FakeFurnace: TemperatureController {
    let connection: BenchConnection
    var bench: FakeBench { connection.bench }

    func identity() async throws -> InstrumentIdentity { BenchConnection.identity }

    func read() async throws -> TemperatureReading {
        try connection.check("furnace-1")
        if bench.snapshot.faults.contains(.slowReadings) { try await bench.wall.sleep(for: .seconds(60)) }
        return try bench.reading()
    }

    func start(_ program: HeatingProgram) async throws {
        try connection.check("furnace-1")
        try bench.start(program)
    }

    func extendDwell(seconds: Double) async throws {
        try connection.check("furnace-1")
        let now = bench.clock.seconds
        bench.change { state in
            state.log.append(.extended)
            state.dwellEnds = now + seconds
        }
    }

    func off() async throws {
        try connection.check("furnace-1")
        // A driver may well give up in a cancelled task: whoever must be obeyed does not call from one.
        try Task.checkCancellation()
        await bench.duringOff.withLock { $0 }?()
        try bench.change { state in
            if state.faults.contains(.offRefused) { throw FakeBench.error(.readbackMismatch, "furnace-1", "the output is still 80 %") }
            state.log.append(.off)
            state.program = nil
        }
    }
}

struct FakeStage: SampleStage {
    let connection: BenchConnection

    func identity() async throws -> InstrumentIdentity { BenchConnection.identity }

    func move(toMillimetres target: Double) async throws {
        try connection.check("stage-1")
        try connection.bench.change { state in
            if state.faults.contains(.stageStuck) {
                throw FakeBench.error(.readbackMismatch, "stage-1", "asked for \(target) mm, stands at \(state.position) mm")
            }
            state.log.append(.moved(target))
            state.position = target
        }
    }

    func position() async throws -> Double {
        try connection.check("stage-1")
        return connection.bench.snapshot.position
    }
}

struct FakeDetector: PatternDetector {
    /// Steps in which an exposure passes, so that everybody else gets a turn.
    static let steps = 12
    let connection: BenchConnection
    var bench: FakeBench { connection.bench }

    func identity() async throws -> InstrumentIdentity { BenchConnection.identity }

    func arm(exposureSeconds: Double) async throws -> Int {
        try connection.check("diffractometer-1")
        let series = bench.change { state in
            state.lastSeries += 1
            state.log.append(.armed(state.lastSeries))
            return state.lastSeries
        }
        try await bench.duringArming.withLock { $0 }?(series)
        return series
    }

    func expose(series: Int) async throws {
        try connection.check("diffractometer-1")
        try bench.change { state in
            if state.faults.contains(.exposureRefused) { throw FakeBench.error(.refused, "diffractometer-1", "HTTP 500") }
            state.exposing = series
        }
        // The shutter is open: the device goes on by itself, whoever asked.
        let bench = bench
        let device = Task {
            for _ in 0..<Self.steps { try await bench.clock.sleep(for: .seconds(10)) }
            try await bench.duringExposure.withLock { $0 }?(series)
        }
        if bench.snapshot.faults.contains(.exposureEndsWhenCancelled) {
            do { try await bench.untilCancelled(or: device) } catch {
                bench.change { $0.exposing = nil }
                throw error
            }
        } else {
            try await device.value
        }
        try bench.change { state in
            state.exposing = nil
            state.exposures[series, default: 0] += 1
            state.log.append(.exposed(series))
            var counts = (0..<16).map { Double(series * 100 + $0) }
            if state.faults.contains(.patternNotANumber) { counts[3] = .nan }
            state.patterns[series] = DiffractionPattern(
                twoTheta: (0..<16).map { 25 + Double($0) }, counts: counts, wavelength: 1.5405929, exposureSeconds: 120)
            if state.faults.contains(.exposureReplyLost) { throw FakeBench.error(.noReply, "diffractometer-1", "the reply was lost") }
        }
        try connection.check("diffractometer-1")
    }

    func pattern(series: Int) async throws -> DiffractionPattern? {
        try connection.check("diffractometer-1")
        return try bench.change { state in
            if state.exposing == series, !state.faults.contains(.neverSaysBusy) {
                throw FakeBench.error(.busy, "diffractometer-1", "exposing series \(series)")
            }
            return state.faults.contains(.patternMissing) ? nil : state.patterns[series]
        }
    }

    func lastSeries() async throws -> Int {
        try connection.check("diffractometer-1")
        return bench.snapshot.lastSeries
    }

    func disarm() async throws {
        try connection.check("diffractometer-1")
        bench.change { $0.log.append(.disarmed) }
    }
}
