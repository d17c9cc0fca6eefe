import Foundation

/// What the laboratory did, in order and for good: events, intents, measurements and telemetry of all campaigns, in one state folder.
///
/// | file | what it holds | a commit is safe against |
/// |---|---|---|
/// | `journal.sqlite` | events, intents, measurements | a power cut |
/// | `telemetry.sqlite` | telemetry | a crash of the process |
/// | `tielined.lock` | the process identifier of the daemon that owns the folder | |
///
/// One daemon at a time; within it, any task: calls are served one after the other by the one connection's thread. Every call throws
/// ``JournalError`` and then has written nothing.
public final class Journal: Sendable {
    public let folder: String
    /// The number of this opening, `1...`; every intent carries the one it was committed in.
    public let epoch: Int
    let events: DatabaseFile
    let telemetry: DatabaseFile
    private let lock: LockBox

    static let journalFile = "journal.sqlite"
    static let telemetryFile = "telemetry.sqlite"

    /// Takes the state folder, makes it if it is missing, checks both databases and brings them to the present schema. Blocks; call it before the
    /// daemon serves anything.
    ///
    /// - Parameters:
    ///   - maximumBytes: The largest size of each database. A full disk stops SQLite as well, but also everything else on the machine.
    ///   - wallTime: Seconds since 1970; now, if not given.
    /// - Throws: ``JournalError``: `locked` if a daemon owns the folder, `corrupt`, `newerSchema`, `inputOutput`.
    public static func open(
        at folder: String, maximumBytes: Int? = nil, wallTime: Double? = nil
    ) throws(JournalError) -> Journal {
        let wallTime = wallTime ?? Date().timeIntervalSince1970
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw JournalError(
                .inputOutput, message: "the state folder \(folder) cannot be made: \(error.localizedDescription)",
                remedy: "Name a folder that the daemon's user may write, with `state:` in the daemon's configuration or --state", cause: error)
        }
        let lock = try InstanceLock(folder: folder)
        let events = try DatabaseFile(
            path: folder + "/" + journalFile, durability: .full, migrations: Migration.journal, maximumBytes: maximumBytes, wallTime: wallTime)
        let telemetry = try DatabaseFile(
            path: folder + "/" + telemetryFile, durability: .normal, migrations: Migration.telemetry, maximumBytes: maximumBytes, wallTime: wallTime)
        let epoch = try events.beginEpoch(processIdentifier: getpid(), wallTime: wallTime)
        return Journal(folder: folder, epoch: epoch, events: events, telemetry: telemetry, lock: lock)
    }

    private init(folder: String, epoch: Int, events: DatabaseFile, telemetry: DatabaseFile, lock: InstanceLock) {
        self.folder = folder
        self.epoch = epoch
        self.events = events
        self.telemetry = telemetry
        self.lock = LockBox(lock)
    }

    /// Closes both databases, then gives the folder free. Later calls throw `closed`. Blocks for as long as a commit takes.
    public func close() throws(JournalError) {
        try events.close()
        try telemetry.close()
        lock.release()
    }

    /// Copies the journal as it is now to `path`, without stopping it. Telemetry is not copied: nothing depends on it.
    /// - Throws: ``JournalError``, also if there is a file at `path` already.
    public func backup(to path: String) async throws(JournalError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw JournalError(.inputOutput, message: "\(path) exists already", remedy: "Name a new file: a backup overwrites nothing")
        }
        try await events.backup(to: path)
    }
}
