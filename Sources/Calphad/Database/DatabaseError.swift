/// What is wrong with a thermodynamic database, and where.
public struct DatabaseError: Error, Sendable, Equatable {
    /// Switch on this; the raw value is stable.
    public enum Code: String, Sendable, CaseIterable {
        case emptyFile, notADatabase, unterminatedStatement, malformedStatement, malformedExpression, tooDeep, tooComplex
        case undefinedFunction, cyclicFunction, undefinedPhase, unknownComponent, unsupportedPhase, unknownParameter
    }

    public var code: Code
    public var file: String
    /// Counted from 1; 0 when the error belongs to no place in the file.
    public var line: Int
    /// Counted from 1, in bytes; 0 when the error belongs to no place in the file.
    public var column: Int
    /// The text that could not be used, at most 60 characters of it.
    public var offendingText: String
    /// What happened, with names and numbers.
    public var message: String
    /// What a person can do about it.
    public var remedy: String

    public init(
        _ code: Code, file: String, line: Int = 0, column: Int = 0, offendingText: String = "", message: String, remedy: String
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.offendingText = offendingText
        self.message = message
        self.remedy = remedy
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column): " : "\(file): "
        let quoted = offendingText.isEmpty ? "" : " at `\(offendingText)`"
        return "\(place)\(message)\(quoted). \(remedy)"
    }
}
