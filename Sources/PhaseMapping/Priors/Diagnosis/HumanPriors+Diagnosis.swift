import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension HumanPriors {
    /// What the posterior says of every statement, in their order.
    ///
    /// - Parameter posterior: Of ``model`` and ``evidence(with:)``.
    public func diagnoses(_ posterior: PhaseMapPosterior) -> [PriorDiagnosis] {
        // Without draws of the prior every statement with factors about it is untrusted.
        let said = hasFactors ? try? StatementPrior(self) : nil
        return zip(priors, meanings).map { prior, meaning in
            switch meaning {
            case .interest: PriorDiagnosis(regionOfInterest: prior.identifier)
            case .terms(let range, let label):
                diagnosis(of: prior, terms: range.map { base.field.terms.count + $0 }, label: label, said, posterior)
            case .pairs(let range): diagnosis(of: prior, pairs: range, said, posterior)
            }
        }
    }

    /// Whether pairs or soft labels tie what is said to what else is said; without any, the odds of a term are its own.
    private var hasFactors: Bool { !model.pairs.isEmpty || !evidence(with: PhaseMapEvidence()).structure.isEmpty }

    /// A statement holds, in one of its readings, or says nothing, and both were open before the measurements: the odds in the draws against the odds before, with everything else said, are
    /// the evidence. A region that names a label is one statement with it: without the terms, its label `f` goes as well, `Z₀₀ / Z₀ = E₀[1/f]`.
    private func diagnosis(
        of prior: Prior, terms: [Int], label: Int?, _ said: StatementPrior?, _ posterior: PhaseMapPosterior
    ) -> PriorDiagnosis {
        let certainty = PriorCertainty(certainty: prior.certainty)
        let holds = posterior.draws.map { draw in terms.contains { draw.termWeights[$0] > 0 } ? 1.0 : 0.0 }
        let present = holds.reduce(0, +)
        let isMixed = present > 0 && present < Double(holds.count)
        let before =
            hasFactors
            ? said?.logOdds(terms: terms, probability: certainty.probability) ?? .none
            : StatementPrior.Estimate(value: log(certainty.probability / (1 - certainty.probability)), variance: 0, effectiveDraws: .infinity)
        let effective = isMixed ? effectiveDraws(holds, posterior) : posterior.mixing.smallestEffectiveDraws
        // Half a draw on either side: a finite answer where all draws agree (Jeffreys' prior of a share).
        let share = (present / Double(max(holds.count, 1)) * effective + 0.5) / (effective + 1)
        var evidence = log(share / (1 - share)) - before.value
        var variance = 1 / (share * (1 - share) * (effective + 1)) + before.variance
        var deserved = certainty.deserved(probability: share)
        if let label {
            let factors = posterior.draws.indices.map { posterior.labelFactor(draw: $0, row: label) }
            let without = zip(holds, factors).filter { isMixed ? $0.0 == 0 : true }.map { 1 / $0.1 }
            let mean = without.reduce(0, +) / Double(max(without.count, 1))
            let spread = without.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) } / Double(max(without.count, 1))
            let labelBefore = said?.logInverse(label: label, terms: terms) ?? .none
            evidence += labelBefore.value - log(mean)
            variance += labelBefore.variance + spread / max((1 - share) * effective, 1)
            deserved = min(deserved, posterior.probability(ofLabel: labels[label].label, row: label))
        }
        return PriorDiagnosis(
            prior: prior.identifier, evidence: evidence,
            standardError: isMixed ? variance.squareRoot() : .infinity, deservedCertainty: deserved,
            effectiveDraws: min(effective, before.effectiveDraws))
    }

    /// Pairs are factors `f` of bounded size, so that draws with them can be weighted to draws without: `Z without / Z with = E[1/Π f]`. What the factors would
    /// cost before any measurement, `E₀[Π f]` with everything else said, is taken off.
    private func diagnosis(of prior: Prior, pairs range: Range<Int>, _ said: StatementPrior?, _ posterior: PhaseMapPosterior) -> PriorDiagnosis {
        let offset = base.pairs.count
        let same = posterior.draws.indices.map { draw in range.map { posterior.isSame(draw: draw, pair: offset + $0) ? 1.0 : 0 } }
        let factors = same.map { same in zip(range, same).reduce(1.0) { $0 * pairs[$1.0].factor(same: $1.1) } }
        let inverse = factors.map { 1 / $0 }
        let total = inverse.reduce(0, +)
        let without = inverse.map { $0 / total }
        let before = said?.logExpectation(pairs: (offset + range.lowerBound)..<(offset + range.upperBound)) ?? .none
        let evidence = -log(total / Double(max(factors.count, 1))) - before.value
        // Kong, Liu and Wong 1994, and what the chains themselves are worth.
        let weightShare = 1 / (without.reduce(0) { $0 + $1 * $1 } * Double(max(factors.count, 1)))
        let effective = weightShare * min(effectiveDraws(factors, posterior), Double(factors.count))
        let mean = factors.isEmpty ? 1 : total / Double(factors.count)
        let variance = inverse.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(factors.count, 1))
        let right = same.reduce(0) { $0 + $1.reduce(0, +) } / Double(max(factors.count * range.count, 1))
        let isSame = if case .samePhase = prior.kind { true } else { false }
        return PriorDiagnosis(
            prior: prior.identifier, evidence: evidence, standardError: (variance / (mean * mean * max(effective, 1)) + before.variance).squareRoot(),
            deservedCertainty: isSame ? right : 1 - right, effectiveDraws: min(effective, before.effectiveDraws))
    }

    private func effectiveDraws(_ values: [Double], _ posterior: PhaseMapPosterior) -> Double {
        let chains = max(posterior.mixing.chains, 1)
        let length = values.count / chains
        guard length >= 4 else { return 0 }
        return ChainDiagnostics(chains: (0..<chains).map { Array(values[($0 * length)..<(($0 + 1) * length)]) }).effectiveDraws
    }
}

extension PairFactor {
    /// - Parameter same: P(both in one region).
    func factor(same: Double) -> Double { probabilitySame * same + (1 - probabilitySame) * (1 - same) }
}
