import PhaseMapping
import Tieline

/// A posterior that follows a campaign, measurement by measurement: draws that are carried over, chains anew now and then, and beyond many measurements the
/// most probable hyper-parameters.
struct LivePosterior: Sendable {
    private enum Source: Sendable {
        /// Draws, and how many places the chains had seen when they were last run from their starts.
        case draws(PhaseMapPosterior, placesAtStart: Int)
        case mode(PhaseMapApproximation)
    }

    private let source: Source
    private let seed: UInt64

    /// Of a fresh posterior.
    private static let chains = 4
    private static let warmUp = 60
    private static let drawsOfChain = 40
    /// Where every region is named, a short ladder will do; values of unknown regions bring modes.
    private static let rungsWhereNamed = 5
    private static let rungs = 9
    /// Of a posterior that is carried over.
    private static let carried = 64
    private static let sweeps = 5
    /// Chains are run from their starts again when there is so much more evidence: modes that no draw holds are found then.
    private static let growth = 1.25
    /// Places with evidence beyond which the mode takes over: the cost of draws rises with the cube of their number. It takes each property by itself and every source's errors to fall on
    /// all labels alike.
    static let mostSampled = 150

    /// - Parameters:
    ///   - evidence: All of it.
    ///   - isNamed: Whether every value is of a region that an error-free label names.
    ///   - earlier: Of the same model and a beginning of the same evidence; `nil` to start afresh.
    ///   - seed: The same evidence and seed give the same posterior.
    init(_ model: PhaseMapModel, _ evidence: PhaseMapEvidence, isNamed: Bool, earlier: LivePosterior?, seed: UInt64) throws {
        self.seed = seed
        let count = Set(evidence.structure.map(\.location) + evidence.properties.map(\.location)).count
        guard count <= Self.mostSampled else {
            let previous: PhaseMapApproximation? = if case .mode(let approximation) = earlier?.source { approximation } else { nil }
            source = .mode(try PhaseMapApproximation(model: PhaseMapApproximation.simplified(model), evidence: evidence, previous: previous))
            return
        }
        var sampler = PhaseMapSampler(seed: seed)
        (sampler.chains, sampler.warmUp, sampler.draws) = (Self.chains, Self.warmUp, Self.drawsOfChain)
        sampler.rungs = isNamed ? Self.rungsWhereNamed : Self.rungs
        if case .draws(let posterior, let atStart) = earlier?.source, Double(count) < Self.growth * Double(atStart) {
            source = .draws(
                try sampler.updated(posterior, evidence: evidence, draws: Self.carried, sweeps: Self.sweeps), placesAtStart: atStart)
        } else {
            source = .draws(try sampler.posterior(model: model, evidence: evidence), placesAtStart: count)
        }
    }

    /// - Parameter isMapOnly: Without the properties.
    func prediction(at places: [Condition], isMapOnly: Bool) throws -> PhaseMapPrediction {
        switch source {
        case .draws(let posterior, _): try posterior.thinned(to: Self.carried).prediction(at: places, isMapOnly: isMapOnly)
        case .mode(let approximation): try approximation.prediction(at: places, seed: seed)
        }
    }

    /// `nil` where there is one set of hyper-parameters only.
    var draws: PhaseMapPosterior? {
        if case .draws(let posterior, _) = source { posterior } else { nil }
    }
}
