/// What went wrong with the journal. Whoever gets one must command the heaters off: what cannot be written down may not be done.
public struct JournalError: Error, Sendable, CustomStringConvertible {
    /// Switch on this. The raw value also travels on the control socket, so it never changes.
    public enum Code: String, Sendable, CaseIterable, Codable {
        case diskFull, corrupt, locked, newerSchema, closed, inputOutput
        case noSuchCampaign, noSuchRecord, illegalTransition, notRecordable, unreadable
    }

    public var code: Code
    /// What happened, with numbers.
    public var message: String
    /// What a person can do about it.
    public var remedy: String
    /// The error underneath, if one was caught.
    public var cause: (any Error)?
    /// The daemon that holds the journal, for `locked`.
    public var holder: Int32?

    public init(_ code: Code, message: String, remedy: String, cause: (any Error)? = nil, holder: Int32? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
        self.holder = holder
    }

    public var description: String { "journal: \(message). \(remedy)" }
}
