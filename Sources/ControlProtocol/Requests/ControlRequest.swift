/// The parameters of one method, with the type of its reply: so that client and daemon cannot disagree on either.
public protocol ControlRequest: Codable, Hashable, Sendable {
    associatedtype Reply: Codable & Sendable
    static var method: Method { get }
    /// The names of the parameters; any other name is refused, since a misspelt limit must not be a limit left out.
    static var fields: [String] { get }
    /// - Throws: ``ControlFailure`` with `protocol.invalidParameters` and the field whose value is outside its range.
    func check() throws(ControlFailure)
}

extension ControlRequest {
    public func check() throws(ControlFailure) {}

    func requireText(_ text: String, _ field: String) throws(ControlFailure) {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw .invalid(field, "`\(field)` is empty", "Say it in a few words; it is kept in the journal.")
        }
        guard text.utf8.count <= maximumReasonBytes else {
            throw .invalid(field, "`\(field)` has \(text.utf8.count) bytes, \(maximumReasonBytes) are allowed", "Shorten it.")
        }
    }
}

/// A reason or a name is a sentence, not a document.
private let maximumReasonBytes = 4096

extension ControlFailure {
    static func invalid(_ field: String, _ message: String, _ remedy: String) -> ControlFailure {
        var failure = ControlFailure(.protocol(.invalidParameters), message: message, remedy: remedy)
        failure.field = field
        return failure
    }
}
