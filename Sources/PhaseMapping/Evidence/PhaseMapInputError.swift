/// What is wrong with evidence or with a model, and what to give instead.
public struct PhaseMapInputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is meant: `structure[3].probabilities`.
    public var field: String
    public var message: String
    public var remedy: String

    public init(field: String, message: String, remedy: String) {
        self.field = field
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(field): \(message). \(remedy)" }
}
