import Glibc
import NIOCore
import Tieline

/// Who is at the other end of a Unix socket, as the kernel says: `struct ucred` of unix(7), which Glibc's module map leaves out.
struct PeerCredentials: Sendable {
    var processIdentifier: Int32 = 0
    var userIdentifier: UInt32 = .max
    var groupIdentifier: UInt32 = .max

    init?(ofSocket descriptor: Int32) {
        self.init()
        var length = socklen_t(MemoryLayout<PeerCredentials>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &self, &length) == 0, length == socklen_t(MemoryLayout<PeerCredentials>.size) else {
            return nil
        }
    }

    private init() {}

    /// The credentials of the client of an accepted connection.
    static func of(_ channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        return provider.unsafeGetSocketOption(level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    }
}

extension Caller {
    /// The user by name, or by number where the number has no name.
    init(_ credentials: PeerCredentials) {
        // Long enough for any entry that getpwuid_r is asked for in practice; sysconf recommends 1024.
        var buffer = [CChar](repeating: 0, count: 4096)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let name: String? =
            if getpwuid_r(credentials.userIdentifier, &entry, &buffer, buffer.count, &found) == 0, found != nil {
                String(cString: entry.pw_name)
            } else { nil }
        self.init(user: name ?? "uid \(credentials.userIdentifier)", processIdentifier: credentials.processIdentifier)
    }
}
