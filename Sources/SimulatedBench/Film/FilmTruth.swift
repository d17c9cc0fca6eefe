public import Calphad

/// The hidden phase diagram of the film: a published assessment, with some of its parameters moved.
///
/// It knows thermodynamics only through `Calphad`, as any user does.
public struct FilmTruth: Sendable {
    /// Components, phases and shifted parameters, solved where the bench needs them; public for those who score a campaign against it.
    public let system: BinarySystem

    /// - Parameter database: The text of the TDB file, and the name that messages give it.
    /// - Throws: `DatabaseError` or `EquilibriumError` if the truth does not fit the database.
    public init(_ specification: TruthSpecification, database text: String, file: String) throws {
        let database = try Database(parsing: text, file: file)
        let identifiers = try specification.shifts.map { try ParameterIdentifier($0.parameter) }
        var system = try BinarySystem(
            database, components: (specification.components[0], specification.components[1]), phases: specification.phases, free: identifiers)
        system.shifts = specification.shifts.map(\.joulesPerMole)
        self.system = system
    }

    /// A truth that a study has drawn.
    public init(_ system: BinarySystem) { self.system = system }

    /// The phases along the composition axis at one temperature, kelvin.
    /// - Throws: `EquilibriumError`.
    func section(kelvin: Double) throws -> FilmSection {
        let tieLines = try system.tieLines(atTemperature: kelvin)
        let spans = tieLines.map {
            FilmSection.Span(lower: $0.leaner.x, upper: $0.richer.x, lowerPhase: $0.leaner.phase, upperPhase: $0.richer.phase)
        }
        // Without a tie-line one phase is stable everywhere, so it can be asked for anywhere.
        let onlyPhase = try spans.isEmpty ? system.phaseFractions(atTemperature: kelvin, moleFraction: 0.5).first?.phase : nil
        return FilmSection(spans: spans, onlyPhase: onlyPhase ?? "")
    }
}
