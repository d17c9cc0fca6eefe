/// Why an assessment cannot be made, or a datum not be used.
public struct AssessmentError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// A datum names what the system does not have, or holds numbers that cannot be.
        case invalidDatum
        /// A free coefficient is none.
        case invalidCoefficient
        /// The fit ended away from a maximum.
        case notConverged
        /// A file of data cannot be read.
        case unreadableData
    }

    public var code: Code
    /// What happened, with names and numbers.
    public var message: String
    /// What a person can do about it.
    public var remedy: String

    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message). \(remedy)" }
}
