import GRDB

extension DatabaseFile {
    /// Counts this opening. Blocks.
    func beginEpoch(processIdentifier: Int32, wallTime: Double) throws(JournalError) -> Int {
        try blockingWrite("counting the epoch") { database in
            let epoch = 1 + (try Int.fetchOne(database, sql: "SELECT max(number) FROM epochs") ?? 0)
            try database.execute(
                sql: "INSERT INTO epochs (number, processIdentifier, wallTime) VALUES (?, ?, ?)", arguments: [epoch, processIdentifier, wallTime])
            return epoch
        }
    }
}
