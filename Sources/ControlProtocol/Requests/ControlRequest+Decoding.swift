import FoundationEssentials

extension ControlRequest {
    /// The typed and checked parameters of a request.
    /// - Throws: ``ControlFailure`` with `protocol.invalidParameters` and the field that is missing, unknown, of the wrong type or out of range.
    public init(_ parameters: JSONValue) throws(ControlFailure) {
        guard case .object(let object) = parameters else {
            throw .invalid("params", "`params` is not an object", "Name the parameters of \(Self.method.rawValue): \(Self.fieldList).")
        }
        if let unknown = object.keys.sorted().first(where: { !Self.fields.contains($0) }) {
            throw .invalid(unknown, "\(Self.method.rawValue) has no parameter `\(unknown.prefix(64))`", "Its parameters are: \(Self.fieldList).")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(parameters))
        } catch let error as DecodingError {
            throw Self.failure(for: error)
        } catch {
            throw .invalid("params", "`params` cannot be read: \(error)", "Its parameters are: \(Self.fieldList).")
        }
        try check()
    }

    private static var fieldList: String { fields.isEmpty ? "none" : fields.joined(separator: ", ") }

    private static func failure(for error: DecodingError) -> ControlFailure {
        switch error {
        case .keyNotFound(let key, let context):
            let field = path(context.codingPath + [key])
            return .invalid(field, "`\(field)` is missing", "The parameters of \(method.rawValue) are: \(fieldList).")
        case .typeMismatch(let type, let context):
            let field = path(context.codingPath)
            return .invalid(field, "`\(field)` is not \(word(for: type))", "See \(method.rawValue) in docs/control-protocol.md.")
        case .valueNotFound(let type, let context):
            let field = path(context.codingPath)
            return .invalid(field, "`\(field)` is null, not \(word(for: type))", "See \(method.rawValue) in docs/control-protocol.md.")
        case .dataCorrupted(let context):
            let field = path(context.codingPath)
            return .invalid(field, "`\(field)` has a value that is not one of those allowed", "See \(method.rawValue) in docs/control-protocol.md.")
        @unknown default:
            return .invalid("params", "`params` cannot be read: \(error)", "The parameters of \(method.rawValue) are: \(fieldList).")
        }
    }

    /// `points.0.1`
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "params" : keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Double.Type, is Int.Type: "a number"
        case is [Any].Type: "a list"
        default: "of the right type"
        }
    }
}
