/// Everything that decides what the simulated instruments of a phase map answer: the hidden map, its labels, the properties on it.
///
/// Written as YAML in `config/benches`; the daemon refuses to open these files.
public struct MapBenchSpecification: Hashable, Sendable {
    public var name: String
    /// The regions of the hidden map by name; the truth speaks of them by their positions here.
    public var regions: [String]
    /// The name that labels are given in: a structure source of the campaign.
    public var source: String
    /// The chance that a label is one of the others.
    public var errorRate: Double
    /// Lab time that the meter takes over a sample, seconds.
    public var measurementSeconds: Double
    public var truth: Truth

    public enum Truth: Hashable, Sendable {
        case disc(DiscSpecification)
        case library(LibrarySpecification)
    }
}

/// A disc in the first two coordinates: region 1 inside, region 0 outside and on its rim.
public struct DiscSpecification: Hashable, Sendable {
    /// A property that is another Gaussian process in each region: covariance `σ² exp(−d²/2ℓ²)`, one draw a seed.
    public struct Property: Hashable, Sendable {
        public var name: String
        /// Of region 0 and region 1.
        public var means: [Double]
        public var standardDeviation: Double
        public var length: Double
        /// One standard deviation of a measurement.
        public var noise: Double
    }

    public var centre: [Double]
    public var radius: Double
    /// How far from the centre, along each coordinate, anything is ever asked for.
    public var extent: Double
    public var properties: [Property]
}

/// Samples that somebody measured, served again: paths are relative to the bench file.
public struct LibrarySpecification: Hashable, Sendable {
    /// The order in which a place is told, by the names in the first line of ``compositions``; empty for the order of that line.
    public var axes: [String]
    /// One line a sample, after a line of names: mole fractions.
    public var compositions: String
    /// One number a sample …
    public var regions: String
    /// … and the number of each region, in the order of the bench's regions.
    public var numbers: [Int]
    /// The first line has the angles, degrees two-theta; then one line of intensities a sample.
    public var patterns: String
    /// Ångström.
    public var wavelength: Double
    /// What an exposure takes, seconds; the intensities are what they are.
    public var exposureSeconds: Double
    /// One line a sample, columns separated by commas.
    public var property: String
    public var propertyName: String
    /// `1...`
    public var propertyColumn: Int
    /// One standard deviation of a value, as the bench states it; nothing is added to the values.
    public var propertyStandardDeviation: Double
}
