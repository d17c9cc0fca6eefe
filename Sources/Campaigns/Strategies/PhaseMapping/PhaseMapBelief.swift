import PhaseMapping
import Tieline

/// What a campaign believes of its map after some evidence: the map at every condition of the pool.
struct PhaseMapBelief: Sendable {
    /// The map alone, without properties.
    let prediction: PhaseMapPrediction
    let statements: HumanPriors
    let posterior: LivePosterior

    /// - Parameters:
    ///   - statements: Those that stand.
    ///   - posterior: Under them.
    ///   - pool: Where the map is wanted.
    init(_ statements: HumanPriors, _ posterior: LivePosterior, pool: [Condition]) throws {
        self.statements = statements
        self.posterior = posterior
        prediction = try posterior.prediction(at: pool, isMapOnly: true)
    }

    /// What a reader has to know: chains that disagree, statements that the data contradict.
    func warnings(_ priors: [Prior]) -> [String] {
        guard let draws = posterior.draws else {
            return [
                "The phase map: beyond \(LivePosterior.mostSampled) places it is that of the most probable hyper-parameters, each property by itself, no source's confusion learnt; other modes are not looked for, and statements are not judged."
            ]
        }
        return (draws.mixing.hasMixed ? [] : ["The phase map: \(draws.mixing.sentence)."])
            + zip(priors, statements.diagnoses(draws)).filter { $1.verdict == .contradicted }.map { prior, diagnosis in diagnosis.sentence(prior) }
    }

    /// The probability that a condition of the pool is labelled rightly, on average.
    var expectedAccuracy: Double {
        let best = (0..<prediction.points).map { point in (0..<prediction.regions).map { prediction.probability(point: point, region: $0) }.max() ?? 0
        }
        return best.reduce(0, +) / Double(max(best.count, 1))
    }
}
