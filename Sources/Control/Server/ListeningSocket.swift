import ControlProtocol
import Glibc
import Tieline

/// Puts the control socket where a client looks for it: owner-only from the first moment, and never over a daemon that lives.
enum ListeningSocket {
    /// Connections that the kernel may queue before the daemon accepts them.
    private static let backlog: Int32 = 16

    /// Returns the descriptor of a bound and listening socket.
    ///
    /// A socket file on which nobody answers was left by a daemon that died, and is removed. Anything else at the path is left alone.
    /// - Throws: ``ControlFailure`` with `connection.pathHeld`, `.notASocket` or `.notPermitted`.
    static func open(_ path: SocketPath) throws(ControlFailure) -> Int32 {
        try removeStaleFile(path)
        let descriptor = makeSocket()
        guard descriptor >= 0 else { throw failure(path, errno) }
        // The mode of the inode before `bind` becomes the mode of the file (Linux): there is no moment at which others could connect,
        // and no umask of the whole process to change.
        guard fchmod(descriptor, 0o600) == 0,
            withUnixAddress(path.path, { bind(descriptor, $0, $1) }) == 0,
            listen(descriptor, backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw failure(path, code)
        }
        return descriptor
    }

    private static func makeSocket() -> Int32 { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) }

    private static func removeStaleFile(_ path: SocketPath) throws(ControlFailure) {
        var information = stat()
        guard lstat(path.path, &information) == 0 else { return }
        guard information.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlFailure(
                .connection(.notASocket), message: "\(path) is there already and is not a socket",
                remedy: "Move it away, or give the daemon another path with --socket.")
        }
        let descriptor = makeSocket()
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        guard withUnixAddress(path.path, { connect(descriptor, $0, $1) }) != 0 else {
            // For the side that connects, the kernel names the process that called `listen`.
            let holder = PeerCredentials(ofSocket: descriptor).map { "process \($0.processIdentifier) of user \(Caller($0).user)" }
            throw ControlFailure(
                .connection(.pathHeld), message: "a daemon already answers at \(path): \(holder ?? "another process")",
                remedy: "Use that one, or end it first, or give this one another path with --socket.")
        }
        guard errno == ECONNREFUSED else { throw failure(path, errno) }
        guard unlink(path.path) == 0 || errno == ENOENT else { throw failure(path, errno) }
    }

    private static func failure(_ path: SocketPath, _ code: Int32) -> ControlFailure {
        let reason = String(cString: strerror(code))
        return switch code {
        case ENOENT:
            ControlFailure(
                .connection(.notPermitted), message: "the folder of the socket \(path) does not exist",
                remedy: "Make it, or give another path with --socket.")
        case EADDRINUSE:
            ControlFailure(
                .connection(.pathHeld), message: "another process made \(path) at this moment", remedy: "Another daemon is starting: use that one.")
        default:
            ControlFailure(
                .connection(.notPermitted), message: "the socket \(path) cannot be made: \(reason)",
                remedy: "Give the daemon a folder that it may write to, with --socket.")
        }
    }
}
