import Inference
import PhaseMapping
public import Tieline

/// The Bayesian phase map: what labels and properties say together, and next the condition whose label is expected to set most of the map right. A campaign
/// that optimises a property goes on, once the map has settled, with the condition that is expected to improve it most, unless a label is worth more.
public struct PhaseMappingStrategy: MappingStrategy {
    let specification: CampaignSpecification
    private let model: PhaseMapModel
    private let order: RandomOrder
    private(set) var evidence: MappingEvidence
    /// Of the map; `nil` before there is any evidence.
    private(set) var belief: PhaseMapBelief?
    /// Of the map and the properties, from when they were last needed, under the statements that stand.
    private var propertyPosterior: LivePosterior?
    /// The latest maps, the newest last: the most probable region of every condition of the pool.
    private var maps: [[Int]] = []
    /// Those that stand, in the order in which they were made.
    private(set) var priors: [Prior]
    /// What the property is expected to gain, if it is the time for that: the map has settled, and a value is worth more than a label.
    private var optimum: (property: PropertySource, improvements: [Double])?

    /// Maps that the settlement of a map is judged by.
    private static let keptMaps = MapSettlement.leastIterations + 1
    /// The purpose of the random streams.
    private static let stream: UInt64 = 0x7068_6173_65

    public init(_ start: CampaignStart) throws {
        specification = start.specification
        evidence = try MappingEvidence(specification)
        model = try PhaseMapModel(evidence.mapping, space: evidence.space)
        order = RandomOrder(of: evidence.pool.count, seed: specification.seed)
        priors = evidence.mapping.priors
        try believe(after: nil)
    }

    public var invariant: InvariantEstimate? { nil }
    public var hasMixed: Bool? { belief?.posterior.draws?.mixing.hasMixed }

    public mutating func apply(_ event: CampaignEvent) throws {
        switch event {
        case .measured(let measurement):
            try evidence.append(measurement)
            try believe(after: belief)
            // Draws that were carried over end no campaign: chains from their starts do.
            if let belief, belief.expectedAccuracy >= evidence.mapping.expectedAccuracy,
                belief.posterior.draws.map({ $0.mixing.updatesSince > 0 }) == true
            {
                try believe(after: nil)
            }
            if let belief { maps = (maps + [belief.prediction.mostProbableRegions]).suffix(Self.keptMaps) }
        case .priorAdded(let prior):
            priors.append(prior)
            try believe(after: nil)
        case .priorWithdrawn(let withdrawal):
            priors.removeAll { $0.identifier == withdrawal.prior }
            try believe(after: nil)
        case .exposureLost(let lost):
            evidence.lose(lost.condition)
            return
        case .started, .decided, .stateChanged: return
        }
        optimum = try settledOptimum()
    }

    /// - Parameter earlier: A belief under the same statements, or `nil`.
    private mutating func believe(after earlier: PhaseMapBelief?) throws {
        if earlier == nil { propertyPosterior = nil }
        guard !evidence.observations.isEmpty else { return }
        var stream = random(1)
        let labels = PhaseMapEvidence(evidence, isMapOnly: true)
        let statements = try statements()
        let posterior = try LivePosterior(
            statements.model, statements.evidence(with: labels), isNamed: labels.properties.isEmpty, earlier: earlier?.posterior, seed: stream.next())
        belief = try PhaseMapBelief(statements, posterior, pool: evidence.pool)
    }

    private func statements() throws(PhaseMapInputError) -> HumanPriors {
        try HumanPriors(priors, model: model, space: evidence.space, phases: evidence.regions.map { [$0] })
    }

    public func objection(to kind: Prior.Kind, certainty: Double) -> PriorObjection? {
        let prior = Prior(identifier: "prior", kind: kind, certainty: certainty, author: "", reason: "", time: 0)
        do throws(PhaseMapInputError) {
            _ = try HumanPriors([prior], model: model, space: evidence.space)
            return nil
        } catch { return PriorObjection(message: error.message, remedy: error.remedy) }
    }

    public func decide(elapsedSeconds: Double) throws -> Decision {
        var decision = try evidence.ending(specification.budget, elapsedSeconds: elapsedSeconds) ?? reached() ?? next()
        decision.map = mapProgress
        return decision
    }

    /// The end of a campaign that has what it was after.
    private func reached() -> Decision? {
        func stop(_ reason: String) -> Decision {
            Decision(action: .stop(.targetReached), routine: routine, reason: reason, invariant: nil, patternsLeft: nil)
        }
        guard let belief, hasMixed ?? true else { return nil }
        if let optimum {
            let best = free.map { optimum.improvements[$0] }.max() ?? 0
            guard best < Self.worthwhile * optimum.property.standardDeviation else { return nil }
            return stop("no condition is expected to improve \(optimum.property.name) by more than \(fixed(best, 3)) \(optimum.property.unit)")
        }
        guard specification.strategy == .phaseMapping, belief.expectedAccuracy >= evidence.mapping.expectedAccuracy else { return nil }
        let doubt = belief.posterior.draws == nil ? ", by the most probable hyper-parameters alone" : ""
        return stop("a point of the map is expected to be labelled rightly with a probability of \(fixed(belief.expectedAccuracy, 3))\(doubt)")
    }

