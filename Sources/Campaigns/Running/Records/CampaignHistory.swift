import Journal
import Tieline

/// What the journal says of a campaign, short of the belief: a fold over its rows.
struct CampaignHistory: Sendable {
    struct DecisionRecord: Sendable {
        var decision: Decision
        /// How many measurements there were when it was taken.
        var patterns: Int
    }

    private(set) var start: CampaignStart
    private(set) var measurements: [Measurement] = []
    /// The reason of the decision behind each measurement.
    private(set) var reasons: [String] = []
    private(set) var decisions: [DecisionRecord] = []
    /// Those that stand: of the campaign's file first, then those that were said since.
    private(set) var priors: [Prior] = []
    /// How many priors were ever said during the campaign: they are never renumbered.
    private(set) var priorCount = 0
    private(set) var state: CampaignStatus.State = .running
    private(set) var stateReason = "started"
    /// A decision that has not been carried out yet: a daemon that starts again carries it out, and does not decide anew.
    private(set) var pending: Decision?
    /// The highest temperature that the sample has been settled at, kelvin; 0 before the first.
    private(set) var highestKelvin = 0.0
    /// Exposures during which the heater was turned off.
    private(set) var cooledExposures: Set<String> = []
    private var openExposures: Set<String> = []
    /// Lab time that the campaign has spent, as its last row says.
    private(set) var elapsedSeconds = 0.0
    /// The last row that is in here.
    private(set) var sequence: Int64 = 0

    /// - Throws: `JournalError` with code `unreadable` if the first row is not the start of a campaign.
    init(first row: RecordedEvent) throws(JournalError) {
        guard case .started(let start) = try CampaignEvent(row) else {
            throw JournalError(
                .unreadable, message: "row \(row.sequence) is the first of its campaign but not a start", remedy: "Run `tieline verify`")
        }
        self.start = start
        priors = start.specification.mapping?.priors ?? []
        take(row)
    }

    /// Takes in the next row of the campaign.
    /// - Returns: The event that a belief has to see, if the row is one.
    mutating func apply(_ row: RecordedEvent) throws(JournalError) -> CampaignEvent? {
        let event = try CampaignEvent(row)
        switch event {
        case .started(let start): self.start = start
        case .decided(let decision):
            decisions.append(DecisionRecord(decision: decision, patterns: measurements.count))
            pending = decision
        case .measured(let measurement):
            measurements.append(measurement)
            reasons.append(pending?.reason ?? "")
            pending = nil
        case .exposureLost: pending = nil
        case .priorAdded(let prior):
            priors.append(prior)
            priorCount += 1
        case .priorWithdrawn(let withdrawal): priors.removeAll { $0.identifier == withdrawal.prior }
        case .stateChanged(let change): (state, stateReason) = (change.state, change.reason)
        case nil:
            try applyMachinery(row)
        }
        take(row)
        return event
    }

    /// What an intent's event says of it.
    private struct IntentChange: Decodable {
        var intent: String
        var kind: String
    }

    private mutating func applyMachinery(_ row: RecordedEvent) throws(JournalError) {
        switch row.kind {
        case "sample.settled":
            highestKelvin = max(highestKelvin, try row.decodePayload(as: LaboratoryEvent.Settled.self).targetKelvin)
        case "heater.off":
            cooledExposures.formUnion(openExposures)
        case let kind where kind.hasPrefix("intent."):
            let change = try row.decodePayload(as: IntentChange.self)
            guard change.kind == "expose" else { return }
            let isOpen = Intent.State(rawValue: String(kind.dropFirst("intent.".count)))?.isOpen ?? false
            if isOpen { openExposures.insert(change.intent) } else { openExposures.remove(change.intent) }
        default: break
        }
    }

    private mutating func take(_ row: RecordedEvent) {
        sequence = row.sequence
        elapsedSeconds = max(elapsedSeconds, row.stamp.labSeconds)
    }
}
