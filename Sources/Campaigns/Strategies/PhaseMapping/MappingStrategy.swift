public import Tieline

/// A strategy whose belief is a phase map over the pool of the campaign's space.
public protocol MappingStrategy: Strategy {
    /// The most probable region of every condition of the pool, in its order: positions among the campaign's regions.
    func predictedRegions() throws -> [Int]
    /// Whether the draws behind the map agree; `nil` where there are no draws.
    var hasMixed: Bool? { get }
}

extension StrategyName {
    /// The strategy of a campaign that maps phases.
    /// - Throws: `SpecificationError` where the strategy needs a theory, or the campaign maps nothing.
    public func mappingStrategy(_ start: CampaignStart) throws -> any MappingStrategy {
        switch self {
        case .random, .leastConfidence: try ComparedMapping(start)
        case .phaseMapping, .phaseMappingThenOptimisation: try PhaseMappingStrategy(start)
        case .amase, .amasePublished, .noTheory, .grid:
            throw SpecificationError(
                .inconsistent, file: start.specification.name, line: nil, field: "strategy",
                message: "`\(rawValue)` cannot run a campaign that maps phases",
                remedy: "Write phase-mapping, phase-mapping-then-optimisation, least-confidence or random.")
        }
    }

    /// Whether it takes statements about the map.
    public var takesStatements: Bool { self == .phaseMapping || self == .phaseMappingThenOptimisation }
}
