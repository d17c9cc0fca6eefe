internal import LinearAlgebra

/// Which datum constrains which coefficient.
public struct Leverage: Sendable, Equatable {
    /// Place of the datum in ``Assessment/data``.
    public var datum: Int
    /// Its part of all that is known of each coefficient, 0...1: over all data and the prior these sum to 1.
    public var shares: [Double]
    /// How much of the datum is fitted by itself, 0...1: near 1 nothing else says what it says.
    public var selfInfluence: Double
    /// In standard errors.
    public var deviates: [Double]
}

extension ParameterPosterior {
    /// `Σ = Σ (Σ_i w_i j_i j_iᵀ + Λ) Σ`, so the variance of each coefficient is a sum over data and prior: the larger a term, the more that datum says.
    ///
    /// Terms are those of the weights of Fisher's information, which are not negative; they are scaled to sum to 1 with the prior's.
    public func leverages() -> [Leverage] {
        let evaluator = assessment.evaluator
        let count = free.count
        var result: [Leverage] = []
        for datum in evaluator.rows.indices {
            var one = Leverage(datum: datum, shares: .init(repeating: 0, count: count), selfInfluence: 0, deviates: [])
            for place in evaluator.offsets[datum]..<evaluator.offsets[datum + 1] {
                let deviate = evaluator.deviates[place]
                one.deviates.append(deviate.value)
                guard deviate.kind != .unusable else { continue }
                let row = evaluator.whitened(place, scales)
                let weight = deviate.loss.value(deviate.value).weight
                let answer = covariance * row
                for c in 0..<count { one.shares[c] += weight * answer[c] * answer[c] }
                one.selfInfluence += weight * zip(row, answer).reduce(0) { $0 + $1.0 * $1.1 }
            }
            result.append(one)
        }
        for c in 0..<count {
            let sum = result.reduce(priorTerm(c)) { $0 + $1.shares[c] }
            guard sum > 0 else { continue }
            for index in result.indices { result[index].shares[c] /= sum }
        }
        return result
    }

    /// The prior's term in the variance of a coefficient.
    private func priorTerm(_ coefficient: Int) -> Double {
        (0..<free.count).reduce(0) { $0 + covariance[coefficient, $1] * covariance[coefficient, $1] }
    }

    /// What the data do not say, one sentence each, with numbers; empty when every coefficient is known from the data.
    public func unidentified() -> [String] {
        var result: [String] = []
        var isNamed = [Bool](repeating: false, count: free.count)
        for (c, one) in free.enumerated() where covariance[c, c].squareRoot() > Self.looseShare {
            isNamed[c] = true
            let share = Self.percent(covariance[c, c].squareRoot())
            result.append(
                "The data say next to nothing of \(one): its standard error, \(Self.short(standardDeviations[c])) \(one.form.unit), is \(share) of the prior's."
            )
        }
        for first in free.indices {
            for second in free.indices where second > first && !isNamed[first] && !isNamed[second] {
                let correlation = correlation(first, second)
                guard abs(correlation) > Self.tightCorrelation else { continue }
                let ratio = covariance(first, second) / covariance(second, second)
                let rest = standardDeviations[first] * (1 - correlation * correlation).squareRoot()
                result.append(
                    "\(free[first]) and \(free[second]) are known together rather than each: when the second grows by 1 \(free[second].form.unit), the first goes by \(Self.short(ratio)) \(free[first].form.unit) (correlation \(Self.short(correlation))); with the second fixed, the first would be known to \(Self.short(rest)) \(free[first].form.unit)."
                )
            }
        }
        return result
    }

    /// Of the prior's standard deviation: above it the data add less than half of what is known.
    private static let looseShare = 0.7
    private static let tightCorrelation = 0.98

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

    /// Three significant digits.
    static func short(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return "\(value)" }
        var scale = 1.0
        while abs(value) * scale < 100, scale < 1e12 { scale *= 10 }
        while abs(value) * scale >= 1000, scale > 1e-12 { scale /= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
