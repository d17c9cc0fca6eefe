import ArgumentParser
import ControlProtocol
import FoundationEssentials

/// The way to the daemon.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The daemon's control socket.", discussion: "Else $TIELINE_SOCKET, else $XDG_RUNTIME_DIR/tieline.sock, else \(SocketPath.systemPath).",
            valueName: "path"))
    var socket: String?

    var path: SocketPath {
        get throws { try SocketPath.resolve(option: socket, environment: ProcessInfo.processInfo.environment) }
    }

    /// Never starts a daemon: a process that heats is started on purpose.
    func client() throws -> ControlClient { try ControlClient(path) }
}
