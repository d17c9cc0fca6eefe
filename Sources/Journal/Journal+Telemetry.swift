import GRDB

extension Journal {
    /// Keeps what instruments said. It goes to a file of its own, so that no intent waits for it.
    public func keep(_ points: [TelemetryPoint], of campaign: String) async throws(JournalError) {
        try await telemetry.write("keeping telemetry") { database in
            let insert = try database.cachedStatement(
                sql: "INSERT INTO telemetry (campaign, instrument, quantity, value, labSeconds, wallTime) VALUES (?, ?, ?, ?, ?, ?)")
            // SQLite stores a NaN as NULL, which the schema refuses: what an instrument said wrongly is an event, not a curve.
            for point in points where point.value.isFinite {
                try insert.execute(arguments: [campaign, point.instrument, point.quantity, point.value, point.labSeconds, point.wallTime])
            }
        }
    }

    /// The last `count` values of a quantity, in the order of time.
    public func telemetry(of campaign: String, quantity: String, last count: Int) async throws(JournalError) -> [TelemetryPoint] {
        try await telemetry.read("reading telemetry") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM telemetry WHERE campaign = ? AND quantity = ? ORDER BY number DESC LIMIT ?",
                arguments: [campaign, quantity, count]
            ).reversed().map { row in
                TelemetryPoint(
                    instrument: row["instrument"], quantity: row["quantity"], value: row["value"], labSeconds: row["labSeconds"],
                    wallTime: row["wallTime"])
            }
        }
    }
}
