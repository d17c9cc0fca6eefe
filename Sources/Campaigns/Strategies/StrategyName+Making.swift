public import Tieline

extension StrategyName {
    /// The strategy of a campaign, before its first measurement.
    public func strategy(_ start: CampaignStart) throws -> any Strategy {
        switch self {
        case .amase: try AmaseStrategy.suits(start.specification) ? AmaseStrategy(start) : DiagramStrategy(start)
        case .amasePublished, .noTheory, .leastConfidence, .grid, .random: try ComparedStrategy(start)
        }
    }
}
