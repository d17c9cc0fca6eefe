import ControlProtocol
import Foundation
import Tieline

/// SIGUSR1 means: every heater off. It is heard by a thread that does nothing else, and what it does needs the lines and nothing else: no journal,
/// no campaign, no control socket, no thread of the pool.
///
/// Afterwards the outcome lies beside the socket, where `tieline stop` looks for it.
final class EmergencySwitch: Sendable {
    private let executor = EmergencyExecutor(name: "emergency off")
    private let outcomePath: String
    private let off: @Sendable () async -> StopReport

    /// - Parameter off: Commands every heater off and reads each back; bounded in wall time.
    init(outcomePath: String, off: @escaping @Sendable () async -> StopReport) {
        self.outcomePath = outcomePath
        self.off = off
    }

    /// Counts the signals that came and were not served yet. A semaphore, because posting one is among the few things that a signal handler may do
    /// (signal-safety(7)), and because the handler may run on any thread: the main one cannot block signals, Dispatch unblocks them all there.
    ///
    /// Written once, in ``start()`` before the handler is installed, and never freed.
    nonisolated(unsafe) private static var signals: UnsafeMutablePointer<sem_t>?

    /// Listens from now on. To be called once.
    func start() {
        let signals = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        sem_init(signals, 0, 0)
        Self.signals = signals
        let thread = Thread { [self] in
            guard let signals = Self.signals else { return }
            while true {
                // Interrupted by another signal, it waits again.
                if sem_wait(signals) == 0 { switchOff() }
            }
        }
        thread.name = "emergency call"
        thread.start()
        signal(SIGUSR1) { _ in
            guard let signals = EmergencySwitch.signals else { return }
            let code = errno
            sem_post(signals)
            errno = code
        }
    }

    /// Returns at once; a second signal while the first is being served starts a second round, which does no harm.
    func switchOff() {
        Task(executorPreference: executor) { [self] in write(await off()) }
    }

    /// Whole or not at all: the reader polls for the file.
    private func write(_ report: StopReport) {
        let outcome = EmergencyOutcome(processIdentifier: getpid(), report: report)
        guard let data = try? JSONEncoder().encode(outcome) else { return }
        // Without a reader, or with a full disk, the heaters are off all the same.
        try? data.write(to: URL(filePath: outcomePath), options: .atomic)
    }
}
