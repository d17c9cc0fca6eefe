import GRDB

/// The rows of `intents`, inside a transaction that someone else holds.
enum IntentTable {
    /// What an `intent.*` event says.
    struct Change: Codable {
        var intent: String
        var kind: String
        var outcome: String
        var payload: String?
    }

    static func insert(_ intent: Intent, stamp: Stamp, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO intents (identifier, campaign, number, epoch, kind, payload, state, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                intent.identifier, intent.campaign, intent.number, intent.epoch, intent.kind, intent.payload, intent.state.rawValue, intent.outcome,
            ])
        try appendChange(of: intent, payload: intent.payload, stamp: stamp, to: database)
    }

    static func advance(
        _ identifier: String, to state: Intent.State, outcome: String, stamp: Stamp, in database: Database
    ) throws -> Intent {
        guard var intent = try fetch(database, "SELECT * FROM intents WHERE identifier = ?", [identifier]).first else {
            throw JournalError(.noSuchRecord, message: "there is no intent \(identifier)", remedy: "This is a fault of the daemon: report it")
        }
        guard intent.state.successors.contains(state) else {
            throw JournalError(
                .illegalTransition, message: "the intent \(identifier) is \(intent.state) and cannot become \(state)",
                remedy: "This is a fault of the daemon: report it")
        }
        intent.state = state
        intent.outcome = outcome
        try database.execute(
            sql: "UPDATE intents SET state = ?, outcome = ? WHERE identifier = ?", arguments: [state.rawValue, outcome, identifier])
        try appendChange(of: intent, payload: nil, stamp: stamp, to: database)
        return intent
    }

    static func fetch(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> [Intent] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            let identifier: String = row["identifier"]
            guard let state = Intent.State(rawValue: row["state"]) else {
                throw JournalError(
                    .unreadable, message: "the intent \(identifier) has an unknown state", remedy: "Read this journal with the version that wrote it")
            }
            return Intent(
                identifier: identifier, campaign: row["campaign"], number: row["number"], epoch: row["epoch"], kind: row["kind"],
                payload: row["payload"], state: state, outcome: row["outcome"])
        }
    }

    private static func appendChange(of intent: Intent, payload: String?, stamp: Stamp, to database: Database) throws {
        let change = Change(intent: intent.identifier, kind: intent.kind, outcome: intent.outcome, payload: payload)
        let event = try NewEvent(campaign: intent.campaign, kind: "intent.\(intent.state.rawValue)", encoding: change, stamp: stamp)
        _ = try EventTable.append(event, to: database)
    }
}
