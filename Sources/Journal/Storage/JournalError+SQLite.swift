import GRDB

extension JournalError {
    /// What an error of SQLite means to a person.
    init(_ error: any Error, doing action: String, file: String) {
        if let known = error as? JournalError {
            self = known
            return
        }
        guard let database = error as? DatabaseError else {
            self.init(.inputOutput, message: "\(action) in \(file) failed: \(error)", remedy: "Check the state folder and its disk", cause: error)
            return
        }
        let detail = database.message ?? "SQLite result \(database.extendedResultCode.rawValue)"
        switch database.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull, message: "\(action) found no room for \(file) (\(detail)); nothing was written",
                remedy: "Free space on the disk of the state folder; the campaign goes on from its last record", cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt, message: "\(file) is damaged (\(detail))",
                remedy: "Keep the file for inspection and restore the last backup with `tieline restore`", cause: error)
        case .SQLITE_MISUSE:
            self.init(.closed, message: "\(action): \(file) is closed", remedy: "Start the daemon again", cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked, message: "\(action): another process writes to \(file)", remedy: "End the program that has the file open", cause: error)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self.init(
                .inputOutput, message: "\(file) cannot be opened for writing (\(detail))",
                remedy: "Give the daemon's user the state folder, on a local disk", cause: error)
        default:
            self.init(
                .inputOutput, message: "\(action) in \(file) failed: \(detail)", remedy: "Check the state folder and its disk", cause: error)
        }
    }
}
