import ControlProtocol
import FoundationEssentials
import Glibc
import Instruments
import Tieline

/// The daemon as `tieline stop` sees it: a socket, a process, and the lines that it holds.
struct RunningDaemon {
    /// How long the daemon may take to answer, and its signal thread to leave its outcome.
    static let patience = Duration.seconds(1)
    /// How long a process that was ended may take to be gone, and its lock with it.
    private static let endPatience = Duration.seconds(2)
    private static let pollMilliseconds: Int32 = 10

    let socket: SocketPath
    /// The instrument file that the caller names, for a laboratory without a lock file.
    let instruments: String?

    func perform(_ rung: StopProcedure.Rung) async throws -> StopReport {
        switch rung {
        case .daemon: try ControlClient(socket, connectTimeout: Self.patience).send(StopLaboratory(), timeout: Self.patience)
        case .signal: try signalled()
        case .line: try await takingTheLines()
        }
    }

    /// The process that holds the lock file now; a dead daemon's number may belong to anybody.
    private var process: Int32? {
        guard DaemonLock.isHeld(socket.lockPath), let record = DaemonLock.record(at: socket.lockPath), record.processIdentifier > 1 else {
            return nil
        }
        return record.processIdentifier
    }

    private func signalled() throws -> StopReport {
        guard let process else { throw noProcess }
        unlink(socket.outcomePath)
        guard kill(process, SIGUSR1) == 0 else {
            throw ControlFailure(
                .connection(.notPermitted), message: "process \(process) cannot be signalled: \(String(cString: strerror(errno)))",
                remedy: "Stop as the user who runs the daemon, or as root.")
        }
        let outcome = wait(Self.patience) {
            FileManager.default.contents(atPath: socket.outcomePath).flatMap { try? JSONDecoder().decode(EmergencyOutcome.self, from: $0) }
        }
        guard let outcome, outcome.processIdentifier == process else {
            throw ControlFailure(
                .connection(.timedOut), message: "process \(process) left no outcome within \(Self.patience)", remedy: "It will be ended.")
        }
        return outcome.report
    }

    private func takingTheLines() async throws -> StopReport {
        let file = instruments ?? DaemonLock.record(at: socket.lockPath)?.instruments
        guard let file else {
            throw ControlFailure(
                .connection(.noDaemon), message: "no daemon answers, and no lock file at \(socket.lockPath) says which instruments there are",
                remedy: "Name them: tieline stop --instruments config/instruments.yaml.")
        }
        let configuration = try InstrumentConfiguration(parsing: TextFile.read(file), file: file)
        if let process {
            // It was asked and it was signalled: it may not hold the lines of a hot furnace any longer.
            kill(process, SIGKILL)
            _ = wait(Self.endPatience) { DaemonLock.isHeld(socket.lockPath) ? nil : true }
        }
        return await EmergencyOff.run(configuration)
    }

    private var noProcess: ControlFailure {
        ControlFailure(
            .connection(.noDaemon), message: "no process holds \(socket.lockPath)", remedy: "The instruments are asked directly.")
    }

    /// Asks again and again until there is an answer or the time is over.
    private func wait<Value>(_ limit: Duration, for answer: () -> Value?) -> Value? {
        let deadline = ContinuousClock.now + limit
        while true {
            if let value = answer() { return value }
            guard ContinuousClock.now < deadline else { return nil }
            _ = poll(nil, 0, Self.pollMilliseconds)
        }
    }
}
