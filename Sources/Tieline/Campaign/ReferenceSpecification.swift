/// A map that somebody else has made, as one more statement of a campaign: regions of a calculation, of a computed phase diagram, or of a neighbouring system.
public struct ReferenceSpecification: Codable, Hashable, Sendable {
    /// What its regions say.
    public enum Meaning: String, Codable, Sendable, CaseIterable {
        /// Which label every place has: its regions bear the names of labels.
        case labels
        /// Only which places are alike.
        case likeness
    }

    /// The name that goes with every result: the file's.
    public var name: String
    public var says: Meaning
    /// The probability that it is right where it is sure and nothing is measured, above 0.5 and below 1.
    public var certainty: Double
    /// The reference's own regions. One that is no label of the campaign says, as a label, nothing.
    public var regions: [String]
    public var locations: [Condition]
    /// Of the reference's regions at each location; they sum to one.
    public var probabilities: [[Double]]

    public init(name: String, says: Meaning, certainty: Double, regions: [String], locations: [Condition], probabilities: [[Double]]) {
        self.name = name
        self.says = says
        self.certainty = certainty
        self.regions = regions
        self.locations = locations
        self.probabilities = probabilities
    }
}
