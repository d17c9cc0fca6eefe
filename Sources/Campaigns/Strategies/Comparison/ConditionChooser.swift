import Tieline

/// Chooses conditions for a belief that is the same for all: what a study compares is the choice.
protocol ConditionChooser: Sendable {
    /// - Parameter belief: After every pattern so far.
    /// - Returns: `nil` when there is nothing left to measure.
    func next(_ belief: AmaseStrategy) -> ConditionChoice?
}

/// A condition and why.
struct ConditionChoice: Sendable {
    var condition: Condition
    var routine: String
    var reason: String
}
