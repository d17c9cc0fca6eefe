import Crypto
import GRDB

/// One numbered step of the schema, from the folder `migrations` at the root of the repository, embedded when the module is compiled.
struct Migration: Sendable {
    var number: Int
    var name: String
    var sql: [UInt8]

    var hash: String { SHA256.bytes(of: sql).hexadecimal }

    /// The generated names replace a leading digit.
    static let journal = [Migration(number: 1, name: "0001-journal", sql: PackageResources._001_journal_sql)]
    static let telemetry = [Migration(number: 2, name: "0002-telemetry", sql: PackageResources._002_telemetry_sql)]

    /// Applies what is missing, each in a transaction of its own with the row that says so.
    /// - Throws: ``JournalError`` with code `newerSchema` if the database has a migration that we do not know, or knows another text of one.
    static func apply(_ migrations: [Migration], to database: Database, file: String, wallTime: Double) throws {
        var applied: [(number: Int, hash: String)] = []
        if try database.tableExists("migrations") {
            for row in try Row.fetchAll(database, sql: "SELECT number, hash FROM migrations ORDER BY number") {
                applied.append((row["number"], row["hash"]))
            }
        }
        for (number, hash) in applied where !migrations.contains(where: { $0.number == number && $0.hash == hash }) {
            throw JournalError(
                .newerSchema, message: "\(file) has migration \(number) with a text that this version does not know",
                remedy: "Use the version of Tieline that wrote it, or a later one")
        }
        for migration in migrations where !applied.contains(where: { $0.number == migration.number }) {
            try database.inTransaction(.immediate) {
                try database.execute(sql: String(decoding: migration.sql, as: UTF8.self))
                try database.execute(
                    sql: "INSERT INTO migrations (number, name, hash, wallTime) VALUES (?, ?, ?, ?)",
                    arguments: [migration.number, migration.name, migration.hash, wallTime])
                return .commit
            }
        }
    }
}
