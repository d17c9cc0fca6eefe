import Foundation
import Testing
import Tieline

@testable import Journal

@Suite("Crashes and full disks lose nothing that was promised")
struct CrashTests {
    @Test("A copy of the database with its write-ahead log cut at any place opens, and its rules hold", arguments: [1, 2, 3, 4] as [UInt64])
    func truncatedLog(seed: UInt64) async throws {
        var generator = SeededGenerator(state: seed)
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(6)
        let whole = try await journal.events(of: name)
        let database = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/journal.sqlite"))
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/journal.sqlite-wal"))
        #expect(!log.isEmpty, "nothing was checkpointed, so that the log holds all of it")
        for _ in 0..<25 {
            let length = Int.random(in: 0...log.count, using: &generator)
            let crashed = try StateFolder()
            try database.write(to: URL(fileURLWithPath: crashed.path + "/journal.sqlite"))
            try log.prefix(length).write(to: URL(fileURLWithPath: crashed.path + "/journal.sqlite-wal"))
            let survivor = try crashed.open()
            #expect(try await survivor.checkInvariants() == [], "seed \(seed), log cut at \(length) of \(log.count)")
            if try await survivor.campaigns().isEmpty { continue }
            // What is there is the beginning of what was written, and the journal goes on from it.
            let events = try await survivor.events(of: name)
            #expect(events == Array(whole.prefix(events.count)), "seed \(seed), log cut at \(length)")
            try await survivor.append(NewEvent(campaign: name, kind: "after", payload: "{}", stamp: stamp()))
            #expect(try await survivor.checkInvariants() == [])
        }
    }

    @Test("A full disk is an error with a name; nothing is half written, and with room again it goes on")
    func fullDisk() async throws {
        let folder = try StateFolder()
        var journal = try folder.open(maximumBytes: 160 * 1_024)
        let name = try await journal.fill(0)
        var written = 0
        var error: JournalError?
        for number in 1...2_000 where error == nil {
            do {
                try await journal.measure(number, of: name)
                written = number
            } catch let failure as JournalError {
                error = failure
            }
        }
        #expect(error?.code == .diskFull)
        #expect(written > 10 && written < 1_000)
        #expect(try await journal.checkInvariants() == [])
        try journal.close()
        journal = try folder.open()
        for intent in try await journal.openIntents() {
            try await journal.advance(intent.identifier, to: .unknown, outcome: "the disk was full", stamp: stamp())
            try await journal.advance(intent.identifier, to: .didNotHappen, outcome: "nothing was sent", stamp: stamp())
        }
        try await journal.measure(written + 1, of: name)
        #expect(try await journal.checkInvariants() == [])
    }

    @Test("A file that is not a database, or is damaged inside, is refused with its remedy")
    func damagedFile() async throws {
        let folder = try StateFolder()
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: folder.path + "/journal.sqlite"))
        let notADatabase = #expect(throws: JournalError.self) { try folder.open() }
        #expect(notADatabase?.code == .corrupt && notADatabase?.remedy.contains("tieline restore") == true)

        let other = try StateFolder()
        let journal = try other.open()
        _ = try await journal.fill(30)
        try journal.close()
        let url = URL(fileURLWithPath: other.path + "/journal.sqlite")
        var bytes = try Data(contentsOf: url)
        for offset in stride(from: 5 * 4_096, to: bytes.count, by: 4_096) { bytes[offset] ^= 0xff }
        try bytes.write(to: url)
        let damaged = #expect(throws: JournalError.self) { try other.open() }
        #expect(damaged?.code == .corrupt)
    }
}
