public import Journal
import Tieline

extension CampaignEvent {
    /// `events.kind` in the journal: these never change.
    public var kind: String {
        switch self {
        case .started: "campaign.started"
        case .decided: "campaign.decided"
        case .measured: "campaign.measured"
        case .exposureLost: "campaign.exposureLost"
        case .priorAdded: "campaign.priorAdded"
        case .priorWithdrawn: "campaign.priorWithdrawn"
        case .stateChanged: "campaign.stateChanged"
        }
    }

    /// - Throws: `JournalError` with code `notRecordable` for a NaN anywhere in it.
    public func payload() throws(JournalError) -> String {
        switch self {
        case .started(let start): try JournalJSON.encode(start)
        case .decided(let decision): try JournalJSON.encode(decision)
        case .measured(let measurement): try JournalJSON.encode(measurement)
        case .exposureLost(let exposure): try JournalJSON.encode(exposure)
        case .priorAdded(let prior): try JournalJSON.encode(prior)
        case .priorWithdrawn(let withdrawal): try JournalJSON.encode(withdrawal)
        case .stateChanged(let change): try JournalJSON.encode(change)
        }
    }

    /// The campaign's event in a row of the journal, or `nil` for a row that is about the machinery (intents, interlocks, the sample's history).
    public init?(_ row: RecordedEvent) throws(JournalError) {
        switch row.kind {
        case "campaign.started": self = .started(try row.decodePayload(as: CampaignStart.self))
        case "campaign.decided": self = .decided(try row.decodePayload(as: Decision.self))
        case "campaign.measured": self = .measured(try row.decodePayload(as: Measurement.self))
        case "campaign.exposureLost": self = .exposureLost(try row.decodePayload(as: LostExposure.self))
        case "campaign.priorAdded": self = .priorAdded(try row.decodePayload(as: Prior.self))
        case "campaign.priorWithdrawn": self = .priorWithdrawn(try row.decodePayload(as: PriorWithdrawal.self))
        case "campaign.stateChanged": self = .stateChanged(try row.decodePayload(as: StateChange.self))
        default: return nil
        }
    }
}
