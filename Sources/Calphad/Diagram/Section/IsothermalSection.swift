/// An isothermal section of a ternary as data: every field of one, two and three phases at one temperature.
///
/// A composition is a list of mole fractions in the order of ``components``. In JSON the names are those of the properties.
public struct IsothermalSection: Sendable, Equatable, Codable {
    /// A phase at a composition.
    public struct Corner: Sendable, Equatable, Codable {
        public var phase: String
        public var x: [Double]
    }

    /// Three phases in equilibrium.
    public struct TieTriangle: Sendable, Equatable, Codable {
        public var corners: [Corner]
        /// J/mol, in the order of the components.
        public var chemicalPotentials: [Double]
        /// Largest difference between the tangent plane and the phases' own energies and potentials, J per mole of atoms, evaluated anew.
        public var residual: Double
    }

    /// A tie-line: the compositions of a field's first and second phase.
    public struct TieLine: Sendable, Equatable, Codable {
        public var first: [Double]
        public var second: [Double]
    }

    /// What a two-phase field ends at.
    public enum End: String, Sendable, Codable, CaseIterable {
        case tieTriangle, binary
        /// The two phases become one.
        case critical
        /// Nothing: the field goes round a phase and ends where it began.
        case ring
        /// The trace stopped for a reason that `warnings` gives.
        case unresolved
    }

    /// A two-phase field: tie-lines from one end to the other. The field's two boundaries are the curves through their ends.
    public struct Field: Sendable, Equatable, Codable {
        public var phases: [String]
        public var tieLines: [TieLine]
        public var ends: [End]
    }

    /// A single-phase region, by the sampled compositions that lie in it.
    public struct Region: Sendable, Equatable, Codable {
        public var phase: String
        /// The composition of the region that is farthest from its boundary, for a label.
        public var x: [Double]
        /// Distance from there to the nearest boundary, as a part of the triangle's side.
        public var clearance: Double
    }

    /// How well the fields agree with certified equilibria that took no part in finding them: every twentieth is searched from nothing, the others
    /// begin at the nearest one that is known.
    public struct Check: Sendable, Equatable, Codable {
        /// Compositions at which the equilibrium was compared with the field that holds it.
        public var samples: Int
        /// Those that lie in another field, in none or in two, farther than ``AlloySystem/sectionTolerance`` from any boundary.
        public var differing: Int
        /// Compositions at which no equilibrium was found.
        public var failed = 0
        /// Equilibria of the check wherever they lie, and those of one phase.
        var all = 0
        var single = 0

        private enum CodingKeys: String, CodingKey { case samples, differing, failed }
    }

    /// Parts of the triangle's area. Fields of two and three phases are measured as they were found; those of one phase are the part of the
    /// check's equilibria that have one, 240 of even spread, known to about 0.02.
    public struct Areas: Sendable, Equatable, Codable {
        public var onePhase: Double
        public var twoPhases: Double
        public var threePhases: Double
        /// One, unless a field is lost or lies over another.
        public var sum: Double { onePhase + twoPhases + threePhases }
        /// How far from one the sum may be without a warning: what is not known of the fields of one phase.
        public static let tolerance = 0.02
    }

    /// Three.
    public var components: [String]
    /// The file the section was computed from.
    public var database: String
    /// Kelvin.
    public var temperature: Double
    public var tieTriangles: [TieTriangle]
    public var fields: [Field]
    public var regions: [Region]
    public var check: Check
    public var areas: Areas
    /// How the equilibria behind the fields were certified.
    public var certification: CertificationCounts
    /// What a reader should know; one sentence each.
    public var warnings: [String]
}
