import PhaseMapping
import Tieline

/// What a campaign believes of its map after some evidence: the posterior at every condition of the pool.
struct PhaseMapBelief: Sendable {
    let prediction: PhaseMapPrediction
    let posterior: PhaseMapPosterior
    let statements: HumanPriors
    /// Labels and values that the chains had seen when they were last run from their starts.
    private let evidenceAtStart: Int

    /// Of a fresh posterior.
    private static let chains = 4
    private static let warmUp = 60
    private static let draws = 60
    /// Of a posterior that is carried over.
    private static let carried = 96
    private static let sweeps = 5
    /// Chains are run from their starts again when there is so much more evidence: modes that no draw holds are found then.
    private static let growth = 1.25

    var mixing: MixingReport { posterior.mixing }

    /// - Parameters:
    ///   - earlier: The belief before the last measurement, under the same statements; `nil` to start afresh.
    ///   - seed: The same evidence and seed give the same belief.
    init(_ statements: HumanPriors, _ measured: PhaseMapEvidence, pool: [Condition], earlier: PhaseMapBelief?, seed: UInt64) throws {
        let evidence = statements.evidence(with: measured)
        let count = evidence.structure.count + evidence.properties.count
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = Self.chains
        sampler.warmUp = Self.warmUp
        sampler.draws = Self.draws
        if let earlier, Double(count) < Self.growth * Double(earlier.evidenceAtStart) {
            posterior = try sampler.updated(earlier.posterior, evidence: evidence, draws: Self.carried, sweeps: Self.sweeps)
            evidenceAtStart = earlier.evidenceAtStart
        } else {
            posterior = try sampler.posterior(model: statements.model, evidence: evidence)
            evidenceAtStart = count
        }
        self.statements = statements
        prediction = try posterior.thinned(to: Self.carried).prediction(at: pool)
    }

    /// What a reader has to know: chains that disagree, statements that the data contradict.
    func warnings(_ priors: [Prior]) -> [String] {
        (mixing.hasMixed ? [] : ["The phase map: \(mixing.sentence)."])
            + zip(priors, statements.diagnoses(posterior)).filter { $1.verdict == .contradicted }.map { prior, diagnosis in diagnosis.sentence(prior)
            }
    }

    /// The probability that a condition of the pool is labelled rightly, on average.
    var expectedAccuracy: Double {
        let best = (0..<prediction.points).map { point in (0..<prediction.regions).map { prediction.probability(point: point, region: $0) }.max() ?? 0
        }
        return best.reduce(0, +) / Double(max(best.count, 1))
    }
}
