import Foundation
import GRDB

/// The rows of `events`, inside a transaction that someone else holds.
enum EventTable {
    /// Appends to the chain.
    static func append(_ event: NewEvent, attachmentHash: [UInt8]? = nil, to database: Database) throws -> RecordedEvent {
        guard event.stamp.labSeconds.isFinite, event.stamp.wallTime.isFinite else {
            throw JournalError(
                .notRecordable,
                message: "the event \(event.kind) has the lab time \(event.stamp.labSeconds) s and the wall time \(event.stamp.wallTime) s",
                remedy: "Times are finite; look for where a NaN came in")
        }
        if let campaign = event.campaign { try requireCampaign(campaign, in: database) }
        let last = try Row.fetchOne(database, sql: "SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
        let previousHash: [UInt8] = last.map { Array($0["hash"] as Data) } ?? AuditChain.origin
        let content = UnchainedEvent(
            sequence: 1 + (last?["sequence"] ?? 0), campaign: event.campaign, kind: event.kind, payload: event.payload, stamp: event.stamp,
            attachmentHash: attachmentHash)
        let recorded = RecordedEvent(content: content, previousHash: previousHash, hash: AuditChain.hash(of: content, previousHash: previousHash))
        try database.execute(
            sql: """
                INSERT INTO events (sequence, campaign, kind, payload, who, why, labSeconds, wallTime, attachmentHash, previousHash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                content.sequence, content.campaign, content.kind, content.payload, content.stamp.who, content.stamp.why, content.stamp.labSeconds,
                content.stamp.wallTime, attachmentHash.map { Data($0) }, Data(recorded.previousHash), Data(recorded.hash),
            ])
        return recorded
    }

    static func fetch(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> [RecordedEvent] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map(event)
    }

    static func event(_ row: Row) -> RecordedEvent {
        let stamp = Stamp(who: row["who"], why: row["why"], labSeconds: row["labSeconds"], wallTime: row["wallTime"])
        let attachment: Data? = row["attachmentHash"]
        let content = UnchainedEvent(
            sequence: row["sequence"], campaign: row["campaign"], kind: row["kind"], payload: row["payload"], stamp: stamp,
            attachmentHash: attachment.map { Array($0) })
        return RecordedEvent(content: content, previousHash: Array(row["previousHash"] as Data), hash: Array(row["hash"] as Data))
    }

    static func requireCampaign(_ campaign: String, in database: Database) throws {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM campaigns WHERE name = ?)", arguments: [campaign]) == true else {
            throw JournalError(.noSuchCampaign, message: "there is no campaign \(campaign)", remedy: "`tieline campaigns` lists them")
        }
    }
}
