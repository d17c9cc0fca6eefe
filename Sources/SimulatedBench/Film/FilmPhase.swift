/// How much of one phase there is at a place of the film, in moles of atoms: `0...1`, all of them together 1.
public struct FilmPhase: Hashable, Sendable {
    /// The phase's name in the database.
    public var phase: String
    public var fraction: Double

    public init(phase: String, fraction: Double) {
        self.phase = phase
        self.fraction = fraction
    }
}
