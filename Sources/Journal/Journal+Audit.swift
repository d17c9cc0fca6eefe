import Crypto
import Foundation
import GRDB
public import Tieline

extension Journal {
    /// Follows the audit chain from its first row, and compares every pattern with the hash that its event carries.
    /// - Returns: The first row that does not fit, in words; nothing is repaired.
    public func verify() async throws(JournalError) -> AuditReport {
        try await events.read("verifying the audit chain") { database in
            var verification = AuditChain.Verification()
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT events.*, measurements.pattern, measurements.patternHash FROM events
                    LEFT JOIN measurements ON measurements.event = events.sequence ORDER BY events.sequence
                    """)
            while let row = try rows.next() {
                let event = EventTable.event(row)
                let pattern: Data? = row["pattern"]
                if let complaint = verification.take(event) ?? Self.complaint(about: pattern, of: event) {
                    return AuditReport(rows: verification.rows, firstBadRow: verification.rows, message: complaint)
                }
            }
            let rowCount = verification.rows
            return AuditReport(rows: rowCount, firstBadRow: nil, message: "the chain holds over \(rowCount) rows")
        }
    }

    private static func complaint(about pattern: Data?, of event: RecordedEvent) -> String? {
        switch (pattern, event.attachmentHash) {
        case (nil, nil): nil
        case (nil, .some): "row \(event.sequence) (\(event.kind)) has lost the pattern that belongs to it"
        case (.some, nil): "row \(event.sequence) (\(event.kind)) has a pattern that it knows nothing of"
        case (.some(let bytes), .some(let hash)):
            SHA256.bytes(of: Array(bytes)) == hash ? nil : "row \(event.sequence) (\(event.kind)): its pattern is not the one that was written"
        }
    }
}
