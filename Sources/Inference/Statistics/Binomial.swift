#if canImport(Glibc)
    import Glibc
#endif

/// How often something of probability ``probability`` happens in ``trials`` independent trials.
public struct Binomial: Sendable, Hashable {
    public let trials: Int
    public let probability: Double

    /// - Parameters:
    ///   - trials: At least 0.
    ///   - probability: Strictly between 0 and 1.
    public init(trials: Int, probability: Double) {
        precondition(trials >= 0 && probability > 0 && probability < 1, "a binomial distribution needs trials and a probability between 0 and 1")
        self.trials = trials
        self.probability = probability
    }

    /// The probability of at most `count` successes, good to 1e-12 relative up to 10 000 trials.
    public func cumulative(_ count: Int) -> Double {
        guard count >= 0 else { return 0 }
        guard count < trials else { return 1 }
        // In logarithms, since 0.5 to the power of 10 000 is no double; each term follows from the one before by p/(1−p) · (n−k)/(k+1).
        var logTerm = Double(trials) * log1p(-probability)
        let logOdds = log(probability) - log1p(-probability)
        var sum = 0.0
        for successes in 0...count {
            sum += exp(logTerm)
            logTerm += logOdds + log(Double(trials - successes) / Double(successes + 1))
        }
        return min(sum, 1)
    }

    /// The smallest count of which the cumulative probability reaches `share`, `0...1`.
    public func quantile(_ share: Double) -> Int {
        var (low, high) = (0, trials)
        while low < high {
            let middle = (low + high) / 2
            if cumulative(middle) >= share { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The counts that chance leaves with at least probability `share`, with as much beyond either end: exact, so a little wider than asked for.
    public func centralRange(_ share: Double) -> ClosedRange<Int> {
        let tail = (1 - share) / 2
        return quantile(tail)...quantile(1 - tail)
    }
}
