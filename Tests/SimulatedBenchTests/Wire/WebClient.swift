import Foundation
import Glibc

/// One request a connection over a plain socket: the bytes of the reply as they come, every header in sight.
struct WebClient {
    struct Reply {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: String
    }

    struct Failure: Error {
        var step: String
        var code: Int32
    }

    /// No reply takes longer; a bench that hangs fails the test and does not stop it.
    private static let timeoutSeconds = 30
    private static let maximumBytes = 1 << 20

    let port: UInt16

    func get(_ path: String) async throws -> Reply { try await request("GET", path, "") }
    func put(_ path: String, _ body: String = "") async throws -> Reply { try await request("PUT", path, body) }

    private func request(_ method: String, _ path: String, _ body: String) async throws -> Reply {
        let text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let port = port
        let bytes = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[UInt8], any Error>) in
            DispatchQueue.global().async { continuation.resume(with: Result { try Self.exchange(text, port: port) }) }
        }
        return try Self.parse(String(decoding: bytes, as: UTF8.self))
    }

    private static func exchange(_ text: String, port: UInt16) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(step: "socket", code: errno) }
        defer { close(descriptor) }
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Failure(step: "connect", code: errno) }
        let request = Array(text.utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { throw Failure(step: "send", code: errno) }
        var reply: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while reply.count < maximumBytes {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count >= 0 else { throw Failure(step: "receive", code: errno) }
            if count == 0 { break }
            reply += chunk[..<count]
        }
        return reply
    }

    private static func parse(_ text: String) throws -> Reply {
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure(step: "reply without an end of its header", code: 0) }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(step: "status line", code: 0)
        }
        let headers = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) } }
        return Reply(
            status: status, headers: Dictionary(headers.map { ($0[0].lowercased(), $0.last ?? "") }) { $1 }, body: String(text[end.upperBound...]))
    }
}
