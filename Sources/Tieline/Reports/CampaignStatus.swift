/// One look at a campaign: what `tieline status` and `tieline watch` show.
public struct CampaignStatus: Codable, Hashable, Sendable {
    public enum State: String, Codable, Sendable, CaseIterable {
        case running, paused
        /// The daemon does not run it now, but it can go on.
        case interrupted
        case finished, aborted, failed
    }

    /// `sn-bi-film-0001`.
    public var campaign: String
    public var state: State
    /// Why it is in this state, one sentence.
    public var reason: String
    public var seed: UInt64
    /// Whether the instruments said that they are simulated.
    public var isSimulated: Bool
    public var patterns: Int
    public var patternBudget: Int
    /// Lab time spent and allowed.
    public var elapsedSeconds: Double
    public var budgetSeconds: Double
    /// Lab time that the campaign probably still needs, if it can be told.
    public var remainingSeconds: Double?
    /// What the furnace said last, if it was asked.
    public var temperature: TemperatureReading?
    /// Where the campaign measures now, or measured last.
    public var condition: Condition?
    /// `solvus`, `solidus`, `liquidus`: the boundary that is being searched.
    public var routine: String
    /// What the last pattern showed, one sentence.
    public var lastVerdict: String
    /// Why the next point was chosen, one sentence.
    public var lastDecision: String
    public var invariant: InvariantEstimate?
    /// How far the map is, of a campaign that maps phases.
    public var map: MapProgress?
    public var axes: [Axis]
    /// Rises whenever anything changed: clients poll cheaply.
    public var revision: Int

    public init(
        campaign: String, state: State, reason: String, seed: UInt64, isSimulated: Bool, patterns: Int, patternBudget: Int, elapsedSeconds: Double,
        budgetSeconds: Double, remainingSeconds: Double?, temperature: TemperatureReading?, condition: Condition?, routine: String,
        lastVerdict: String, lastDecision: String, invariant: InvariantEstimate?, map: MapProgress? = nil, axes: [Axis], revision: Int
    ) {
        self.campaign = campaign
        self.state = state
        self.reason = reason
        self.seed = seed
        self.isSimulated = isSimulated
        self.patterns = patterns
        self.patternBudget = patternBudget
        self.elapsedSeconds = elapsedSeconds
        self.budgetSeconds = budgetSeconds
        self.remainingSeconds = remainingSeconds
        self.temperature = temperature
        self.condition = condition
        self.routine = routine
        self.lastVerdict = lastVerdict
        self.lastDecision = lastDecision
        self.invariant = invariant
        self.map = map
        self.axes = axes
        self.revision = revision
    }
}
