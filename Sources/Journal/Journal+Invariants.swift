import GRDB
import Tieline

extension Journal {
    /// What must hold after every commit and every crash, beyond what the schema and ``verify()`` say; for tests and `tieline doctor`.
    /// - Returns: One sentence for each rule that is broken; empty when all hold.
    public func checkInvariants() async throws(JournalError) -> [String] {
        let report = try await verify()
        let chain = report.firstBadRow == nil ? [] : [report.message]
        return chain
            + (try await events.read("checking the journal") { database in
                try Self.rules.flatMap { rule in try String.fetchAll(database, sql: rule) }
            })
    }

    /// Each query returns one sentence a violation.
    private static let rules = [
        """
        SELECT 'campaign ' || name || ' has no first event' FROM campaigns
        WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.campaign = campaigns.name)
        """,
        """
        SELECT 'measurements of ' || campaign || ' have gaps' FROM measurements
        GROUP BY campaign HAVING min(number) <> 1 OR max(number) <> count(*)
        """,
        """
        SELECT 'intents of ' || campaign || ' have gaps' FROM intents
        GROUP BY campaign HAVING min(number) <> 1 OR max(number) <> count(*)
        """,
        """
        SELECT 'measurement ' || measurements.campaign || ' ' || measurements.number || ' comes from an intent that is ' || state
        FROM measurements JOIN intents ON intents.identifier = measurements.intent WHERE state NOT IN ('succeeded', 'happened')
        """,
        """
        SELECT 'measurement ' || measurements.campaign || ' ' || measurements.number || ' does not match its event'
        FROM measurements JOIN events ON events.sequence = measurements.event
        WHERE events.campaign <> measurements.campaign OR events.attachmentHash IS NOT measurements.patternHash
        """,
        """
        SELECT 'intent ' || identifier || ' is ' || state || ', which is not what its last event says' FROM intents
        WHERE 'intent.' || state <> (
            SELECT kind FROM events WHERE events.campaign = intents.campaign AND kind LIKE 'intent.%'
            AND json_extract(events.payload, '$.intent') = identifier ORDER BY sequence DESC LIMIT 1)
        """,
    ]
}
