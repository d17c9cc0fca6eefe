import Foundation
import GRDB
import Testing
import Tieline

@testable import Journal

@Suite("The audit chain names the first row that is not what was written")
struct AuditTests {
    @Test("The hash of a row is the SHA-256 of exactly the bytes that AuditChain.swift lists")
    func exactBytes() {
        let content = UnchainedEvent(
            sequence: 2, campaign: "c", kind: "k", payload: "{}", stamp: Stamp(who: "ada", why: "é", labSeconds: 1, wallTime: -2),
            attachmentHash: [UInt8](repeating: 7, count: 32))
        // Computed apart, with Python's hashlib and struct, from the table in AuditChain.swift.
        let expected = "16cb9ae5c562bb198153eede635ffd6763dc06c0c98009b3e308e1a01a010da4"
        #expect(AuditChain.hash(of: content, previousHash: AuditChain.origin).hexadecimal == expected)
    }

    @Test(
        "Any column of any row, changed behind our back, is found at that row",
        arguments: [
            "campaign = NULL", "kind = 'campaign.decided'", "payload = '{\"number\":9}'", "who = 'eve'", "why = 'no reason'",
            "labSeconds = labSeconds + 1",
            "wallTime = wallTime - 1", "attachmentHash = zeroblob(32)", "previousHash = zeroblob(32)", "hash = zeroblob(32)",
        ])
    func tamperedEvent(change: String) async throws {
        let folder = try StateFolder()
        var journal = try folder.open()
        _ = try await journal.fill(2)
        let rows = try await journal.verify()
        #expect(rows.firstBadRow == nil && rows.rows == 13)
        try journal.close()
        try tamper(folder, "UPDATE events SET \(change) WHERE sequence = 7", dropping: "eventsNeverChange")
        journal = try folder.open()
        #expect(try await journal.verify().firstBadRow == 7)
    }

    @Test("A changed pattern, a removed row and a replaced row are found")
    func tamperedRows() async throws {
        let folder = try StateFolder()
        var journal = try folder.open()
        _ = try await journal.fill(3)
        try journal.close()
        try tamper(folder, "UPDATE measurements SET pattern = x'00' WHERE number = 2", dropping: "measurementsNeverChange")
        journal = try folder.open()
        let report = try await journal.verify()
        #expect(report.firstBadRow == 13 && report.message.contains("pattern"))
        try journal.close()
        try tamper(folder, "DELETE FROM events WHERE sequence = 5", dropping: "eventsNeverLeave")
        journal = try folder.open()
        let gap = try await journal.verify()
        #expect(gap.firstBadRow == 5 && gap.message.contains("missing"))
    }

    @Test("Without dropping its triggers, the schema refuses to change or delete what was recorded")
    func appendOnly() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        _ = try await journal.fill(1)
        try journal.close()
        let queue = try DatabaseQueue(path: folder.path + "/journal.sqlite")
        for statement in ["UPDATE events SET who = 'eve'", "DELETE FROM events", "UPDATE measurements SET pattern = x''", "DELETE FROM measurements"]
        {
            #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: statement) } }
        }
        try queue.close()
    }

    @Test("Rows cut off the end leave a whole chain, but the head that was kept elsewhere shows it")
    func cutEnd() async throws {
        let folder = try StateFolder()
        var journal = try folder.open()
        _ = try await journal.fill(0)
        for number in 1...5 { try await journal.append(NewEvent(campaign: nil, kind: "k", payload: "\(number)", stamp: stamp())) }
        let kept = try #require(try await journal.head())
        try journal.close()
        try tamper(folder, "DELETE FROM events WHERE sequence > 4", dropping: "eventsNeverLeave")
        journal = try folder.open()
        #expect(try await journal.verify().firstBadRow == nil)
        let found = try #require(try await journal.head())
        #expect(found.sequence < kept.sequence && found.hash != kept.hash)
    }

    /// Does what someone with the file and an SQLite shell can do.
    private func tamper(_ folder: StateFolder, _ statement: String, dropping trigger: String) throws {
        let queue = try DatabaseQueue(path: folder.path + "/journal.sqlite")
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF; DROP TRIGGER \(trigger); \(statement)")
        }
        try queue.close()
    }
}
