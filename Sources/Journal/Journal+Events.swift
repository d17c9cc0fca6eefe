import GRDB

extension Journal {
    /// Gives a new campaign its name, `sn-bi-film-0001`, and writes its first event, both or neither.
    ///
    /// - Parameters:
    ///   - prefix: The name in the campaign file.
    ///   - kind: The first event's kind; its `payload` is JSON.
    public func createCampaign(
        named prefix: String, kind: String, payload: String, stamp: Stamp
    ) async throws(JournalError) -> (name: String, event: RecordedEvent) {
        try await events.write("creating a campaign") { database in
            let number = 1 + (try Int.fetchOne(database, sql: "SELECT max(number) FROM campaigns WHERE prefix = ?", arguments: [prefix]) ?? 0)
            let digits = String(number)
            let name = prefix + "-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            try database.execute(sql: "INSERT INTO campaigns (name, prefix, number) VALUES (?, ?, ?)", arguments: [name, prefix, number])
            let event = try EventTable.append(NewEvent(campaign: name, kind: kind, payload: payload, stamp: stamp), to: database)
            return (name, event)
        }
    }

    /// The names of all campaigns, the oldest first.
    public func campaigns() async throws(JournalError) -> [String] {
        try await events.read("listing the campaigns") { database in
            try String.fetchAll(database, sql: "SELECT name FROM campaigns ORDER BY rowid")
        }
    }

    /// Writes one event; it is on the disk when this returns.
    @discardableResult
    public func append(_ event: NewEvent) async throws(JournalError) -> RecordedEvent {
        try await events.write("writing the event \(event.kind)") { database in try EventTable.append(event, to: database) }
    }

    /// Writes one event, unless something else came in between: what was decided from the events up to `sequence` is written only if these are still
    /// all there are, so that a replay sees what the decision saw.
    /// - Returns: `nil`, and nothing is written, if the last event of the campaign is not `sequence` any more.
    public func append(_ event: NewEvent, ifLastIs sequence: Int64) async throws(JournalError) -> RecordedEvent? {
        try await events.write("writing the event \(event.kind)") { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM events WHERE campaign IS ?", arguments: [event.campaign])
            return last == sequence ? try EventTable.append(event, to: database) : nil
        }
    }

    /// The events of a campaign (of the laboratory, for `nil`) in the order in which they were written.
    /// - Parameter sequence: Only what came after this row.
    public func events(of campaign: String?, after sequence: Int64 = 0) async throws(JournalError) -> [RecordedEvent] {
        try await events.read("reading the events") { database in
            try EventTable.fetch(
                database, "SELECT * FROM events WHERE campaign IS ? AND sequence > ? ORDER BY sequence", [campaign, sequence])
        }
    }

    /// The last row of the audit chain: kept outside the journal, it shows later that no rows were cut off the end. `nil` for an empty journal.
    public func head() async throws(JournalError) -> (sequence: Int64, hash: [UInt8])? {
        try await events.read("reading the last event") { database in
            try EventTable.fetch(database, "SELECT * FROM events ORDER BY sequence DESC LIMIT 1", []).first.map { ($0.sequence, $0.hash) }
        }
    }
}
