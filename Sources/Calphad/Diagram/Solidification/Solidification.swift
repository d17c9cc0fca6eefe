/// How an alloy freezes, as data: what forms at which temperature, and how much.
public struct Solidification: Sendable, Equatable, Codable {
    public enum Model: String, Sendable, Codable, CaseIterable {
        /// Scheil and Gulliver: the liquid is mixed, what is solid stays as it froze.
        case scheil
        /// The lever rule: everything is in equilibrium at every temperature.
        case equilibrium
    }

    /// Why the calculation ended.
    public enum End: String, Sendable, Codable, CaseIterable {
        /// The rest of the liquid froze at one temperature.
        case invariant
        /// The last liquid was used up over a range of temperature.
        case solidus
        /// The liquid fraction that was asked for is reached, and the liquid still freezes over a range.
        case residualLiquid
        /// The lowest temperature is reached.
        case lowestTemperature
    }

    public struct PhaseAmount: Sendable, Equatable, Codable {
        public var phase: String
        /// Moles of atoms in the phase per mole of atoms of the alloy, 0...1. Under Scheil's rule all that has frozen so far.
        public var amount: Double
        /// Mean mole fractions of that amount, in the order of ``Solidification/components``.
        public var x: [Double]
    }

    public struct Step: Sendable, Equatable, Codable {
        /// Kelvin.
        public var temperature: Double
        /// Moles of atoms in the liquid per mole of atoms of the alloy.
        public var liquidFraction: Double
        /// Mole fractions of the liquid (of all liquids together); nil when there is none.
        public var liquid: [Double]?
        public var solids: [PhaseAmount]
    }

    /// A solid that begins to form, or the end.
    public struct Event: Sendable, Equatable, Codable {
        /// Kelvin.
        public var temperature: Double
        /// Moles of atoms in the liquid per mole of atoms of the alloy, before the event.
        public var liquidFraction: Double
        /// What forms from the liquid just below.
        public var phases: [String]
        /// Whether the liquid freezes at this one temperature.
        public var isInvariant: Bool
    }

    public var model: Model
    public var components: [String]
    /// The file it was computed from.
    public var database: String
    /// Of the alloy.
    public var moleFractions: [Double]
    /// Kelvin, where the first solid forms.
    public var liquidus: Double
    /// Kelvin, where it ended.
    public var finalTemperature: Double
    public var end: End
    public var events: [Event]
    public var steps: [Step]
    /// What there is at the end.
    public var phases: [PhaseAmount]
    /// Liquid at the end, moles of atoms per mole of atoms.
    public var residualLiquid: Double
    /// Largest difference, over the components, between the alloy and the sum of its parts at the end, mole fraction.
    public var massBalanceError: Double
    public var warnings: [String]
}
