import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Whether a term that the assessment lacks is needed, the others left free; terms that only together are needed can hide behind each other: the posterior's density at zero against the prior's, term by term (Savage and
/// Dickey; Wagenmakers et al. 2010, Cogn. Psychol. 60, 158), the posterior taken as normal.
struct TheoryMisfit: Sendable {
    /// log of the evidence with the terms over that without, nats, term by term.
    let logEvidence: [Double]
    private let parameters: [FreeParameter]
    private let moments: [(mean: Double, standardDeviation: Double)]

    /// Nats above which a term is called needed: odds of twenty to one.
    static let needed = 3.0

    /// - Parameter draws: Equally weighted, in units of the priors' standard deviations, in the order of the theory's moving parameters.
    /// - Returns: `nil` without a discrepancy or without draws.
    init?(_ theory: TheorySpecification, draws: [[Double]]) {
        guard !theory.discrepancy.isEmpty, !draws.isEmpty else { return nil }
        parameters = theory.discrepancy
        let weights = Array(repeating: 1.0, count: draws.count)
        moments = theory.discrepancy.indices.map { index in weightedMoments(draws.map { $0[theory.free.count + index] }, weights: weights) }
        logEvidence = moments.map { mean, deviation in
            // log of N(0; 0, 1)/N(0; mean, deviation).
            log(max(deviation, .leastNormalMagnitude)) + 0.5 * mean * mean / max(deviation * deviation, .leastNormalMagnitude)
        }
    }

    /// For the report; empty if the theory fits.
    var sentences: [String] {
        zip(zip(parameters, moments), logEvidence).filter { $0.1 > Self.needed }.map { pair, nats in
            let scale = pair.0.standardDeviation
            return
                "The theory misfits: \(pair.0.parameter) is needed at \(fixed(scale * pair.1.mean, 0)) ± \(fixed(scale * pair.1.standardDeviation, 0)) J/mol, by \(fixed(nats, 1)) nats of evidence."
        }
    }
}
