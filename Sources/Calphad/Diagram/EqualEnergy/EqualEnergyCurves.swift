/// The curves of a binary on which two phases of one composition have the same Gibbs energy, the T0 curves: above and below them one phase
/// can become the other without diffusion (Hillert, Phase Equilibria, Phase Diagrams and Phase Transformations, 2nd ed., 2008).
///
/// Each phase is taken at internal equilibrium and as one piece, inside its own miscibility gaps too.
public struct EqualEnergyCurves: Sendable, Equatable, Codable {
    public struct Point: Sendable, Equatable, Codable {
        /// Mole fraction of the second component, 0...1.
        public var x: Double
        /// Kelvin.
        public var temperature: Double
        /// Difference of the Gibbs energies there, evaluated anew, J per mole of atoms.
        public var residual: Double
    }

    /// Two, the second one's mole fraction is `x`.
    public var components: [String]
    public var database: String
    /// Two.
    public var phases: [String]
    /// Kelvin, where crossings were looked for.
    public var temperatures: ClosedRange<Double>
    /// In the order of `x`; where two curves meet, at a highest or lowest composition, both end.
    public var curves: [[Point]]
    /// One sentence each.
    public var warnings: [String]
}
