#if canImport(Glibc)
    import Glibc
#endif

/// The inverse temperatures `0 = β₀ < … < β_K = 1` of parallel tempering, and what the swaps between neighbours taught about them.
///
/// After Syed, Bouchard-Côté, Deligiannidis and Doucet 2022 (J. R. Stat. Soc. B 84, 321): swaps go in turn over the even and the odd neighbours, so that
/// states travel instead of diffusing; the rate of round trips depends on the ladder only through the sum of the rejections `Λ`, the communication barrier,
/// and is best where all neighbours reject alike.
public struct TemperatureLadder: Sendable, Hashable {
    /// Rising from 0 to 1.
    public let inverseTemperatures: [Double]
    /// Of each pair of neighbours: sum of the probabilities of rejection, and how many swaps were tried.
    private var rejections: [Double]
    private var trials: [Int]
    /// Of each pair of neighbours: the sum of `L^Δβ` over states of the lower rung, and of `L^-Δβ` over those of the upper one.
    private var forward: [LogSum]
    private var backward: [LogSum]

    public init(inverseTemperatures: [Double]) {
        precondition(
            inverseTemperatures.count >= 2 && inverseTemperatures.first == 0 && inverseTemperatures.last == 1,
            "a ladder stands on 0 and ends at 1")
        self.inverseTemperatures = inverseTemperatures
        let pairs = inverseTemperatures.count - 1
        rejections = Array(repeating: 0, count: pairs)
        trials = Array(repeating: 0, count: pairs)
        forward = Array(repeating: LogSum(), count: pairs)
        backward = forward
    }

    /// `βₖ = (k/K)^power`: where `β` is a power of the likelihood, denser near the prior, where it changes most.
    public init(rungs: Int, power: Double) {
        self.init(inverseTemperatures: (0..<rungs).map { $0 == rungs - 1 ? 1 : pow(Double($0) / Double(rungs - 1), power) })
    }

    /// Notes what two neighbouring rungs think of each other's states, swapped or not.
    /// - Parameters:
    ///   - pair: The number of the lower rung.
    ///   - lower: By how much the log density of the upper rung exceeds that of the lower one, at the lower rung's state. Where a likelihood is tempered,
    ///     `(β' − β) log L`.
    ///   - upper: Likewise at the upper rung's state.
    /// - Returns: The log of the probability of the swap, capped at 0.
    public mutating func observe(pair: Int, lower: Double, upper: Double) -> Double {
        let logRatio = upper == -.infinity ? 0 : lower == -.infinity ? -.infinity : min(0, lower - upper)
        rejections[pair] += 1 - exp(logRatio)
        trials[pair] += 1
        forward[pair].add(lower)
        backward[pair].add(-upper)
        return logRatio
    }

    /// Mean probability that a swap is rejected, pair by pair.
    public var rejectionRates: [Double] { zip(rejections, trials).map { $1 > 0 ? $0 / Double($1) : 0 } }

    /// `Λ`: round trips take at least `2 + 2Λ` swaps.
    public var communicationBarrier: Double { rejectionRates.reduce(0, +) }

    /// A new ladder whose neighbours would reject alike, by linear interpolation of the barrier.
    public func respaced(rungs: Int) -> TemperatureLadder {
        // Rungs that never reject still stand apart.
        let lengths = rejectionRates.map { max($0, 1e-3) }
        let total = lengths.reduce(0, +)
        var result = [0.0]
        var pair = 0
        var passed = 0.0
        for rung in 1..<(rungs - 1) {
            let wanted = total * Double(rung) / Double(rungs - 1)
            while pair < lengths.count - 1, passed + lengths[pair] < wanted {
                passed += lengths[pair]
                pair += 1
            }
            let share = min(1, (wanted - passed) / lengths[pair])
            let value = inverseTemperatures[pair] + share * (inverseTemperatures[pair + 1] - inverseTemperatures[pair])
            result.append(max(value, (result.last ?? 0) + 1e-12))
        }
        return TemperatureLadder(inverseTemperatures: result + [1])
    }

    /// `log` of the mean of the likelihood over the lowest rung, by stepping stones (Xie et al. 2011, Syst. Biol. 60, 150), once upwards and once downwards: where the two differ by much, rungs
    /// are too far apart or have not mixed.
    public var logEvidence: (upwards: Double, downwards: Double) {
        (forward.reduce(0) { $0 + $1.logMean }, -backward.reduce(0) { $0 + $1.logMean })
    }
}

/// `log Σ exp(x)` without overflow.
struct LogSum: Sendable, Hashable {
    private var largest = -Double.infinity
    private var sum = 0.0
    private var count = 0

    mutating func add(_ value: Double) {
        count += 1
        guard value > -.infinity else { return }
        if value > largest {
            sum = sum * exp(largest - value) + 1
            largest = value
        } else {
            sum += exp(value - largest)
        }
    }

    /// `-∞` for none.
    var logMean: Double { largest + log(sum / Double(max(count, 1))) }
}
