/// What is wrong with a pattern, or with the text that should hold one.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Switch on this. The raw value also travels to other programs, so it never changes.
    public enum Code: String, Sendable, CaseIterable, Codable {
        case tooLarge, notText, malformedLine, malformedHeader, notFinite, negativeCounts, anglesNotRising, angleOutOfRange, empty
        case missingHeader, wrongWavelength, peakNotCovered, tooFewChannels
    }

    public var code: Code
    /// `1...` in the text, or `nil` where the whole pattern is meant.
    public var line: Int?
    /// What was found, with numbers and units.
    public var message: String
    /// What a person can do about it.
    public var remedy: String

    public init(_ code: Code, line: Int? = nil, message: String, remedy: String) {
        self.code = code
        self.line = line
        self.message = message
        self.remedy = remedy
    }

    public var description: String { (line.map { "line \($0): " } ?? "") + "\(message). \(remedy)" }
}
