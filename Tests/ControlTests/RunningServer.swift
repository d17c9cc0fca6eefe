import Control
import ControlProtocol
import Foundation
import Logging
import ServiceLifecycle
import Testing
import Tieline

/// A control server on a real socket in a folder of its own, for as long as a test's body runs.
struct RunningServer {
    let laboratory: FakeLaboratory
    let path: SocketPath

    static func with(
        _ laboratory: FakeLaboratory = FakeLaboratory(), readiness: ReadinessGate = ReadinessGate(isOpen: true),
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let path = try SocketPath(folder + "/control.sock", from: .option)
            let server = try ControlServer(
                path: path, laboratory: laboratory, greeting: DaemonGreeting(daemonVersion: "test", processIdentifier: getpid()),
                readiness: readiness, logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                let result: Result<Void, any Error>
                do { result = .success(try await body(RunningServer(laboratory: laboratory, path: path))) } catch { result = .failure(error) }
                group.cancelAll()
                try await group.waitForAll()
                try result.get()
            }
        }
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// Runs the blocking client on a thread of its own, since a test must not block the pool that the server runs on.
    func client<Value: Sendable>(_ body: @escaping @Sendable (ControlClient) throws -> Value) async throws -> Value {
        let path = path
        return try await onThread { try body(ControlClient(path)) }
    }

    /// Sends lines as they are and returns the first `count` lines that come back.
    func raw(_ text: String, replies count: Int) async throws -> [String] {
        let path = path
        return try await onThread { try RawClient(path).exchange(text, replies: count) }
    }
}

func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// A client that knows nothing of JSON: what a script with `nc -U` sends.
final class RawClient: Sendable {
    /// Longer than any reply in these tests takes, so that a broken server fails a test and does not hang it.
    private static let patience = timeval(tv_sec: 20, tv_usec: 0)
    let descriptor: Int32

    init(_ path: SocketPath) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var patience = Self.patience
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard withUnixAddress(path.path, { connect(descriptor, $0, $1) }) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
    }

    func closeWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// At most `count` lines; fewer if the server closes first.
    func lines(_ count: Int) -> [String] {
        var splitter = LineSplitter(maximumLength: MessageLimits.maximumReplyBytes)
        var lines: [String] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while lines.count < count {
            let received = recv(descriptor, &buffer, buffer.count, 0)
            guard received > 0 else { break }
            for case .line(let line) in splitter.append(buffer[..<received]) { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        return lines
    }

    func exchange(_ text: String, replies: Int) -> [String] {
        send(text)
        return lines(replies)
    }
}
