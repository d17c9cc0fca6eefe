public import Tieline

/// What a strategy wants next, and why.
public struct Decision: Codable, Hashable, Sendable {
    public enum Action: Codable, Hashable, Sendable {
        /// Take a pattern there.
        case measure(Condition)
        /// The campaign is over.
        case stop(StopReason)
    }

    public enum StopReason: String, Codable, Sendable, CaseIterable {
        case targetReached, patternBudgetSpent, timeBudgetSpent, nothingLeftToMeasure
    }

    public var action: Action
    /// The boundary that is being searched: `solvus`, `solidus`, `liquidus`, `invariant`.
    public var routine: String
    /// One sentence with the numbers behind it.
    public var reason: String
    /// What was believed of the invariant when this was decided.
    public var invariant: InvariantEstimate?
    /// How far the map was when this was decided, of a campaign that maps phases.
    public var map: MapProgress?
    /// Patterns that the strategy thinks it still needs, this one included; `nil` where it cannot tell.
    public var patternsLeft: Int?

    public init(action: Action, routine: String, reason: String, invariant: InvariantEstimate?, map: MapProgress? = nil, patternsLeft: Int?) {
        self.action = action
        self.routine = routine
        self.reason = reason
        self.invariant = invariant
        self.map = map
        self.patternsLeft = patternsLeft
    }
}
