/// A vertical section as data: temperature against composition along a line between two compositions of any number of components.
public struct Isopleth: Sendable, Equatable, Codable {
    public struct Point: Sendable, Equatable, Codable {
        /// Part of the way from the first to the second composition, 0...1.
        public var share: Double
        /// Kelvin.
        public var temperature: Double
    }

    /// What a line ends at.
    public enum End: String, Sendable, Codable, CaseIterable {
        /// A point at which two phases have the amount zero, and other lines end.
        case node
        /// The border of the section.
        case window
        /// The line turns back there and goes on as another.
        case turn
        /// The line ends where it began.
        case ring
        /// The line could not be followed farther, as `warnings` says.
        case unresolved
    }

    /// A line on which the amount of one phase is zero, or, where several change, a horizontal of an invariant. Its points are in the order of the share.
    public struct Line: Sendable, Equatable, Codable {
        /// Phases on the colder and hotter side.
        public var below: [String]
        public var above: [String]
        public var points: [Point]
        /// Of the first and the last point.
        public var ends: [End]
    }

    /// A region of the same phases, and where its label goes.
    public struct Region: Sendable, Equatable, Codable {
        public var phases: [String]
        public var label: Point
        /// Lowest and highest part of the way.
        public var shares: [Double]
        /// Kelvin: lowest and highest.
        public var temperatures: [Double]
        /// As a part of the whole section.
        public var area: Double
    }

    /// Equilibria at conditions of their own against ``regions``: every eighth is searched from nothing, the others begin at the grid.
    public struct Check: Sendable, Equatable, Codable {
        public var samples = 0
        /// Those that lie in a region of other phases, or in none.
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
