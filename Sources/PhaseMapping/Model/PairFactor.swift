public import Tieline

/// That two conditions lie in one region, or in two: a factor of the likelihood, `c · S + (1 − c)(1 − S)` with `S = Σ_r P(r | x) P(r | x')`.
public struct PairFactor: Hashable, Sendable {
    public var first: Condition
    public var second: Condition
    /// `c`, the probability that both lie in one region; above ½ for a must-link, below for a cannot-link.
    public var probabilitySame: Double

    public init(_ first: Condition, _ second: Condition, probabilitySame: Double) {
        self.first = first
        self.second = second
        self.probabilitySame = probabilitySame
    }
}