    /// Of a measurement's standard deviation: a smaller improvement could not be seen.
    private static let worthwhile = 0.1

    private var free: [Int] { evidence.pool.indices.filter { !evidence.isMeasured[$0] } }
    private var routine: String { optimum == nil ? "map" : "optimisation" }

    private mutating func settledOptimum() throws -> (property: PropertySource, improvements: [Double])? {
        let free = free
        guard specification.strategy == .phaseMappingThenOptimisation, let belief, let wanted = evidence.mapping.optimisation,
            let index = evidence.mapping.properties.firstIndex(where: { $0.name == wanted.property }), MapSettlement.hasSettled(maps), !free.isEmpty
        else { return nil }
        let posterior = try posteriorWithProperties(belief)
        propertyPosterior = posterior
        let optimum = PropertyOptimum(
            try posterior.prediction(at: evidence.pool, isMapOnly: false), property: index, isMaximum: wanted.direction == .highest)
        guard MappingSwitch(optimum, candidates: free).optimises else { return nil }
        let measured = evidence.observations.filter { $0.properties[index] != nil }.compactMap(\.poolIndex)
        return (evidence.mapping.properties[index], optimum.expectedImprovement(measured: measured))
    }

    /// Of the map and the properties, after all evidence.
    func posteriorWithProperties(_ belief: PhaseMapBelief) throws -> LivePosterior {
        var stream = random(4)
        return try LivePosterior(
            belief.statements.model, belief.statements.evidence(with: PhaseMapEvidence(evidence, isMapOnly: false)),
            isNamed: evidence.areAllValuesNamed, earlier: propertyPosterior, seed: stream.next())
    }

    public func next() throws -> Decision {
        guard let (place, reason) = try choice() else {
            return Decision(
                action: .stop(.nothingLeftToMeasure), routine: routine, reason: evidence.nothingLeft, invariant: nil, patternsLeft: nil)
        }
        return Decision(action: .measure(evidence.pool[place]), routine: routine, reason: reason, invariant: nil, patternsLeft: nil)
    }

    func choice() throws -> (place: Int, reason: String)? {
        guard let random = order.next(evidence.isMeasured) else { return nil }
        // With one region known the map looks alike everywhere far from it: chance finds the second as well as any plan, and all strategies begin alike.
        guard let belief, evidence.namedRegions.count >= 2 else { return (random, "at random, until two regions are known") }
        let free = free
        if let optimum, let proposal = try propose(among: free, optimum.improvements).first {
            return (free[proposal.index], proposal.sentence(.expectedImprovement, probabilities: [], names: [], candidates: free.count))
        }
        for (acquisition, scores) in try labelScores(belief, free) {
            guard let proposal = try propose(among: free, scores).first else { continue }
            let place = free[proposal.index]
            let count = belief.prediction.regions
            return (
                place,
                proposal.sentence(
                    acquisition, probabilities: Array(belief.prediction.probabilities[(place * count)..<((place + 1) * count)]),
                    names: regionNames, candidates: free.count { scores[$0] > 0 })
            )
        }
        return (random, "at random: nothing is expected to tell anything")
    }

    /// What a label is worth at every condition of the pool, the better judgement first.
    private func labelScores(_ belief: PhaseMapBelief, _ free: [Int]) throws -> [(Acquisition, [Double])] {
        var stream = random(3)
        let accuracy = try MostTellingLabel.scores(
            belief, pool: evidence.pool, free: free, seed: specification.seed, key: UInt64(evidence.observations.count), &stream)
        return (accuracy.map { [(.accuracy, $0)] } ?? []) + [(.entropy, belief.prediction.entropies)]
    }

    /// - Parameter scores: One a condition of the pool.
    private func propose(among places: [Int], _ scores: [Double]) throws -> [ProposedCondition] {
        let proposer = ConditionProposer(coordinates: model.coordinates, space: evidence.space)
        var stream = random(2)
        return try proposer.propose(
            among: places.map { evidence.pool[$0] }, measured: evidence.observations.map(\.condition), current: evidence.lastPlace,
            interest: { belief?.statements.interest(at: $0) ?? 1 }, stream: &stream, scores: { _ in places.map { scores[$0] } })
    }

    /// The stream of a purpose at this number of observations.
    private func random(_ purpose: UInt64) -> RandomStream {
        RandomStream(seed: specification.seed, key: Self.stream, UInt64(evidence.observations.count), purpose)
    }
}
