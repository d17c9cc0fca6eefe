import PhaseMapping
import Tieline

/// What a campaign believes of its map after some evidence: the posterior at every condition of the pool.
struct PhaseMapBelief: Sendable {
    let prediction: PhaseMapPrediction
    let mixing: MixingReport

    private static let chains = 2
    private static let warmUp = 100
    private static let draws = 60

    /// - Parameter seed: Of the campaign, mixed with the number of the measurement: the same evidence in the same campaign gives the same belief.
    init(_ model: PhaseMapModel, _ evidence: PhaseMapEvidence, pool: [Condition], seed: UInt64) throws {
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = Self.chains
        sampler.warmUp = Self.warmUp
        sampler.draws = Self.draws
        let posterior = try sampler.posterior(model: model, evidence: evidence)
        prediction = try posterior.prediction(at: pool)
        mixing = posterior.mixing
    }

    /// The probability that a condition of the pool is labelled rightly, on average.
    var expectedAccuracy: Double {
        let best = (0..<prediction.points).map { point in (0..<prediction.regions).map { prediction.probability(point: point, region: $0) }.max() ?? 0
        }
        return best.reduce(0, +) / Double(max(best.count, 1))
    }
}
