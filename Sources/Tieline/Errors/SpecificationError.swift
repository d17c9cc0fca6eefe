/// What is wrong with a file that a person wrote: where, what, and what to write instead.
public struct SpecificationError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable, Codable {
        case unreadable, notYAML, missingKey, unknownKey, wrongType, wrongUnit, outOfRange, inconsistent, forbidden
    }

    public var code: Code
    /// The file as the person named it.
    public var file: String
    /// `1...`, or `nil` when the whole file is meant.
    public var line: Int?
    /// The path of the field: `budget.patterns`.
    public var field: String
    public var message: String
    public var remedy: String

    public init(_ code: Code, file: String, line: Int?, field: String, message: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.field = field
        self.message = message
        self.remedy = remedy
    }

    public var description: String {
        let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
        return field.isEmpty ? "\(place): \(message). \(remedy)" : "\(place): \(field): \(message). \(remedy)"
    }
}
