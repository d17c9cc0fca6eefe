/// A binary temperature-composition diagram as data.
///
/// Temperatures are kelvin, compositions mole fractions. In JSON a composition is an object with both components, `{"BI": …, "SN": …}`.
public struct PhaseDiagram: Sendable, Equatable {
    /// A phase at a composition.
    public struct PhasePoint: Sendable, Equatable {
        public var phase: String
        /// Mole fraction of the second component.
        public var x: Double
        public init(phase: String, x: Double) {
            self.phase = phase
            self.x = x
        }
    }

    /// Three phases in equilibrium, in the order of `x`.
    public struct InvariantPoint: Sendable, Equatable {
        public var temperature: Double
        public var kind: Invariant.Kind
        public var phases: [PhasePoint]
        /// How far the three are from equilibrium by ``BinarySystem/conditionResidual(of:)``, J per mole of atoms; nil where nobody checked.
        public var residual: Double?
        public init(temperature: Double, kind: Invariant.Kind, phases: [PhasePoint], residual: Double? = nil) {
            self.temperature = temperature
            self.kind = kind
            self.phases = phases
            self.residual = residual
        }
    }

    /// Two phases in equilibrium at one temperature, the leaner first.
    public struct TieLinePoint: Sendable, Equatable {
        public var temperature: Double
        public var phases: [PhasePoint]
        public init(temperature: Double, phases: [PhasePoint]) {
            self.temperature = temperature
            self.phases = phases
        }
    }

    /// The two curves that bound one two-phase field, from its lowest to its highest temperature.
    public struct Boundary: Sendable, Equatable {
        public struct Point: Sendable, Equatable {
            public var temperature: Double
            /// Mole fractions of the second component in the leaner and in the richer phase.
            public var leaner: Double
            public var richer: Double
            public init(temperature: Double, leaner: Double, richer: Double) {
                self.temperature = temperature
                self.leaner = leaner
                self.richer = richer
            }
        }

        /// Names of the leaner and of the richer phase.
        public var phases: [String]
        public var points: [Point]
        public init(phases: [String], points: [Point]) {
            self.phases = phases
            self.points = points
        }
    }

    /// Where a two-phase field ends without a third phase.
    public struct SpecialPoint: Sendable, Equatable {
        public enum Kind: String, Sendable, Codable, CaseIterable {
            /// A pure component changes its phase: melting point, allotropic transformation.
            case pureComponent
            /// Two phases of one composition, at a maximum or minimum of the field.
            case congruent
            /// A compound changes its phase at one composition.
            case polymorphic
            /// The two phases become one: top or bottom of a miscibility gap.
            case critical
        }
        public var kind: Kind
        public var temperature: Double
        public var x: Double
        public var phases: [String]
        public init(kind: Kind, temperature: Double, x: Double, phases: [String]) {
            self.kind = kind
            self.temperature = temperature
            self.x = x
            self.phases = phases
        }
    }

    /// Two, the second one's mole fraction is `x`.
    public var components: [String]
    /// The file the diagram was computed from.
    public var database: String
    /// Kelvin, where the diagram was computed.
    public var temperatures: ClosedRange<Double>
    public var invariants: [InvariantPoint]
    public var tieLines: [TieLinePoint]
    public var boundaries: [Boundary]
    public var specialPoints: [SpecialPoint]
    /// What a reader should know, as an extrapolation beyond the database's range; one sentence each.
    public var warnings: [String]

    public init(
        components: [String], database: String, temperatures: ClosedRange<Double>, invariants: [InvariantPoint], tieLines: [TieLinePoint],
        boundaries: [Boundary], specialPoints: [SpecialPoint] = [], warnings: [String] = []
    ) {
        self.components = components
        self.database = database
        self.temperatures = temperatures
        self.invariants = invariants
        self.tieLines = tieLines
        self.boundaries = boundaries
        self.specialPoints = specialPoints
        self.warnings = warnings
    }
}
