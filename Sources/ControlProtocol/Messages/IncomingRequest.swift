/// A JSON-RPC 2.0 request as it came in: the envelope is checked, the parameters are not.
///
/// Two things of JSON-RPC are left out on purpose, and refused by name. Batches, because a line is a message here. Requests without an `id`, because
/// nobody would learn what became of them, and a command to a furnace is not to be sent that way.
public struct IncomingRequest: Hashable, Sendable {
    public var identifier: MessageIdentifier
    public var method: Method
    public var parameters: JSONValue

    /// Why a message is no request, with the identifier to answer under.
    public struct Refusal: Error, Hashable, Sendable {
        public var identifier: MessageIdentifier
        public var failure: ControlFailure
    }

    /// - Throws: ``Refusal`` with `protocol.notJSON`, `protocol.invalidRequest` or `protocol.unknownMethod`.
    public init(parsing line: [UInt8]) throws(Refusal) {
        let message: JSONValue
        do {
            message = try JSONValue(parsing: line)
        } catch {
            throw Refusal(identifier: .null, failure: error)
        }
        guard case .object(let fields) = message else {
            throw Self.refusal(.null, "the message is not a JSON object", "Send one request a line; batches are not served.")
        }
        guard let identifier = MessageIdentifier(fields["id"]) else {
            throw Self.refusal(.null, "`id` is missing, or neither a whole number nor a string", "Give every request an id; nothing was done.")
        }
        guard fields["jsonrpc"] == .string("2.0") else {
            throw Self.refusal(identifier, "`jsonrpc` is not \"2.0\"", "Add \"jsonrpc\": \"2.0\" to the request.")
        }
        guard case .string(let name) = fields["method"] else {
            throw Self.refusal(identifier, "`method` is missing or not a string", "Name one of the methods in docs/control-protocol.md.")
        }
        guard let method = Method(rawValue: name) else {
            throw Refusal(
                identifier: identifier,
                failure: ControlFailure(
                    .protocol(.unknownMethod), message: "there is no method `\(name.prefix(64))`",
                    remedy: "The methods are \(Method.allCases.map(\.rawValue).joined(separator: ", "))."))
        }
        self.identifier = identifier
        self.method = method
        parameters = fields["params"] ?? .object([:])
    }

    private static func refusal(_ identifier: MessageIdentifier, _ message: String, _ remedy: String) -> Refusal {
        Refusal(identifier: identifier, failure: ControlFailure(.protocol(.invalidRequest), message: message, remedy: remedy))
    }
}
