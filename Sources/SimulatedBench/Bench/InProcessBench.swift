import Synchronization
public import Tieline

/// The bench in the caller's process, without a line and without waiting: what takes time moves the bench's clock and returns.
///
/// The same models as behind `tieline-sim`: the same series at the same settled temperature and position gives the same counts, bit for bit.
public final class InProcessBench: InstrumentRack {
    /// Lab time that a look at the furnace takes, so that a loop which only polls gets on.
    public static let readSeconds = 1.0

    public let film: FilmBench
    public let names: InstrumentNames
    private let devices: Mutex<BenchDevices>

    public init(
        film: FilmBench, names: InstrumentNames = InstrumentNames(furnace: "furnace-1", stage: "stage-1", detector: "diffractometer-1"),
        faults: [BenchFault] = []
    ) {
        self.film = film
        self.names = names
        devices = Mutex(BenchDevices(film.specification, seed: film.seed, faults: faults))
    }

    /// A clock whose sleepers move the bench.
    public var clock: BenchClock { BenchClock(self) }

    /// Lab time since the bench was made, seconds.
    public var labSeconds: Double { devices.withLock { $0.now } }

    /// Lets lab time pass.
    public func advance(by duration: Duration) { devices.withLock { $0.advance(to: $0.now + duration.inSeconds) } }

    func advance(to seconds: Double) { devices.withLock { $0.advance(to: seconds) } }

    func withDevices<Value: Sendable, Failure: Error>(_ body: (inout sending BenchDevices) throws(Failure) -> sending Value) throws(Failure) -> Value
    {
        try devices.withLock(body)
    }

    public func furnace(named name: String) throws -> any TemperatureController {
        try check(name, is: names.furnace)
        return InProcessFurnace(bench: self, name: name)
    }

    public func stage(named name: String) throws -> any SampleStage {
        try check(name, is: names.stage)
        return InProcessStage(bench: self, name: name)
    }

    public func detector(named name: String) throws -> any PatternDetector {
        try check(name, is: names.detector)
        return InProcessDetector(bench: self, name: name)
    }

    /// A film has no meter.
    public func meter(named name: String) throws -> any SampleMeter {
        throw InstrumentError(
            .unknownInstrument, instrument: name, message: "this bench has no sample meter", remedy: "It has \(names.all.joined(separator: ", ")).")
    }

    public func status() async -> [InstrumentStatus] {
        let (kelvin, output, position, state) = withDevices {
            ($0.furnace.furnace.temperatureKelvin, $0.furnace.furnace.output, $0.stage.positionMillimetres, $0.detector.state)
        }
        func entry(_ name: String, _ model: String, _ values: [InstrumentStatus.Value]) -> InstrumentStatus {
            InstrumentStatus(
                name: name, driver: "in-process", address: "in this process", identity: Self.identity(model), values: values, limits: [], fault: nil)
        }
        return [
            entry(names.furnace, "furnace", [.init(name: "measured", value: "\(kelvin) K"), .init(name: "output", value: "\(output * 100) %")]),
            entry(names.stage, "stage", [.init(name: "position", value: "\(position) mm")]),
            entry(names.detector, "diffractometer", [.init(name: "state", value: state.rawValue)]),
        ]
    }

    public func off() async -> StopReport {
        do {
            try await InProcessFurnace(bench: self, name: names.furnace).off()
            return StopReport(heaters: [.init(name: names.furnace, isConfirmedOff: true, message: "the output was read back as 0 %")])
        } catch {
            return StopReport(heaters: [.init(name: names.furnace, isConfirmedOff: false, message: "\(error)")])
        }
    }

    static func identity(_ model: String) -> InstrumentIdentity {
        InstrumentIdentity(manufacturer: "Tieline", model: "simulated \(model)", firmware: "1", isSimulated: true)
    }

    private func check(_ name: String, is known: String) throws {
        guard name == known else {
            throw InstrumentError(
                .unknownInstrument, instrument: name, message: "there is no such instrument for this purpose",
                remedy: "This bench has \(names.all.joined(separator: ", ")).")
        }
    }
}
