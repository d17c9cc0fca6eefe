/// What a sample meter says of one sample, as it says it: labels by the names of its own regions.
public struct SampleReading: Codable, Hashable, Sendable {
    /// What one source says.
    public struct Label: Codable, Hashable, Sendable {
        public var source: String
        /// The regions that the source knows, in its own order, and the probability that it gives each.
        public var regions: [String]
        public var probabilities: [Double]

        public init(source: String, regions: [String], probabilities: [Double]) {
            self.source = source
            self.regions = regions
            self.probabilities = probabilities
        }
    }

    public var identifier: ReadingIdentifier
    /// The place that was measured: the sample's own, which need not be the one that was asked for.
    public var condition: Condition
    public var labels: [Label]
    public var properties: [PropertyMeasurement]
    /// Sources and properties of which the meter says, in so many words, that it has nothing.
    public var silent: [String]

    public init(
        identifier: ReadingIdentifier, condition: Condition, labels: [Label], properties: [PropertyMeasurement], silent: [String] = []
    ) {
        self.identifier = identifier
        self.condition = condition
        self.labels = labels
        self.properties = properties
        self.silent = silent
    }
}
