/// Properties along a line of conditions, as data: stable phases, amounts, compositions, molar properties, activities.
public struct PropertyStep: Sendable, Equatable, Codable {
    public enum Variable: String, Sendable, Codable, CaseIterable {
        /// Kelvin.
        case temperature = "T"
        /// Part of the way between two compositions, 0...1.
        case composition = "x"
        /// Pa.
        case pressure = "P"
    }

    public struct PhaseState: Sendable, Equatable, Codable {
        public var phase: String
        /// Moles of atoms in the phase per mole of atoms.
        public var amount: Double
        public var x: [Double]
    }

    public struct Row: Sendable, Equatable, Codable {
        /// Of the variable that is stepped.
        public var value: Double
        /// Kelvin.
        public var temperature: Double
        /// Pa.
        public var pressure: Double
        public var moleFractions: [Double]
        public var phases: [PhaseState]
        /// J per mole of atoms, relative to the database's reference state.
        public var molarGibbsEnergy: Double
        public var molarEnthalpy: Double
        /// J/(mol K).
        public var molarEntropy: Double
        /// J/(mol K), at equilibrium, with the heat of phases that grow and shrink; nil at a phase change.
        public var molarHeatCapacity: Double?
        /// J/mol; nil for a component of which there is nothing.
        public var chemicalPotentials: [Double?]
        /// Relative to each pure component in its own stable phase at the same temperature.
        public var activities: [Double?]
    }

    /// Where the stable phases change.
    public struct Change: Sendable, Equatable, Codable {
        public var value: Double
        /// Phases on the side of lower and higher values; a second composition set repeats the name.
        public var below: [String]
        public var above: [String]
    }

    public var variable: Variable
    public var components: [String]
    /// The file it was computed from.
    public var database: String
    public var rows: [Row]
    public var changes: [Change]
    public var warnings: [String]
}
