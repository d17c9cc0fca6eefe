import Glibc
import Synchronization

@testable import Instruments

/// A web server on a loopback port that answers each connection with the next of its canned texts, byte for byte; `nil` keeps silent.
final class CannedServer: Sendable {
    let port: UInt16
    private let worker: Worker

    struct Failure: Error {}

    /// - Parameter answers: One a connection; afterwards connections are refused.
    init(_ answers: [String?]) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw Failure() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) | listen(listener, 8) | getsockname(listener, $0, &length)
            }
        }
        guard status == 0 else { throw Failure() }
        port = UInt16(bigEndian: address.sin_port)
        worker = Worker()
        Task { [worker] in await worker.serve(listener, answers) }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// The requests so far, whole.
    var requests: [String] { worker.received.withLock { $0 } }

    static func reply(_ status: Int, _ body: String, simulated: Bool = false, length: Int? = nil) -> String {
        "HTTP/1.1 \(status) Words\r\nContent-Length: \(length ?? body.utf8.count)\r\n\(simulated ? "X-Simulated: true\r\n" : "")Connection: close\r\n\r\n\(body)"
    }

    private actor Worker {
        private nonisolated let executor = ThreadExecutor(name: "canned")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        nonisolated let received = Mutex<[String]>([])

        func serve(_ listener: CInt, _ answers: [String?]) {
            var silent: [CInt] = []
            for answer in answers {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                var buffer = [UInt8](repeating: 0, count: 65536)
                var text = ""
                // Headers, and as many bytes of a body as they announce.
                while !Self.isComplete(text) {
                    let count = read(connection, &buffer, buffer.count)
                    guard count > 0 else { break }
                    text += String(decoding: buffer[0..<count], as: UTF8.self)
                }
                received.withLock { [text] in $0.append(text) }
                if let answer {
                    let bytes = Array(answer.utf8)
                    var sent = 0
                    while sent < bytes.count {
                        let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                        if count <= 0 { break }
                        sent += count
                    }
                    close(connection)
                } else {
                    silent.append(connection)
                }
            }
            close(listener)
            // A silent connection stays open until the other side has given up.
            for connection in silent {
                var byte: UInt8 = 0
                _ = read(connection, &byte, 1)
                close(connection)
            }
        }

        private static func isComplete(_ text: String) -> Bool {
            let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
            guard !text.isEmpty, let blank = lines.firstIndex(of: "") else { return false }
            let announced =
                lines[..<blank].first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
            return lines[(blank + 1)...].joined(separator: "\r\n").utf8.count >= announced
        }
    }
}
