public import Tieline

extension StrategyName {
    /// The strategy of a campaign, before its first measurement.
    /// - Throws: `SpecificationError` where the campaign does not fit its strategy or its database; errors of the database.
    public func strategy(_ start: CampaignStart) throws -> any Strategy {
        if start.specification.mapping != nil { return try mappingStrategy(start) }
        do {
            return switch self {
            case .amase: try AmaseStrategy(start)
            case .amasePublished, .noTheory, .leastConfidence, .grid, .random: try ComparedStrategy(start)
            case .phaseMapping, .phaseMappingThenOptimisation: try mappingStrategy(start)
            }
        } catch let error as AmaseError {
            throw SpecificationError(
                .inconsistent, file: start.specification.name, line: nil, field: error.field, message: error.message, remedy: error.remedy)
        }
    }
}
