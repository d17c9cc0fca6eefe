public import Tieline

/// A way to run a campaign: a belief that folds events, and a decision that follows from it.
///
/// Pure: no clock, no input or output, no global random state. Two strategies that saw the same events decide the same, bit for bit.
public protocol Strategy: Sendable {
    /// The belief before the first measurement.
    /// - Throws: `SpecificationError` or a database error if the campaign does not fit the strategy.
    init(_ start: CampaignStart) throws

    /// Takes in one event. Events that do not bear on the belief change nothing.
    mutating func apply(_ event: CampaignEvent) throws

    /// What to do next. Calling it twice gives the same answer.
    /// - Parameter elapsedSeconds: Lab time that the campaign has spent, as the journal says.
    func decide(elapsedSeconds: Double) throws -> Decision

    /// What would be measured next if the campaign had to go on: ``decide(elapsedSeconds:)`` without its stop rule. Studies compare strategies by it.
    func next() throws -> Decision

    /// The present estimate, if there is one.
    var invariant: InvariantEstimate? { get }

    /// How far the phase map is, if there is one.
    var mapProgress: MapProgress? { get }

    /// Why the strategy could make no use of such a statement and what to say instead, or `nil` if it takes it.
    func objection(to kind: Prior.Kind, certainty: Double) -> PriorObjection?

    /// What the belief says of a pattern in one sentence: `Bi (012) present, P = 1.00; Sn (101) present, P = 1.00`.
    func verdict(on measurement: Measurement) -> String

    /// Boundaries with bands, parameters and warnings, for the report.
    func summary() throws -> BeliefSummary
}

/// Why a statement would change nothing.
public struct PriorObjection: Hashable, Sendable {
    public var message: String
    public var remedy: String

    public init(message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}

extension Strategy {
    public func next() throws -> Decision { try decide(elapsedSeconds: 0) }
    public var mapProgress: MapProgress? { nil }
    public func objection(to _: Prior.Kind, certainty _: Double) -> PriorObjection? { nil }
}

/// What a strategy contributes to a report.
public struct BeliefSummary: Codable, Hashable, Sendable {
    public var boundaries: [CampaignReport.Boundary]
    /// What is known of the boundaries that the campaign names, in their order.
    public var wanted: [CampaignReport.WantedBoundary]
    public var parameters: [CampaignReport.Parameter]
    /// For every measurement, in order, the phases that the posterior thinks are there.
    public var phases: [String]
    public var gridPatterns: Int
    public var warnings: [String]
    /// The phase map of a campaign that has one.
    public var map: PhaseMapReport?

    public init(
        boundaries: [CampaignReport.Boundary] = [], wanted: [CampaignReport.WantedBoundary] = [], parameters: [CampaignReport.Parameter] = [],
        phases: [String], gridPatterns: Int, warnings: [String], map: PhaseMapReport? = nil
    ) {
        self.boundaries = boundaries
        self.wanted = wanted
        self.parameters = parameters
        self.phases = phases
        self.gridPatterns = gridPatterns
        self.warnings = warnings
        self.map = map
    }
}
