/// Something in a database that a person should look at: where it is, how much it matters, and what can be done.
public struct DatabaseFinding: Sendable, Equatable, Encodable {
    public enum Severity: String, Sendable, Encodable, CaseIterable {
        /// Something asked of the database will fail, or be wrong.
        case error
        /// Probably a mistake, or a gap that changes results.
        case warning
        /// Common in published files, and worth knowing.
        case note
    }

    /// What kind of thing it is; the raw value is stable.
    public enum Code: String, Sendable, Encodable, CaseIterable {
        case undefinedFunction, givenTwice, unknownStatement, skippedText, undefinedTypeCode, parameterWithoutPhase
        case unsupportedModel, wrongConstituents, noNumber, suspiciousSize, valueJump, slopeJump
        case missingLatticeStability, missingEndMembers, phaseWithoutEnergy, phaseWithoutAtoms, disorderedPart, elementWithoutPhase
        case unassessedBinary, partlyAssessedBinary, ternaries, unusedFunction, missingMolarMass, tooManyEndMembers
    }

    public var severity: Severity
    public var code: Code
    /// Of the file, from 1; nil when it belongs to no single line.
    public var line: Int?
    /// The phase, parameter, function or elements it is about.
    public var subject: String
    /// What was found, with numbers and units.
    public var message: String
    /// What a person can do about it.
    public var remedy: String

    init(_ severity: Severity, _ code: Code, line: Int?, subject: String, _ message: String, remedy: String) {
        self.severity = severity
        self.code = code
        self.line = line
        self.subject = subject
        self.message = message
        self.remedy = remedy
    }
}

extension Database {
    /// Everything in the database that a person should look at: errors first, then warnings, then notes, each in the order of the file.
    ///
    /// What the file leaves out can be right (a compound nobody has measured, a gas without interactions); the severities are for files of alloys.
    public func findings() -> [DatabaseFinding] {
        let all =
            readings + unsupportedModels() + wrongConstituents() + suspiciousValues() + jumps() + missingEndMembers() + unreachable()
            + assessments() + unusedFunctions()
        return DatabaseFinding.Severity.allCases.flatMap { severity in
            all.filter { $0.severity == severity }.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
                .map(\.element)
        }
    }
}
