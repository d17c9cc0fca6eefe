import FoundationEssentials

/// Any JSON value: what a message is before its method says which type it has.
public enum JSONValue: Codable, Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads one JSON text, at most ``MessageLimits/maximumDepth`` deep.
    /// - Throws: ``ControlFailure`` with `protocol.notJSON` that says what is wrong.
    public init(parsing bytes: [UInt8]) throws(ControlFailure) {
        guard NestingDepth.of(bytes) <= MessageLimits.maximumDepth else {
            throw ControlFailure(
                .protocol(.notJSON), message: "the message nests deeper than \(MessageLimits.maximumDepth) levels",
                remedy: "No method needs that depth; see docs/control-protocol.md.")
        }
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch {
            throw ControlFailure(
                .protocol(.notJSON), message: "the message is not JSON: it begins with \(Self.beginning(of: bytes))",
                remedy: "Send one JSON-RPC 2.0 object on one line; see docs/control-protocol.md.")
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The first bytes of a message, as an error shows them: printable, quoted, short.
    private static func beginning(of bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        let shown = bytes.prefix(24).map { (0x20..<0x7f).contains($0) ? Character(UnicodeScalar($0)) : "?" }
        return "\"" + String(shown) + (bytes.count > 24 ? "…\"" : "\"")
    }
}
