/// How much of one phase there is at a place of the film, in moles of atoms: `0...1`, all of them together 1.
public struct FilmPhase: Hashable, Sendable {
    /// The phase's name in the database; both sides of a miscibility gap have the same.
    public var phase: String
    public var fraction: Double
    /// The composition of the phase itself, mole fraction of the second component.
    public var moleFraction: Double

    public init(phase: String, fraction: Double, moleFraction: Double) {
        self.phase = phase
        self.fraction = fraction
        self.moleFraction = moleFraction
    }
}
