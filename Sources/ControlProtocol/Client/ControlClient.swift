import FoundationEssentials
public import Tieline

/// One connection to the daemon, with calls that block: for short-lived programs such as `tieline`.
///
/// ```swift
/// let client = try ControlClient(SocketPath.resolve(option: nil, environment: environment))
/// let status = try client.send(ReadStatus(campaign: "latest"))
/// ```
public final class ControlClient {
    /// How long a daemon may take to answer a request; a report with its bands is the slowest, a few seconds on a small machine.
    public static let defaultTimeout = Duration.seconds(30)
    public static let connectTimeout = Duration.seconds(2)

    public let path: SocketPath
    private let socket: UnixSocket
    private var splitter = LineSplitter(maximumLength: MessageLimits.maximumReplyBytes)
    /// Messages that came in behind the one that was waited for, in order.
    private var waiting: [[UInt8]] = []
    private var lastIdentifier = 0

    /// - Throws: ``ControlFailure`` of the `connection` family.
    public init(_ path: SocketPath, connectTimeout: Duration = ControlClient.connectTimeout) throws(ControlFailure) {
        self.path = path
        socket = try UnixSocket(connectingTo: path, deadline: .now + connectTimeout)
    }

    /// Sends a request and waits for its reply.
    /// - Throws: ``ControlFailure``: the daemon's, or one of the `connection` family.
    public func send<Request: ControlRequest>(_ request: Request, timeout: Duration = ControlClient.defaultTimeout) throws(ControlFailure)
        -> Request.Reply
    {
        try request.check()
        return try exchange(Request.method.rawValue, request, timeout: timeout, as: Request.Reply.self)
    }

    /// Sends any method with any parameters: `tieline rpc`.
    public func send(method: String, parameters: JSONValue, timeout: Duration = ControlClient.defaultTimeout) throws(ControlFailure) -> JSONValue {
        try exchange(method, parameters, timeout: timeout, as: JSONValue.self)
    }

    /// Watches a campaign until it ends, and returns its last status.
    /// - Parameters:
    ///   - onStatus: Called once, with the status when the watch began.
    ///   - onUpdate: Called for every change, in order; `false` ends the watching, and this client with it: the daemon may be sending more.
    public func watch(
        _ campaign: String, onStatus: (CampaignStatus) -> Void, onUpdate: (CampaignUpdate) -> Bool
    ) throws(ControlFailure) -> CampaignStatus {
        onStatus(try send(WatchCampaign(campaign: campaign)))
        while true {
            // A campaign may say nothing for as long as a ramp takes: there is no deadline, and a daemon that dies closes the connection.
            switch try notification(in: nextMessage(deadline: nil)) {
            case .update(let update): guard onUpdate(update) else { return update.status }
            case .ended(let status): return status
            case nil: continue
            }
        }
    }

    private func exchange<Reply: Decodable>(
        _ method: String, _ parameters: some Encodable, timeout: Duration, as _: Reply.Type
    ) throws(ControlFailure) -> Reply {
        let deadline = ContinuousClock.now + timeout
        lastIdentifier += 1
        let bytes = try OutgoingMessage.request(lastIdentifier, method: method, parameters: parameters)
        guard bytes.count <= MessageLimits.maximumRequestBytes else {
            throw ControlFailure(
                .protocol(.messageTooLong), message: "the request has \(bytes.count) bytes, \(MessageLimits.maximumRequestBytes) are allowed",
                remedy: "Send less at once.")
        }
        try socket.send(bytes, deadline: deadline)
        while true {
            let message = try nextMessage(deadline: deadline)
            let header = try decode(ReplyHeader.self, message)
            if let failure = header.error?.failure, header.id == .number(lastIdentifier) || header.id == .null { throw failure }
            guard header.id == .number(lastIdentifier) else { continue }
            return try decode(ReplyBody<Reply>.self, message).result
        }
    }

    private func nextMessage(deadline: ContinuousClock.Instant?) throws(ControlFailure) -> [UInt8] {
        while waiting.isEmpty {
            guard case .bytes(let bytes) = try socket.receive(deadline: deadline) else {
                throw ControlFailure(
                    .connection(.closed), message: "the daemon at \(path) closed the connection",
                    remedy: "See its log; a campaign that ran can go on when the daemon is started again.")
            }
            for event in splitter.append(bytes) {
                guard case .line(let line) = event else {
                    throw malformed("the reply is longer than \(MessageLimits.maximumReplyBytes) bytes")
                }
                waiting.append(line)
            }
        }
        return waiting.removeFirst()
    }

    private func notification(in message: [UInt8]) throws(ControlFailure) -> Notification? {
        switch try decode(ReplyHeader.self, message).method {
        case Notification.updateMethod: .update(try decode(AnnouncementBody<CampaignUpdate>.self, message).params)
        case Notification.endedMethod: .ended(try decode(AnnouncementBody<CampaignStatus>.self, message).params)
        default: nil
        }
    }

    private func decode<Value: Decodable>(_: Value.Type, _ message: [UInt8]) throws(ControlFailure) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(message))
        } catch {
            throw malformed("the reply is not what this program expects: \(error)")
        }
    }

    private func malformed(_ message: String) -> ControlFailure {
        ControlFailure(
            .connection(.malformedReply), message: message,
            remedy: "Check that tieline and tielined are of one version: tieline rpc daemon.hello '{}'.")
    }

    private struct ReplyHeader: Decodable {
        var id: MessageIdentifier?
        var method: String?
        var error: FailureRecord?
    }

    private struct ReplyBody<Result: Decodable>: Decodable { var result: Result }
    private struct AnnouncementBody<Parameters: Decodable>: Decodable { var params: Parameters }
}
