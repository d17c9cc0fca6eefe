import Campaigns
import Control
import ControlProtocol
import Foundation
import Instruments
import Journal
import LinearAlgebra
import Logging
import ServiceLifecycle
import Tieline
import UnixSignals

/// The daemon, put together: journal, instruments, control socket and laboratory.
struct Daemon {
    static let version = "0.1.0"
    /// How long a graceful stop may take before what still runs is cancelled: longer than the heaters may take to confirm, three times over.
    private static let stopLimit = Duration.seconds(20)

    let configuration: DaemonConfiguration
    let logger: Logger

    init(_ configuration: DaemonConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT.
    /// - Returns: What the last look at the heaters said.
    /// - Throws: `ControlFailure` if another daemon holds the socket, `JournalError`, or `InstrumentError` if the clock may not run faster here.
    func run() async throws -> StopReport {
        let socket = configuration.socket
        let lock = try DaemonLock(
            path: socket.lockPath,
            record: DaemonRecord(
                processIdentifier: getpid(), socket: socket.path, state: configuration.state, instruments: configuration.instrumentsFile))
        defer { withExtendedLifetime(lock) {} }
        // A campaign factors matrices at its first decision, hours after it began: what is missing is said now.
        try Lapack.load()
        let journal = try Journal.open(at: configuration.state)
        let rack = try await Rack.connect(configuration.instruments, speed: configuration.speed, logger: logger)
        EmergencySwitch(outcomePath: socket.outcomePath) { [logger] in
            logger.critical("everything off, by signal", metadata: ["event": "laboratory.emergency"])
            return await rack.off()
        }.start()
        let laboratory = Laboratory(
            CampaignWiring.services(
                journal: journal, rack: rack, instruments: configuration.instruments, speed: configuration.speed, logger: logger))
        let readiness = ReadinessGate()
        let instruments = InstrumentService(rack: rack, logger: logger)
        let greeting = DaemonGreeting(daemonVersion: Self.version, processIdentifier: getpid())
        // The order of starting and, reversed, of stopping. The control socket outlives the laboratory: as long as a heater may be on, `stop` is answered.
        let services: [any Service] = [
            JournalService(journal: journal, logger: logger),
            instruments,
            try ControlServer(path: socket, laboratory: laboratory, greeting: greeting, readiness: readiness, logger: logger),
            LaboratoryService(laboratory: laboratory, holdPath: socket.holdPath, readiness: readiness, logger: logger),
        ]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Self.stopLimit
        try await ServiceGroup(configuration: group).run()
        return await instruments.lastReport()
    }
}
