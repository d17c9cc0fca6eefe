/// How far a phase map has come: one look, as `tieline watch` shows it.
public struct MapProgress: Codable, Hashable, Sendable {
    /// The best value of the property that is optimised, as it was measured.
    public struct Best: Codable, Hashable, Sendable {
        public var property: String
        public var unit: String
        public var value: Double
        public var condition: Condition

        public init(property: String, unit: String, value: Double, condition: Condition) {
            self.property = property
            self.unit = unit
            self.value = value
            self.condition = condition
        }
    }

    /// The probability that a point of the map is labelled rightly, on average over the map; `nil` for a strategy that has no probabilities.
    public var expectedAccuracy: Double?
    /// What the campaign is after.
    public var wantedAccuracy: Double
    /// Regions that evidence has named, of all that the campaign declares.
    public var regionsSeen: Int
    public var regions: Int
    /// Whether the posterior is shown to have mixed; `false`, where chains disagree or only one mode was looked at, says: do not trust the accuracy yet.
    public var isReliable: Bool
    public var best: Best?

    public init(expectedAccuracy: Double?, wantedAccuracy: Double, regionsSeen: Int, regions: Int, isReliable: Bool, best: Best? = nil) {
        self.expectedAccuracy = expectedAccuracy
        self.wantedAccuracy = wantedAccuracy
        self.regionsSeen = regionsSeen
        self.regions = regions
        self.isReliable = isReliable
        self.best = best
    }
}
