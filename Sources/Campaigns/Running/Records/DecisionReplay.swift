public import Journal

/// Takes every decision of a campaign again, from the rows before it and nothing else: why each point was measured can be proved.
public struct DecisionReplay: Hashable, Sendable {
    public struct Difference: Hashable, Sendable {
        /// The row of the decision in the journal.
        public var sequence: Int64
        public var journalled: Decision
        public var replayed: Decision
    }

    /// How many decisions were taken again.
    public private(set) var decisions = 0
    /// Where the journal has another decision than this build takes from the same rows.
    public private(set) var differences: [Difference] = []

    /// - Parameter rows: All rows of the campaign, in order.
    /// - Throws: `JournalError` with code `unreadable`, or what the strategy throws.
    public init(_ rows: [RecordedEvent], strategy makeStrategy: LaboratoryServices.StrategyFactory) throws {
        guard let first = rows.first, case .started(let start) = try CampaignEvent(first) else {
            throw JournalError(.unreadable, message: "the first row is not the start of a campaign", remedy: "Run `tieline verify`")
        }
        var belief = try makeStrategy(start)
        // The time that a decision was taken with: the latest that any row before it says.
        var elapsedSeconds = 0.0
        for row in rows {
            if let event = try CampaignEvent(row) {
                if case .decided(let journalled) = event {
                    let replayed = try belief.decide(elapsedSeconds: elapsedSeconds)
                    decisions += 1
                    if replayed != journalled {
                        differences.append(Difference(sequence: row.sequence, journalled: journalled, replayed: replayed))
                    }
                }
                try belief.apply(event)
            }
            elapsedSeconds = max(elapsedSeconds, row.stamp.labSeconds)
        }
    }
}
