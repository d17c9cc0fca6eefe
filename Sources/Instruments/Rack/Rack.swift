public import Logging
public import Tieline

/// The instruments of the configuration, connected.
///
/// An instrument that does not answer when the rack is connected is kept: it says so in ``status()``, and every call tries again.
public final class Rack: InstrumentRack {
    private let furnaces: [(configuration: FurnaceConfiguration, driver: Eurotherm2400)]
    private let stages: [(configuration: StageConfiguration, driver: BenchStage)]
    private let detectors: [(configuration: DetectorConfiguration, driver: SimplonDetector)]
    private let meters: [(configuration: MeterConfiguration, driver: BenchMeter)]
    private let lines: [ModbusLine]

    /// How long one heater may take to confirm that it is off. A line that answers needs a fraction of a second; this is what a line in
    /// disorder needs to be commanded twice, waited out and asked (``ModbusTiming``).
    public static let offTimeLimit = Duration.seconds(5)
    /// How long one instrument may take to say how it is.
    static let statusTimeLimit = Duration.seconds(6)

    private init(_ configuration: InstrumentConfiguration, speed: Double) {
        // The thread for switching off is there before anything can be switched on.
        _ = OwnThread.executor
        var lines: [ModbusLine] = []
        var furnaces: [(FurnaceConfiguration, Eurotherm2400)] = []
        for furnace in configuration.furnaces {
            let line: ModbusLine
            if let known = lines.first(where: { $0.path == furnace.port }) {
                line = known
            } else {
                line = ModbusLine(path: furnace.port, baud: furnace.baud, timing: ModbusTiming(baud: furnace.baud, speed: speed))
                lines.append(line)
            }
            furnaces.append((furnace, Eurotherm2400(name: furnace.name, line: line, unit: furnace.unit, limits: furnace.limits)))
        }
        self.lines = lines
        self.furnaces = furnaces
        stages = configuration.stages.map {
            ($0, BenchStage(name: $0.name, client: HTTPClient(baseURL: $0.url), limits: $0.limits, speed: speed))
        }
        detectors = configuration.detectors.map {
            ($0, SimplonDetector(name: $0.name, commands: HTTPClient(baseURL: $0.url), queries: HTTPClient(baseURL: $0.url), speed: speed))
        }
        meters = configuration.meters.map { ($0, BenchMeter(name: $0.name, client: HTTPClient(baseURL: $0.url), speed: speed)) }
    }

    /// Opens every line and asks every instrument who it is. Nothing is moved, heated or exposed.
    /// - Parameter speed: How much faster than the wall the laboratory's clock runs; more than 1 only where every instrument says that it is simulated.
    /// - Throws: ``InstrumentError`` with code `wrongState` if `speed` is more than 1 and an instrument is real, or does not say.
    public static func connect(_ configuration: InstrumentConfiguration, speed: Double = 1, logger: Logger = Logger(label: "tieline.instruments"))
        async throws -> Rack
    {
        let rack = Rack(configuration, speed: speed)
        for status in await rack.status() {
            if let fault = status.fault {
                logger.warning(
                    "instrument does not answer",
                    metadata: ["event": "instrument.connect.failed", "instrument": "\(status.name)", "reason": "\(fault)"])
            } else if let identity = status.identity {
                logger.info(
                    "instrument connected",
                    metadata: [
                        "event": "instrument.connected", "instrument": "\(status.name)", "model": "\(identity.model)",
                        "firmware": "\(identity.firmware)",
                        "simulated": "\(identity.isSimulated)",
                        "settings": "\((status.limits + status.values).map { "\($0.name): \($0.value)" }.joined(separator: "; "))",
                    ])
            }
            guard speed == 1 || status.identity?.isSimulated == true else {
                await rack.close()
                throw InstrumentError(
                    .wrongState, instrument: status.name,
                    message:
                        "the laboratory's clock is set to run \(speed) times as fast, and this instrument \(status.fault.map { "does not answer (\($0))" } ?? "is real")",
                    remedy: "Set `clock: {speed: 1}`, or point every instrument at the simulated bench.")
            }
        }
        return rack
    }

    /// Lets go of the serial lines.
    public func close() async { for line in lines { await line.close() } }

    public func furnace(named name: String) throws -> any TemperatureController {
        guard let found = furnaces.first(where: { $0.configuration.name == name }) else { throw unknown(name, furnaces.map(\.configuration.name)) }
        return found.driver
    }

    public func stage(named name: String) throws -> any SampleStage {
        guard let found = stages.first(where: { $0.configuration.name == name }) else { throw unknown(name, stages.map(\.configuration.name)) }
        return found.driver
    }

    public func detector(named name: String) throws -> any PatternDetector {
        guard let found = detectors.first(where: { $0.configuration.name == name }) else { throw unknown(name, detectors.map(\.configuration.name)) }
        return found.driver
    }

    public func meter(named name: String) throws -> any SampleMeter {
        guard let found = meters.first(where: { $0.configuration.name == name }) else { throw unknown(name, meters.map(\.configuration.name)) }
        return found.driver
    }

    public func off() async -> StopReport {
        await StopReport.switchingOff(furnaces.map(\.driver), within: Self.offTimeLimit)
    }

    /// In the order: furnaces, stages, detectors, meters, each as in the file.
    public func status() async -> [InstrumentStatus] {
        var looks: [(blank: InstrumentStatus, look: @Sendable (inout InstrumentStatus) async throws -> Void)] = []
        for (configuration, driver) in furnaces { looks.append((configuration.blankStatus, { try await $0.fill(from: driver) })) }
        for (configuration, driver) in stages { looks.append((configuration.blankStatus, { try await $0.fill(from: driver) })) }
        for (configuration, driver) in detectors { looks.append((configuration.blankStatus, { try await $0.fill(from: driver) })) }
        for (configuration, driver) in meters { looks.append((configuration.blankStatus, { try await $0.fill(from: driver) })) }
        return await withTaskGroup(of: (Int, InstrumentStatus).self) { group in
            for (index, entry) in looks.enumerated() {
                group.addTask { [entry] in (index, await entry.blank.filled(within: Self.statusTimeLimit, entry.look)) }
            }
            var filled = looks.map(\.blank)
            for await (index, status) in group { filled[index] = status }
            return filled
        }
    }

    private func unknown(_ name: String, _ known: [String]) -> InstrumentError {
        InstrumentError(
            .unknownInstrument, instrument: name, message: "no instrument of this kind has that name",
            remedy: known.isEmpty ? "Add it to the instrument file." : "There are: \(known.joined(separator: ", ")).")
    }
}
