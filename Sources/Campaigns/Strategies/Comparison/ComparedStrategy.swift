public import Tieline

/// A strategy that `amase` is compared with: the belief is that of ``AmaseStrategy``, so that the same patterns give the same estimate, and only the
/// choice of the next condition differs.
///
/// Fit for a campaign as well, but there for comparison's sake.
public struct ComparedStrategy: Strategy {
    private var belief: AmaseStrategy
    private let chooser: any ConditionChooser

    /// By the strategy that the specification names; `amase`, which has a choice of its own, gets the grid's here.
    public init(_ start: CampaignStart) throws {
        var start = start
        switch start.specification.strategy {
        case .amasePublished, .noTheory:
            // The published loop knows boundaries, by whether a peak is there.
            start.specification.evidence = .presence
            chooser = BoundarySearch(start.specification, followsTheory: start.specification.strategy == .amasePublished)
        case .leastConfidence: chooser = LeastConfidence(start.specification)
        case .random: chooser = Sweep(random: start.specification)
        case .grid, .amase, .phaseMapping, .phaseMappingThenOptimisation: chooser = Sweep(grid: start.specification)
        }
        belief = try AmaseStrategy(start)
    }

    public var invariant: InvariantEstimate? { belief.invariant }

    public mutating func apply(_ event: CampaignEvent) throws { try belief.apply(event) }

    public func decide(elapsedSeconds: Double) throws -> Decision { try belief.ending(elapsedSeconds: elapsedSeconds) ?? next() }

    public func next() throws -> Decision {
        guard let choice = chooser.next(belief) else { return belief.stop(.nothingLeftToMeasure) }
        return Decision(
            action: .measure(belief.specification.space.snapped(choice.condition)), routine: choice.routine, reason: choice.reason,
            invariant: belief.invariant, patternsLeft: nil)
    }

    public func objection(to kind: Prior.Kind, certainty: Double) -> PriorObjection? { belief.objection(to: kind, certainty: certainty) }
    public func verdict(on measurement: Measurement) -> String { belief.verdict(on: measurement) }
    public func summary() throws -> BeliefSummary { try belief.summary() }
}
