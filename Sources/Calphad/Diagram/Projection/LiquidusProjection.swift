/// The liquidus projection of a ternary as data: where the liquid begins to freeze, and to what.
///
/// A composition is a list of mole fractions in the order of ``components``; temperatures are kelvin. In JSON the names are those of the
/// properties.
public struct LiquidusProjection: Sendable, Equatable, Codable {
    /// A phase at a composition.
    public struct PhasePoint: Sendable, Equatable, Codable {
        public var phase: String
        public var x: [Double]
    }

    /// A liquid and three other phases in equilibrium.
    public struct Invariant: Sendable, Equatable, Codable {
        /// Kelvin.
        public var temperature: Double
        public var kind: LiquidusReaction.Kind
        /// The liquid first; a second liquid repeats the name.
        public var phases: [PhasePoint]
        /// What disappears on cooling, and what forms.
        public var reactants: [String]
        public var products: [String]
        /// Largest distance of a phase's energy from the common tangent plane, evaluated anew, J per mole of atoms.
        public var residual: Double
    }

    /// A liquid and two other phases at an invariant of a binary.
    public struct BinaryInvariant: Sendable, Equatable, Codable {
        public var temperature: Double
        /// The liquid first.
        public var phases: [PhasePoint]
    }

    /// What a line ends at.
    public struct End: Sendable, Equatable, Codable {
        public enum Kind: String, Sendable, Codable, CaseIterable {
            case invariant, binaryInvariant
            /// Two liquids, or two solids of one phase, become one.
            case critical
            case closed
            /// The trace stopped for a reason that `warnings` gives.
            case unresolved
        }
        public var kind: Kind
        /// Place in ``invariants`` or ``binaryInvariants``.
        public var index: Int?
    }

    /// A monovariant line: compositions of a liquid in equilibrium with two other phases.
    public struct Line: Sendable, Equatable, Codable {
        public struct Point: Sendable, Equatable, Codable {
            public var temperature: Double
            /// Of the liquid.
            public var x: [Double]
            /// Of the two other phases, in the order of ``phases``.
            public var others: [[Double]]
            /// Whether one of the two dissolves on cooling while the other forms. Otherwise both form.
            public var isPeritectic: Bool
        }
        public var phases: [String]
        public var points: [Point]
        public var start: End
        public var end: End
    }

    /// Where the temperature along a line has a maximum or minimum: the liquid lies on the tie-line between the two other phases (van
    /// Alkemade's rule), so that the three of them make a quasi-binary invariant. A maximum is a saddle of the liquidus surface.
    public struct Extremum: Sendable, Equatable, Codable {
        public var temperature: Double
        public var x: [Double]
        public var phases: [String]
        public var isMaximum: Bool
        /// Place in ``lines``.
        public var line: Int
    }

    /// Compositions from which one phase forms first; with the name of the liquid, a field of two liquids.
    public struct Field: Sendable, Equatable, Codable {
        public var phase: String
        /// Part of the triangle, 0...1; all fields together make 1.
        public var area: Double
        /// A composition well inside, for a label.
        public var label: [Double]
        /// The boundary, first point repeated at the end; holes are further rings.
        public var rings: [[[Double]]]
    }

    /// Compositions that begin to freeze at one temperature.
    public struct Isotherm: Sendable, Equatable, Codable {
        public struct Curve: Sendable, Equatable, Codable {
            /// What forms first.
            public var phase: String
            public var x: [[Double]]
        }
        public var temperature: Double
        public var curves: [Curve]
    }

    /// The fields compared with equilibria that had no part in finding them: seeded random compositions, each solved by the global search just
    /// above and just below the liquidus.
    public struct Check: Sendable, Equatable, Codable {
        public var samples: Int
        /// Those at which another phase forms first, or at another temperature, farther than the tolerance from any line.
        public var differing: Int
        /// Those at which the projection's own solver finds no liquidus.
        public var withoutLiquidus: Int
        /// Those at which the global search has no answer: next to a critical point, two liquids are too alike.
        public var unsolved: Int
        public var seed: UInt64
    }

    /// Three.
    public var components: [String]
    /// The name of the liquid in the database.
    public var liquid: String
    /// The file it was computed from.
    public var database: String
    public var invariants: [Invariant]
    public var binaryInvariants: [BinaryInvariant]
    public var lines: [Line]
    public var extrema: [Extremum]
    public var fields: [Field]
    public var isotherms: [Isotherm]
    /// The lowest and highest liquidus found, kelvin.
    public var lowest: PhasePoint
    public var lowestTemperature: Double
    public var highestTemperature: Double
    public var check: Check
    /// What a reader should know; one sentence each.
    public var warnings: [String]
}
