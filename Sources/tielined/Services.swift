import Campaigns
import Control
import Foundation
import Instruments
import Journal
import Logging
import ServiceLifecycle
import Synchronization
import Tieline

/// Waits until the daemon is told to end, in whichever way, then lets the rest of a service's `run` clean up.
private func untilTheEnd() async { try? await gracefulShutdown() }

/// Takes up the campaigns of the journal, and interrupts them in the end with their furnaces off.
struct LaboratoryService: Service {
    let laboratory: Laboratory
    /// Where `tieline stop` leaves its word (`SocketPath.holdPath`).
    let holdPath: String
    let readiness: ReadinessGate
    let logger: Logger

    func run() async throws {
        // Whatever happens, nobody is left waiting for an answer.
        defer { readiness.open() }
        try await laboratory.recover(holding: try? String(contentsOfFile: holdPath, encoding: .utf8))
        // The journal has it now.
        try? FileManager.default.removeItem(atPath: holdPath)
        readiness.open()
        logger.info("laboratory ready", metadata: ["event": "laboratory.ready"])
        await untilTheEnd()
        // Not to be cut short by the cancellation that may have brought us here.
        await Task { await laboratory.shutDown() }.value
        logger.info("laboratory at rest", metadata: ["event": "laboratory.ended"])
    }
}

/// Looks at every heater once more when everything else has ended, and lets go of the lines.
final class InstrumentService: Service {
    /// How long the rest of the daemon may take to end once the heaters have been looked at for the last time.
    private static let closingSeconds = 10.0

    private let rack: Rack
    private let logger: Logger
    private let report = Mutex<StopReport?>(nil)

    init(rack: Rack, logger: Logger) {
        self.rack = rack
        self.logger = logger
    }

    func run() async throws {
        await untilTheEnd()
        await Task { [self] in
            let final = await rack.off()
            for heater in final.heaters {
                logger.log(
                    level: heater.isConfirmedOff ? .info : .critical, "\(heater.isConfirmedOff ? "heater off" : "heater not confirmed off")",
                    metadata: ["event": "furnace.off", "instrument": "\(heater.name)", "readback": "\(heater.message)"])
            }
            report.withLock { $0 = final }
            Self.endSoon(ExitStatus(final), logger)
            await rack.close()
            logger.info("instruments let go", metadata: ["event": "instruments.closed"])
        }.value
    }

    /// Everything that matters is safe now: the heaters were read back, and the journal is whole after every commit. Whatever hangs behind this may not
    /// keep a dead daemon's name on the lock file.
    private static func endSoon(_ status: ExitStatus, _ logger: Logger) {
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: closingSeconds)
            logger.error("the daemon did not end by itself", metadata: ["event": "daemon.end.late", "seconds": "\(closingSeconds)"])
            status.exit()
        }
    }

    /// What the last look said; asks now if there was none.
    func lastReport() async -> StopReport {
        if let report = report.withLock({ $0 }) { return report }
        return await rack.off()
    }
}

/// Closes the journal after all who write to it.
struct JournalService: Service {
    let journal: Journal
    let logger: Logger

    func run() async throws {
        await untilTheEnd()
        try journal.close()
        logger.info("journal closed", metadata: ["event": "journal.closed"])
    }
}
