/// Where the control socket is, and who said so.
public struct SocketPath: Hashable, Sendable, CustomStringConvertible {
    public enum Origin: String, Sendable {
        case option = "--socket"
        case environment = "TIELINE_SOCKET"
        case runtimeFolder = "XDG_RUNTIME_DIR"
        case system = "the system's place"
        case configuration = "the daemon's configuration"
    }

    /// The room in `sockaddr_un.sun_path` less its closing zero byte (unix(7)): a longer path would be cut off without a word.
    public static let maximumBytes = 107
    public static let systemPath = "/run/tieline/control.sock"

    public let path: String
    public let origin: Origin

    /// - Throws: ``ControlFailure`` with `connection.pathTooLong`.
    public init(_ path: String, from origin: Origin) throws(ControlFailure) {
        let length = path.utf8.count
        guard length <= Self.maximumBytes else {
            throw ControlFailure(
                .connection(.pathTooLong),
                message: "the socket path from \(origin.rawValue) has \(length) bytes, and a Unix socket's may have \(Self.maximumBytes): \(path)",
                remedy: "Give a shorter one with --socket or TIELINE_SOCKET.")
        }
        self.path = path
        self.origin = origin
    }

    /// `--socket`, else `$TIELINE_SOCKET`, else `$XDG_RUNTIME_DIR/tieline.sock`, else ``systemPath``. Empty variables count as unset.
    public static func resolve(option: String?, environment: [String: String]) throws(ControlFailure) -> SocketPath {
        if let option { return try SocketPath(option, from: .option) }
        if let path = environment["TIELINE_SOCKET"], !path.isEmpty { return try SocketPath(path, from: .environment) }
        if let folder = environment["XDG_RUNTIME_DIR"], !folder.isEmpty { return try SocketPath(folder + "/tieline.sock", from: .runtimeFolder) }
        return try SocketPath(systemPath, from: .system)
    }

    /// The file beside the socket that names the process behind it (``DaemonLock``).
    public var lockPath: String { path + ".lock" }
    /// Where the daemon leaves the outcome of an emergency stop that came by signal (``EmergencyOutcome``).
    public var outcomePath: String { path + ".stopped" }
    /// A word of `tieline stop` to the next daemon, when this one could not take it: why no campaign may go on by itself.
    public var holdPath: String { path + ".hold" }

    public var description: String { path }

    var noDaemon: ControlFailure {
        ControlFailure(
            .connection(.noDaemon), message: "no daemon answers at \(path) (from \(origin.rawValue))",
            remedy: "Start one: tielined --config config/tielined.yaml, or name its socket with --socket or TIELINE_SOCKET.")
    }
}
