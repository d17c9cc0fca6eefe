import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Maps drawn from everything said and nothing measured: what a statement costs or gains before any measurement, with the other statements in force.
///
/// Kernel terms are part of the prior that is drawn from; pairs and soft labels are factors, and weight the draws.
struct StatementPrior: Sendable {
    /// Draw, kernel term of the model.
    private let holds: [[Bool]]
    /// Draw, pair of the model: whether both ends lie in one region.
    private let isSame: [[Bool]]
    /// Draw, soft label: `log` of its factor.
    private let logLabels: [[Double]]
    /// `log` of all factors together, one a draw.
    private let logFactors: [Double]
    private let pairs: [PairFactor]

    /// Leaves a relative error of 2 % where a statement's factor varies by as much as its mean.
    static let drawCount = 4096

    /// - Throws: ``PhaseMapInputError`` and `LinearAlgebraError`.
    init(_ priors: HumanPriors, seed: UInt64 = 0) throws {
        pairs = priors.model.pairs
        let target = try PhaseMapTarget(model: priors.model, evidence: priors.evidence(with: PhaseMapEvidence()))
        var stream = RandomStream(seed: seed, key: 0x7361_6964)
        var holds: [[Bool]] = []
        var isSame: [[Bool]] = []
        var logFactors: [Double] = []
        var logLabels: [[Double]] = []
        for _ in 0..<Self.drawCount {
            let state = try target.priorState(&stream)
            holds.append(target.layout.termWeights.map { target.layout.value($0, state.whiteHyperParameters) > 0 })
            isSame.append(target.table.pairs.map { state.assignments[$0.first] == state.assignments[$0.second] })
            logFactors.append(state.structureLogLikelihood)
            let confusions = target.confusions(state.whiteHyperParameters)
            logLabels.append(
                target.table.structure.map { confusions[$0.source].logLikelihood($0.probabilities, region: state.assignments[$0.point]) })
        }
        (self.holds, self.isSame, self.logFactors, self.logLabels) = (holds, isSame, logFactors, logLabels)
    }

    /// `log E₀[Π f]` of some pairs, over all their points together and given every other statement.
    func logExpectation(pairs range: Range<Int>) -> Estimate {
        let own = isSame.map { same in range.reduce(0.0) { $0 + log(pairs[$1].factor(same: same[$1] ? 1 : 0)) } }
        let others = zip(logFactors, own).map { $0 - $1 }
        return Estimate(logMeanOf: own, logWeights: others)
    }

    /// `log E₀[1/f]` of a soft label where kernel terms say nothing, given everything said.
    func logInverse(label: Int, terms: [Int]) -> Estimate {
        let draws = logFactors.indices.filter { draw in !terms.contains { holds[draw][$0] } }
        return Estimate(logMeanOf: draws.map { -logLabels[$0][label] }, logWeights: draws.map { logFactors[$0] })
    }

    /// `log` odds that one of some kernel terms holds, given every other statement.
    /// - Parameter probability: That one does by itself.
    func logOdds(terms: [Int], probability: Double) -> Estimate {
        let all = Array(repeating: 0.0, count: logFactors.count)
        let sides = [true, false].map { side in
            let own = logFactors.indices.filter { draw in terms.contains { holds[draw][$0] } == side }.map { logFactors[$0] }
            return Estimate(logMeanOf: own, logWeights: Array(all.prefix(own.count)))
        }
        return Estimate(
            value: log(probability / (1 - probability)) + sides[0].value - sides[1].value,
            variance: sides[0].variance + sides[1].variance, effectiveDraws: min(sides[0].effectiveDraws, sides[1].effectiveDraws))
    }
}

extension StatementPrior {
    /// A logarithm from weighted draws.
    struct Estimate: Sendable {
        var value: Double
        var variance: Double
        var effectiveDraws: Double
    }
}

extension StatementPrior.Estimate {
    /// No draws: nothing is known.
    static let none = Self(value: 0, variance: .infinity, effectiveDraws: 0)

    /// `log Σ w F / Σ w`, with the variance to first order and the effective number of draws of the weights (Kong, Liu and Wong 1994, J. Am. Stat. Assoc. 89, 278).
    init(logMeanOf logValues: [Double], logWeights: [Double]) {
        guard let largestWeight = logWeights.max(), let largestValue = logValues.max() else {
            self = .none
            return
        }
        let weights = logWeights.map { exp($0 - largestWeight) }
        let values = logValues.map { exp($0 - largestValue) }
        let total = weights.reduce(0, +)
        let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        var (square, deviation) = (0.0, 0.0)
        for (weight, value) in zip(weights, values) {
            square += weight * weight
            deviation += weight * weight * (value - mean) * (value - mean)
        }
        value = largestValue + log(mean)
        variance = deviation / (total * total * mean * mean)
        effectiveDraws = total * total / square
    }
}
