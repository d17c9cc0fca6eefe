import GRDB

/// Rule 1 of the laboratory: nothing physical happens before its intent is committed and fsynced.
///
/// Every change of an intent is an event of the kind `intent.STATE` with the payload `{"intent", "kind", "outcome"}` (and `"payload"` when it is
/// committed), so that the audit chain vouches for it as well.
extension Journal {
    /// Writes down what is about to be done. When this returns the intent is on the disk, and the first byte may leave.
    public func commit(kind: String, payload: String, for campaign: String, stamp: Stamp) async throws(JournalError) -> Intent {
        let epoch = epoch
        return try await events.write("committing an intent to \(kind)") { database in
            try EventTable.requireCampaign(campaign, in: database)
            let last = try Int.fetchOne(database, sql: "SELECT max(number) FROM intents WHERE campaign = ?", arguments: [campaign]) ?? 0
            let intent = Intent(
                identifier: "\(campaign)/\(last + 1)", campaign: campaign, number: last + 1, epoch: epoch, kind: kind, payload: payload,
                state: .committed, outcome: "not known yet")
            try IntentTable.insert(intent, stamp: stamp, into: database)
            return intent
        }
    }

    /// Records what became of an intent, and what follows from it, both or neither.
    /// - Throws: ``JournalError`` with code `illegalTransition` if `state` may not follow the present one, `noSuchRecord`.
    @discardableResult
    public func advance(
        _ identifier: String, to state: Intent.State, outcome: String, stamp: Stamp, with event: NewEvent? = nil
    ) async throws(JournalError) -> Intent {
        try await events.write("recording the outcome of \(identifier)") { database in
            let intent = try IntentTable.advance(identifier, to: state, outcome: outcome, stamp: stamp, in: database)
            if let event { _ = try EventTable.append(event, to: database) }
            return intent
        }
    }

    /// The intents that still wait for an outcome, of all campaigns, the oldest first: what a daemon asks the instruments about when it starts.
    public func openIntents() async throws(JournalError) -> [Intent] {
        try await events.read("reading the open intents") { database in
            try IntentTable.fetch(
                database, "SELECT * FROM intents WHERE state IN ('committed', 'acknowledged', 'unknown') ORDER BY rowid", [])
        }
    }

    /// All intents of a campaign, the oldest first.
    public func intents(of campaign: String) async throws(JournalError) -> [Intent] {
        try await events.read("reading the intents") { database in
            try IntentTable.fetch(database, "SELECT * FROM intents WHERE campaign = ? ORDER BY number", [campaign])
        }
    }
}
