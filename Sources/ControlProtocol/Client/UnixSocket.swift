public import Glibc

/// A Unix stream socket with plain calls, each bounded in wall time. Closes itself.
struct UnixSocket: ~Copyable {
    enum Received: Equatable {
        case bytes([UInt8])
        case end
    }

    /// How long to wait before another try when the daemon's queue of connections is full.
    private static let connectRetryMilliseconds: Int32 = 20
    private static let chunkBytes = 1 << 16

    private let descriptor: Int32
    private let path: SocketPath

    /// - Throws: ``ControlFailure`` with `connection.noDaemon`, `.notPermitted`, `.notASocket` or `.timedOut`.
    init(connectingTo path: SocketPath, deadline: ContinuousClock.Instant) throws(ControlFailure) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.path = path
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        while true {
            let code = withUnixAddress(path.path) { address, length in connect(descriptor, address, length) == 0 ? 0 : errno }
            if code == 0 { return }
            // EAGAIN: the daemon is there and its queue is full.
            guard code == EAGAIN || code == EINTR else { throw Self.failure(path, code) }
            guard ContinuousClock.now < deadline else { throw Self.timedOut(path) }
            _ = poll(nil, 0, Self.connectRetryMilliseconds)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) throws(ControlFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EINTR {
                try wait(for: Int16(POLLOUT), deadline: deadline)
            } else {
                throw Self.failure(path, errno)
            }
        }
    }

    /// The next bytes; waits for them until the deadline, or for ever if there is none.
    func receive(deadline: ContinuousClock.Instant?) throws(ControlFailure) -> Received {
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, count in
                let result = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                failure = result < 0 ? errno : 0
                count = max(result, 0)
            }
            if failure == 0 { return bytes.isEmpty ? .end : .bytes(bytes) }
            guard failure == EAGAIN || failure == EINTR else { throw Self.failure(path, failure) }
            try wait(for: Int16(POLLIN), deadline: deadline)
        }
    }

    private func wait(for events: Int16, deadline: ContinuousClock.Instant?) throws(ControlFailure) {
        var milliseconds: Int32 = -1
        if let deadline {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw Self.timedOut(path) }
            let seconds = min(Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18, 3600)
            milliseconds = Int32((seconds * 1000).rounded(.up))
        }
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        _ = poll(&request, 1, milliseconds)
    }

    private static func timedOut(_ path: SocketPath) -> ControlFailure {
        ControlFailure(
            .connection(.timedOut), message: "the daemon at \(path) did not answer in time",
            remedy: "See its log; `tieline stop` makes everything safe without it.")
    }

    private static func failure(_ path: SocketPath, _ code: Int32) -> ControlFailure {
        switch code {
        case ENOENT, ECONNREFUSED: path.noDaemon
        case EACCES, EPERM:
            ControlFailure(
                .connection(.notPermitted), message: "the socket \(path) may not be used by this user",
                remedy: "It belongs to the user who runs the daemon: ask as that user.")
        case ENOTSOCK, EPROTOTYPE:
            ControlFailure(.connection(.notASocket), message: "\(path) is not a stream socket", remedy: "Name the daemon's socket with --socket.")
        case ECONNRESET, EPIPE:
            ControlFailure(
                .connection(.closed), message: "the daemon at \(path) closed the connection",
                remedy: "See its log; a campaign that ran can go on when it is started again.")
        default:
            ControlFailure(
                .connection(.closed), message: "the socket \(path) failed: \(String(cString: strerror(code)))", remedy: "See the daemon's log.")
        }
    }
}

/// Calls `body` with the address of a Unix socket at `path`, which has at most ``SocketPath/maximumBytes``.
public func withUnixAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(SocketPath.maximumBytes)) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}
