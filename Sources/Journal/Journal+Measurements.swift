import Crypto
import Foundation
import GRDB
public import Tieline

extension Journal {
    /// Records a finished exposure: its event, its pattern and the outcome of its intent, all or nothing.
    ///
    /// - Parameters:
    ///   - event: What the campaign learns; the SHA-256 of the pattern becomes part of it.
    ///   - number: `1...` within the campaign, without gaps.
    ///   - intent: The intent that exposed; it becomes `state`.
    ///   - state: `succeeded`, or `happened` after a crash.
    /// - Throws: ``JournalError``: `illegalTransition` if the exposure has been recorded already, `notRecordable` for a number out of order.
    public func record(
        _ event: NewEvent, number: Int, pattern: DiffractionPattern, intent: String, becomes state: Intent.State, outcome: String
    ) async throws(JournalError) -> RecordedEvent {
        guard let campaign = event.campaign else {
            throw JournalError(.noSuchCampaign, message: "a measurement belongs to a campaign", remedy: "This is a fault of the daemon: report it")
        }
        let bytes = PatternCodec.encode(pattern)
        let hash = SHA256.bytes(of: bytes)
        return try await events.write("recording measurement \(number) of \(campaign)") { database in
            let last = try Int.fetchOne(database, sql: "SELECT max(number) FROM measurements WHERE campaign = ?", arguments: [campaign]) ?? 0
            guard number == last + 1 else {
                throw JournalError(
                    .notRecordable, message: "measurement \(number) of \(campaign) would follow measurement \(last)",
                    remedy: "This is a fault of the daemon: report it")
            }
            _ = try IntentTable.advance(intent, to: state, outcome: outcome, stamp: event.stamp, in: database)
            let recorded = try EventTable.append(event, attachmentHash: hash, to: database)
            try database.execute(
                sql: "INSERT INTO measurements (campaign, number, intent, event, pattern, patternHash) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [campaign, number, intent, recorded.sequence, Data(bytes), Data(hash)])
            return recorded
        }
    }

    /// The pattern of a measurement, bit for bit as the detector gave it, or `nil` if there is no such measurement.
    public func pattern(of campaign: String, number: Int) async throws(JournalError) -> DiffractionPattern? {
        try await events.read("reading pattern \(number) of \(campaign)") { database in
            let data = try Data.fetchOne(
                database, sql: "SELECT pattern FROM measurements WHERE campaign = ? AND number = ?", arguments: [campaign, number])
            return try data.map { try PatternCodec.decode(Array($0), what: "measurement \(number) of \(campaign)") }
        }
    }
}
