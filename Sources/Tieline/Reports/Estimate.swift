/// A number with its uncertainty: one posterior standard deviation.
public struct Estimate: Codable, Hashable, Sendable {
    public var value: Double
    public var standardDeviation: Double

    public init(_ value: Double, standardDeviation: Double) {
        self.value = value
        self.standardDeviation = standardDeviation
    }
}

/// What is known of the invariant that a campaign looks for.
public struct InvariantEstimate: Codable, Hashable, Sendable {
    /// `eutectic`, …
    public var kind: String
    /// Kelvin.
    public var temperature: Estimate
    /// Mole fraction of the second component in the liquid.
    public var composition: Estimate
    /// Whether the sampler that made the numbers mixed; `false` says: do not trust them yet.
    public var isReliable: Bool

    public init(kind: String, temperature: Estimate, composition: Estimate, isReliable: Bool) {
        self.kind = kind
        self.temperature = temperature
        self.composition = composition
        self.isReliable = isReliable
    }
}
