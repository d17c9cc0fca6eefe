import Inference
public import Tieline

/// Strategies that the Bayesian phase map is compared with: label propagation, and either the condition of which it is least sure (Terayama et al., Phys. Rev.
/// Materials 3, 033802, 2019) or any. Properties are not used.
///
/// Both begin with the same random conditions, until two regions are known.
public struct ComparedMapping: MappingStrategy {
    private let specification: CampaignSpecification
    private let order: RandomOrder
    private var evidence: MappingEvidence
    private var harmonic: HarmonicLabels

    /// Two matrices of this size, 400 MB.
    private static let maximumPool = 5_000
    /// Confidences nearer than this are equal.
    private static let tie = 1e-9
    /// The purpose of the random stream, which breaks ties.
    private static let stream: UInt64 = 0x6c65_6173_7432

    /// By the strategy that the specification names: `random`, or else `least-confidence`.
    public init(_ start: CampaignStart) throws {
        specification = start.specification
        evidence = try MappingEvidence(specification)
        guard evidence.pool.count <= Self.maximumPool else {
            throw SpecificationError(
                .outOfRange, file: specification.name, line: nil, field: "axes",
                message: "there are \(evidence.pool.count) places, and label propagation takes \(Self.maximumPool)",
                remedy: "Give coarser resolutions, or run phase-mapping.")
        }
        order = RandomOrder(of: evidence.pool.count, seed: specification.seed)
        harmonic = HarmonicLabels(evidence.pool.map(specification.space.mapCoordinates(of:)))
        for observation in evidence.observations { fix(observation) }
    }

    public var invariant: InvariantEstimate? { nil }
    public var hasMixed: Bool? { nil }

    public mutating func apply(_ event: CampaignEvent) throws {
        switch event {
        case .measured(let measurement):
            try evidence.append(measurement)
            if let last = evidence.observations.last { fix(last) }
        case .exposureLost(let lost): evidence.lose(lost.condition)
        case .started, .decided, .priorAdded, .priorWithdrawn, .stateChanged: break
        }
    }

    private mutating func fix(_ observation: MappingEvidence.Observation) {
        if let place = observation.poolIndex, let region = observation.region { harmonic.fix(place, label: region) }
    }

    public func decide(elapsedSeconds: Double) throws -> Decision {
        try evidence.ending(specification.budget, elapsedSeconds: elapsedSeconds) ?? next()
    }

    public func next() throws -> Decision {
        guard let (place, reason) = choice() else {
            return Decision(
                action: .stop(.nothingLeftToMeasure), routine: "map", reason: evidence.nothingLeft, invariant: nil, patternsLeft: nil)
        }
        return Decision(action: .measure(evidence.pool[place]), routine: "map", reason: reason, invariant: nil, patternsLeft: nil)
    }

    private func choice() -> (place: Int, reason: String)? {
        guard let random = order.next(evidence.isMeasured) else { return nil }
        guard specification.strategy != .random else { return (random, "at random") }
        guard evidence.namedRegions.count >= 2, let probabilities = harmonic.probabilities(classes: evidence.regions.count) else {
            return (random, "at random, until two regions are known")
        }
        let confidences = evidence.pool.indices.map { evidence.isMeasured[$0] ? .infinity : probabilities[$0].max() ?? .infinity }
        let least = confidences.min() ?? .infinity
        let ties = confidences.indices.filter { confidences[$0] <= least + Self.tie }
        var stream = RandomStream(seed: specification.seed, key: Self.stream, UInt64(evidence.measurementCount))
        let place = ties[min(Int(stream.uniform() * Double(ties.count)), ties.count - 1)]
        return (place, "its most probable region has a probability of \(fixed(least, 2))")
    }

    public func predictedRegions() throws -> [Int] {
        guard let probabilities = harmonic.probabilities(classes: evidence.regions.count) else { return evidence.pool.map { _ in 0 } }
        return probabilities.map { row in row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
    }

    public func objection(to _: Prior.Kind, certainty _: Double) -> PriorObjection? {
        PriorObjection(message: "`\(specification.strategy.rawValue)` knows no priors", remedy: "Run the campaign with phase-mapping.")
    }

    public func verdict(on measurement: Measurement) -> String { evidence.verdict(on: measurement) }

    /// Propagated labels are no probabilities of being right.
    public var mapProgress: MapProgress? { evidence.progress(expectedAccuracy: nil, isReliable: true) }

    public func summary() throws -> BeliefSummary {
        let probabilities = harmonic.probabilities(classes: evidence.regions.count)
        let even = Array(repeating: 1 / Double(evidence.regions.count), count: evidence.regions.count)
        let map = PhaseMapReport(
            regions: evidence.regions,
            points: evidence.pool.enumerated().map { .init(condition: $1, probabilities: probabilities?[$0] ?? even) }, samples: evidence.samples,
            next: choice().map { evidence.pool[$0.place] }, isReliable: true)
        return BeliefSummary(
            phases: evidence.observations.suffix(evidence.measurementCount).map { $0.region.map { evidence.regions[$0] } ?? "" },
            gridPatterns: evidence.pool.count, warnings: [], map: map)
    }
}
