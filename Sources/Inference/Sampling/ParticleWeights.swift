#if canImport(Glibc)
    import Glibc
#endif

/// Weights of a cloud of draws, as their logarithms up to a constant: what sequential Monte Carlo (Del Moral, Doucet and Jasra 2006, J. R. Stat. Soc. B
/// 68, 411; Chopin 2002, Biometrika 89, 539) does between its moves.
public struct ParticleWeights: Sendable, Hashable {
    /// `-∞` for a draw that is impossible; never NaN.
    public private(set) var logarithms: [Double]

    /// Bisections of an exponent: enough for a millionth of it.
    private static let maximumBisections = 40

    /// Equal ones.
    public init(count: Int) { logarithms = Array(repeating: 0, count: count) }

    /// They sum to one; all equal if every draw is impossible.
    public var normalised: [Double] {
        guard let largest = logarithms.max(), largest > -.infinity else {
            return Array(repeating: 1 / Double(max(logarithms.count, 1)), count: logarithms.count)
        }
        let weights = logarithms.map { exp($0 - largest) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// `1/Σ w²`: how many equally weighted draws would be as good (Kong, Liu and Wong 1994); 0 if every draw is impossible.
    public var effectiveCount: Double {
        guard logarithms.contains(where: { $0 > -.infinity }) else { return 0 }
        return 1 / normalised.reduce(0) { $0 + $1 * $1 }
    }

    /// Multiplies every weight by `exp(exponent · change)`.
    public mutating func multiply(byExponentOf changes: [Double], exponent: Double = 1) {
        precondition(changes.count == logarithms.count, "every draw has a change")
        guard exponent > 0 else { return }
        for (index, change) in changes.enumerated() where logarithms[index] > -.infinity {
            logarithms[index] += exponent * (change.isNaN ? -.infinity : change)
        }
    }

    /// The largest exponent, at most `limit`, at which ``multiply(byExponentOf:exponent:)`` leaves so many effective draws; the smallest that makes progress
    /// if none does.
    public func exponent(of changes: [Double], keeping effective: Double, limit: Double) -> Double {
        func count(_ exponent: Double) -> Double {
            var moved = self
            moved.multiply(byExponentOf: changes, exponent: exponent)
            return moved.effectiveCount
        }
        guard count(limit) < effective else { return limit }
        var (low, high) = (0.0, limit)
        for _ in 0..<Self.maximumBisections {
            let middle = 0.5 * (low + high)
            if count(middle) < effective { high = middle } else { low = middle }
        }
        // Impossible draws go at any exponent, so that even the smallest may leave too few; it must not be zero, or nothing would ever change.
        return max(low, limit * 0x1p-40)
    }

    /// Which draws go on, by systematic resampling (Kitagawa 1996, J. Comput. Graph. Stat. 5, 1): as many as there are, in order, each about as often
    /// as its weight says.
    public func resampled(_ stream: inout RandomStream) -> [Int] {
        let weights = normalised
        let count = weights.count
        var chosen: [Int] = []
        chosen.reserveCapacity(count)
        let start = stream.uniform()
        var cumulative = 0.0
        for (index, weight) in weights.enumerated() {
            cumulative += weight * Double(count)
            while chosen.count < count, Double(chosen.count) + start < cumulative { chosen.append(index) }
        }
        // Rounding may leave the last place open.
        let last = weights.lastIndex { $0 > 0 } ?? 0
        while chosen.count < count { chosen.append(last) }
        return chosen
    }
}
