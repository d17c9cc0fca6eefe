/// What an HTTP request came to: whatever the status, as long as there was one.
public struct HTTPReply: Hashable, Sendable {
    public var status: Int
    public var body: [UInt8]
    /// Whether the reply said `X-Simulated: true`.
    public var isSimulated: Bool

    public init(status: Int, body: [UInt8], isSimulated: Bool) {
        self.status = status
        self.body = body
        self.isSimulated = isSimulated
    }

    /// The body's first line that is not empty, shortened: what an error shows.
    public var firstLine: String {
        let text = String(decoding: body.prefix(400), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        return String(line.prefix(120))
    }
}

/// Why there was no reply.
public struct HTTPError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Nobody listens there, or the name is unknown.
        case unreachable
        case timeout
        /// Not HTTP, or broken off.
        case malformed
        /// More than the client is willing to keep.
        case tooLarge
        /// libcurl is not there, or cannot do what a request needs of it: asking again is of no use.
        case unavailable
        /// The task was cancelled, and the request with it.
        case cancelled
    }

    public var kind: Kind
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// One who can be asked over HTTP. A test stands in for it in a few lines.
public protocol HTTPRequesting: Sendable {
    /// - Parameters:
    ///   - body: JSON, or nothing.
    ///   - timeout: For everything from the first packet to the last, wall time.
    func request(_ method: HTTPMethod, _ path: String, body: [UInt8]?, timeout: Duration) async throws(HTTPError) -> HTTPReply
}

public enum HTTPMethod: String, Sendable {
    case get = "GET"
    case put = "PUT"
}
