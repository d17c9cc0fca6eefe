import FoundationEssentials

/// The messages as bytes, each one line with its newline.
public enum OutgoingMessage {
    public static func request(_ identifier: Int, method: String, parameters: some Encodable) throws(ControlFailure) -> [UInt8] {
        try line(Request(id: identifier, method: method, params: parameters))
    }

    public static func result(_ identifier: MessageIdentifier, _ result: some Encodable) throws(ControlFailure) -> [UInt8] {
        try line(Reply(id: identifier, result: result))
    }

    /// Never throws: a failure holds only strings and whole numbers.
    public static func failure(_ identifier: MessageIdentifier, _ failure: ControlFailure) -> [UInt8] {
        let message = FailureReply(id: identifier, error: FailureRecord(failure))
        return (try? line(message)) ?? Array(#"{"error":{"code":-32603,"message":"the error could not be written"},"id":null,"jsonrpc":"2.0"}"#.utf8)
            + [newline]
    }

    public static func notification(_ notification: Notification) throws(ControlFailure) -> [UInt8] {
        switch notification {
        case .update(let update): try line(Announcement(method: Notification.updateMethod, params: update))
        case .ended(let status): try line(Announcement(method: Notification.endedMethod, params: status))
        }
    }

    private static let newline = UInt8(ascii: "\n")

    /// Keys are sorted, so that the same message is always the same bytes.
    private static func line(_ message: some Encodable) throws(ControlFailure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try Array(encoder.encode(message)) + [newline]
        } catch {
            // A NaN or an infinity has no JSON; it should have been refused where it came in.
            throw ControlFailure(
                .protocol(.internalError), message: "the reply holds a value that JSON cannot carry: \(error)",
                remedy: "Report this as a fault of Tieline, with the daemon's log.")
        }
    }

    private struct Request<Parameters: Encodable>: Encodable {
        var jsonrpc = "2.0"
        var id: Int
        var method: String
        var params: Parameters
    }

    private struct Reply<Result: Encodable>: Encodable {
        var jsonrpc = "2.0"
        var id: MessageIdentifier
        var result: Result
    }

    private struct FailureReply: Encodable {
        var jsonrpc = "2.0"
        var id: MessageIdentifier
        var error: FailureRecord
    }

    private struct Announcement<Parameters: Encodable>: Encodable {
        var jsonrpc = "2.0"
        var method: String
        var params: Parameters
    }
}
