/// A vertical section as data: temperature against composition along a line between two compositions of any number of components.
public struct Isopleth: Sendable, Equatable, Codable {
    public struct Point: Sendable, Equatable, Codable {
        /// Part of the way from the first to the second composition, 0...1.
        public var share: Double
        /// Kelvin.
        public var temperature: Double
    }

    /// A line on which the amount of one phase is zero, or, where more than one phase changes, a jump.
    public struct Line: Sendable, Equatable, Codable {
        /// Phases on the colder and hotter side.
        public var below: [String]
        public var above: [String]
        public var points: [Point]
    }

    /// A region of the same phases, and where its label goes.
    public struct Region: Sendable, Equatable, Codable {
        public var phases: [String]
        public var label: Point
        /// Points of the grid in it.
        public var samples: Int
    }

    /// Equilibria at conditions of their own, searched from nothing, beside ``regions``.
    public struct Check: Sendable, Equatable, Codable {
        public var samples = 0
        /// Those whose phases no region has.
        public var differing = 0
        /// Conditions at which no equilibrium was found.
        public var failed = 0
    }

    public var components: [String]
    /// The file the section was computed from.
    public var database: String
    public var start: [Double]
    public var end: [Double]
    /// Kelvin: lowest and highest.
    public var temperatures: [Double]
    public var lines: [Line]
    public var regions: [Region]
    public var check: Check
    /// Certified equilibria of the grid, and those for which none was found.
    public var samples: Int
    public var failures: Int
    /// How the equilibria of the grid and of the lines were certified.
    public var certification: CertificationCounts
    public var warnings: [String]
}
