import Inference
import PhaseMapping
public import Tieline

/// The Bayesian phase map: what labels and properties say together, and next the condition whose label is expected to tell most about the map. A campaign
/// that optimises a property goes on, once the map has settled, with the condition that is expected to improve it most.
public struct PhaseMappingStrategy: MappingStrategy {
    private let specification: CampaignSpecification
    private let model: PhaseMapModel
    private let order: RandomOrder
    private var evidence: MappingEvidence
    /// `nil` before there is any evidence.
    private var belief: PhaseMapBelief?
    private var settling = SettledMap()
    /// Those that stand, in the order in which they were made.
    private var priors: [Prior]

    /// Conditions within this share of the best are as good: one of them is taken at random (AFL-agent's `decision_rtol`).
    private static let nearTie = 0.05
    /// The purpose of the random stream that breaks ties.
    private static let tieStream: UInt64 = 0x7068_6173_65

    public init(_ start: CampaignStart) throws {
        specification = start.specification
        evidence = try MappingEvidence(specification)
        model = PhaseMapModel(evidence.mapping, space: evidence.space)
        order = RandomOrder(of: evidence.pool.count, seed: specification.seed)
        priors = evidence.mapping.priors
        try believe(after: nil)
    }

    public var invariant: InvariantEstimate? { nil }

    public mutating func apply(_ event: CampaignEvent) throws {
        switch event {
        case .measured(let measurement):
            try evidence.append(measurement)
            try believe(after: belief)
            if let belief { settling.append(belief.prediction.mostProbableRegions) }
        case .priorAdded(let prior):
            priors.append(prior)
            try believe(after: nil)
        case .priorWithdrawn(let withdrawal):
            priors.removeAll { $0.identifier == withdrawal.prior }
            try believe(after: nil)
        case .started, .decided, .exposureLost, .stateChanged: break
        }
    }

    /// - Parameter earlier: A belief under the same statements, or `nil`.
    private mutating func believe(after earlier: PhaseMapBelief?) throws {
        guard !evidence.observations.isEmpty else { return }
        var stream = RandomStream(seed: specification.seed, key: Self.tieStream, UInt64(evidence.observations.count), 1)
        belief = try PhaseMapBelief(
            statements(), PhaseMapEvidence(evidence), pool: evidence.pool, earlier: earlier, seed: stream.next())
    }

    private func statements() throws(PhaseMapInputError) -> HumanPriors {
        try HumanPriors(priors, model: model, space: evidence.space, phases: evidence.regions.map { [$0] })
    }

    public func objection(to kind: Prior.Kind) -> PriorObjection? {
        let prior = Prior(identifier: "prior", kind: kind, certainty: 0.75, author: "", reason: "", time: 0)
        do throws(PhaseMapInputError) {
            _ = try HumanPriors([prior], model: model, space: evidence.space)
            return nil
        } catch { return PriorObjection(message: error.message, remedy: error.remedy) }
    }

    public func decide(elapsedSeconds: Double) throws -> Decision {
        try evidence.ending(specification.budget, elapsedSeconds: elapsedSeconds) ?? reached() ?? next()
    }

    /// The end of a campaign that has what it was after.
    private func reached() -> Decision? {
        func stop(_ reason: String) -> Decision {
            Decision(action: .stop(.targetReached), routine: routine, reason: reason, invariant: nil, patternsLeft: nil)
        }
        guard let belief, belief.mixing.hasMixed else { return nil }
        if isOptimising, let optimisation = evidence.mapping.optimisation {
            guard let best = improvements(belief)?.max(), let property = optimised, best < Self.worthwhile * property.standardDeviation else {
                return nil
            }
            return stop("no condition is expected to improve \(optimisation.property) by more than \(fixed(best, 3)) \(property.unit)")
        }
        guard specification.strategy == .phaseMapping, belief.expectedAccuracy >= evidence.mapping.expectedAccuracy else { return nil }
        return stop("a point of the map is expected to be labelled rightly with a probability of \(fixed(belief.expectedAccuracy, 3))")
    }

