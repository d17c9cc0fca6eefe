import Dispatch
import GRDB

/// One SQLite file with its one connection. Every call runs on the connection's own thread; none blocks a task's thread, none is cancelled half-way:
/// a record of something that happened is written even while the task that did it is being cancelled.
struct DatabaseFile: Sendable {
    /// How sure a commit is when it returns.
    enum Durability: String {
        /// fsynced.
        case full = "FULL"
        /// Safe against a crash of the process; a power cut may cost the last commits.
        case normal = "NORMAL"
    }

    let path: String
    private let queue: DatabaseQueue

    /// Opens, checks and migrates; blocks.
    init(
        path: String, durability: Durability, migrations: [Migration], maximumBytes: Int?, wallTime: Double
    ) throws(JournalError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try Self.checkIntegrity(of: database, path: path)
                try Migration.apply(migrations, to: database, file: path, wallTime: wallTime)
                try Self.checkSettings(of: database, durability: durability, path: path)
                if let maximumBytes {
                    let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
                    try database.execute(sql: "PRAGMA max_page_count = \(max(1, maximumBytes / pageSize))")
                }
            }
        } catch {
            throw JournalError(error, doing: "opening", file: path)
        }
    }

    /// Runs `updates` in one transaction and returns when it is committed, as durably as the file is.
    func write<Value: Sendable>(
        _ action: String, _ updates: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            queue.asyncWrite(updates) { _, result in continuation.resume(returning: result) }
        }
        do { return try result.get() } catch { throw JournalError(error, doing: action, file: path) }
    }

    /// The same for the time before the daemon serves anything; blocks.
    func blockingWrite<Value>(_ action: String, _ updates: (Database) throws -> Value) throws(JournalError) -> Value {
        do { return try queue.write(updates) } catch { throw JournalError(error, doing: action, file: path) }
    }

    func read<Value: Sendable>(
        _ action: String, _ value: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            // Not `asyncRead`: on a closed connection GRDB 7.10 ends the process there, instead of throwing.
            queue.asyncWriteWithoutTransaction { database in continuation.resume(returning: Result { try value(database) }) }
        }
        do { return try result.get() } catch { throw JournalError(error, doing: action, file: path) }
    }

    /// Waits for what is under way, then closes; whatever comes later throws `closed`. Blocks.
    func close() throws(JournalError) {
        do { try queue.close() } catch { throw JournalError(error, doing: "closing", file: path) }
    }

    /// Copies the committed state into a new file while writers go on.
    func backup(to destination: String) async throws(JournalError) {
        let source = queue
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            // A backup blocks for as long as it copies: it gets a thread of its own, never one of the tasks'.
            Self.backupThread.async {
                continuation.resume(
                    returning: Result {
                        let copy = try DatabaseQueue(path: destination)
                        try source.backup(to: copy)
                        try copy.close()
                    })
            }
        }
        do { try result.get() } catch { throw JournalError(error, doing: "a backup", file: destination) }
    }

    private static let backupThread = DispatchQueue(label: "tieline.journal.backup")

    private static func checkIntegrity(of database: Database, path: String) throws {
        let complaints = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
        guard complaints == ["ok"] else {
            throw JournalError(
                .corrupt, message: "\(path) fails SQLite's integrity check: \(complaints.joined(separator: "; "))",
                remedy: "Keep the file for inspection and restore the last backup with `tieline restore`")
        }
        let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        guard orphans.isEmpty else {
            throw JournalError(
                .corrupt, message: "\(path) has \(orphans.count) rows that refer to nothing", remedy: "Restore the last backup with `tieline restore`"
            )
        }
    }

    /// A pragma that SQLite did not take is silent, so each is read back.
    private static func checkSettings(of database: Database, durability: Durability, path: String) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        let foreignKeys = try Int.fetchOne(database, sql: "PRAGMA foreign_keys") ?? 0
        guard mode == "wal", synchronous == (durability == .full ? 2 : 1), foreignKeys == 1 else {
            throw JournalError(
                .inputOutput, message: "\(path) runs with journal_mode \(mode), synchronous \(synchronous), foreign_keys \(foreignKeys)",
                remedy: "Put the state folder on a local disk: network file systems cannot hold a write-ahead log")
        }
    }
}
