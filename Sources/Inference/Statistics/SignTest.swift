/// The exact two-sided sign test of paired comparisons: whether one side wins more often than a fair coin would let it.
///
/// It asks only which of a pair is smaller and so needs no distribution, holds where some values are infinite, and counts every pair alike
/// (Conover, Practical Nonparametric Statistics, 3rd ed. 1999, section 3.4). Ties say nothing about either side and are left out.
public struct SignTest: Sendable, Hashable {
    public let wins: Int
    public let losses: Int
    public let ties: Int

    public init(wins: Int, losses: Int, ties: Int = 0) {
        precondition(wins >= 0 && losses >= 0 && ties >= 0, "counts are not negative")
        self.wins = wins
        self.losses = losses
        self.ties = ties
    }

    /// A pair is won where its first value is the smaller one. Infinite values are allowed and equal each other.
    public init(_ pairs: [(Double, Double)]) {
        self.init(wins: pairs.count { $0.0 < $0.1 }, losses: pairs.count { $0.0 > $0.1 }, ties: pairs.count { $0.0 == $0.1 })
    }

    /// The probability that a fair coin gives a split at least as uneven, `0...1`; 1 where every pair is tied.
    public var twoSidedProbability: Double {
        let decided = wins + losses
        guard decided > 0 else { return 1 }
        return min(1, 2 * Binomial(trials: decided, probability: 0.5).cumulative(min(wins, losses)))
    }
}