    /// Of a measurement's standard deviation: a smaller improvement could not be seen.
    private static let worthwhile = 0.1

    private var isOptimising: Bool { specification.strategy == .phaseMappingThenOptimisation && settling.hasSettled }
    private var routine: String { isOptimising ? "optimisation" : "map" }
    private var optimised: PropertySource? {
        evidence.mapping.optimisation.flatMap { wanted in evidence.mapping.properties.first { $0.name == wanted.property } }
    }

    public func next() throws -> Decision {
        guard let (place, reason) = choice() else {
            return Decision(
                action: .stop(.nothingLeftToMeasure), routine: routine, reason: "every condition is measured", invariant: nil, patternsLeft: nil)
        }
        return Decision(action: .measure(evidence.pool[place]), routine: routine, reason: reason, invariant: nil, patternsLeft: nil)
    }

    private func choice() -> (place: Int, reason: String)? {
        guard let random = order.next(evidence.isMeasured) else { return nil }
        guard let belief, evidence.namedRegions.count >= 2 else { return (random, "at random, until two regions are known") }
        if isOptimising, let property = optimised, let improvements = improvements(belief), let place = oneOfTheBest(improvements) {
            return (place, "it is expected to improve \(property.name) by \(fixed(improvements[place], 3)) \(property.unit)")
        }
        let gains = zip(belief.prediction.mutualInformations, belief.interest).map(*)
        guard let place = oneOfTheBest(gains) else { return (random, "at random") }
        return (place, "its label is expected to tell \(fixed(belief.prediction.mutualInformations[place], 3)) nats about the map")
    }

    /// By condition of the pool; `nil` where the property was never measured.
    private func improvements(_ belief: PhaseMapBelief) -> [Double]? {
        guard let wanted = evidence.mapping.optimisation,
            let index = evidence.mapping.properties.firstIndex(where: { $0.name == wanted.property })
        else { return nil }
        let values = evidence.observations.compactMap { $0.properties[index]?.value }
        guard !values.isEmpty else { return nil }
        let improvement = ExpectedImprovement(belief.prediction, property: index, direction: wanted.direction, values: values)
        return evidence.pool.indices.map { evidence.isMeasured[$0] ? 0 : improvement(at: $0) }
    }

    /// One of the conditions that are not yet measured and within ``nearTie`` of the best of them.
    private func oneOfTheBest(_ scores: [Double]) -> Int? {
        let free = scores.indices.filter { !evidence.isMeasured[$0] }
        guard let best = free.map({ scores[$0] }).max() else { return nil }
        let ties = free.filter { scores[$0] >= (1 - Self.nearTie) * best }
        var stream = RandomStream(seed: specification.seed, key: Self.tieStream, UInt64(evidence.observations.count), 2)
        return ties[min(Int(stream.uniform() * Double(ties.count)), ties.count - 1)]
    }

    public func predictedRegions() throws -> [Int] { belief?.prediction.mostProbableRegions ?? evidence.pool.map { _ in 0 } }

    public func verdict(on measurement: Measurement) -> String { evidence.verdict(on: measurement) }

    public func summary() throws -> BeliefSummary {
        let regions = evidence.regions
        let points = evidence.pool.enumerated().map { index, condition in
            PhaseMapReport.Point(
                condition: condition,
                probabilities: regions.indices.map { belief?.prediction.probability(point: index, region: $0) ?? 1 / Double(regions.count) })
        }
        let map = PhaseMapReport(
            regions: regions, unseenRegions: regions.indices.filter { !evidence.namedRegions.contains($0) }, points: points,
            samples: evidence.samples, next: choice().map { evidence.pool[$0.place] }, isReliable: belief?.mixing.hasMixed ?? true)
        return BeliefSummary(
            phases: evidence.observations.suffix(evidence.measurementCount).map { $0.region.map { regions[$0] } ?? "" },
            gridPatterns: evidence.pool.count, warnings: belief?.warnings(priors) ?? [], map: map)
    }
}
