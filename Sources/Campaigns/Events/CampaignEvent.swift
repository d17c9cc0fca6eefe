public import Tieline

/// What happens to a campaign's knowledge: the belief is a fold over these, in the order of the journal, and nothing else.
///
/// | kind (`events.kind` in the journal) | payload |
/// |---|---|
/// | `campaign.started` | ``CampaignStart`` |
/// | `campaign.decided` | ``Decision`` |
/// | `campaign.measured` | `Measurement` |
/// | `campaign.exposureLost` | ``LostExposure`` |
/// | `campaign.priorAdded` | `Prior` |
/// | `campaign.priorWithdrawn` | ``PriorWithdrawal`` |
/// | `campaign.stateChanged` | ``StateChange`` |
public enum CampaignEvent: Codable, Hashable, Sendable {
    case started(CampaignStart)
    case decided(Decision)
    case measured(Measurement)
    /// An exposure that was `unknown` after a crash and that the detector says it never made.
    case exposureLost(LostExposure)
    case priorAdded(Prior)
    case priorWithdrawn(PriorWithdrawal)
    case stateChanged(StateChange)
}

/// The first event of a campaign: all that its decisions will depend on.
public struct CampaignStart: Codable, Hashable, Sendable {
    public var specification: CampaignSpecification
    /// The text of the TDB file, so that a replay needs no file.
    public var database: String
    /// The name that goes with every result: the file and its date or title.
    public var parameterSet: String
    public var isSimulated: Bool

    public init(specification: CampaignSpecification, database: String, parameterSet: String, isSimulated: Bool) {
        self.specification = specification
        self.database = database
        self.parameterSet = parameterSet
        self.isSimulated = isSimulated
    }
}

public struct LostExposure: Codable, Hashable, Sendable {
    public var intent: String
    public var condition: Condition

    public init(intent: String, condition: Condition) {
        self.intent = intent
        self.condition = condition
    }
}

public struct PriorWithdrawal: Codable, Hashable, Sendable {
    public var prior: String
    public var author: String
    public var reason: String

    public init(prior: String, author: String, reason: String) {
        self.prior = prior
        self.author = author
        self.reason = reason
    }
}

public struct StateChange: Codable, Hashable, Sendable {
    public var state: CampaignStatus.State
    public var reason: String

    public init(state: CampaignStatus.State, reason: String) {
        self.state = state
        self.reason = reason
    }
}
