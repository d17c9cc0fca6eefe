public import Tieline

/// What a running daemon writes into its lock file: enough for `tieline stop` to make everything safe without it.
public struct DaemonRecord: Codable, Hashable, Sendable {
    public var processIdentifier: Int32
    public var socket: String
    /// The state folder, absolute.
    public var state: String
    /// The instrument file, absolute: the lines to take when the daemon does not answer.
    public var instruments: String

    public init(processIdentifier: Int32, socket: String, state: String, instruments: String) {
        self.processIdentifier = processIdentifier
        self.socket = socket
        self.state = state
        self.instruments = instruments
    }
}

/// What the daemon's signal thread leaves beside the socket after an emergency stop.
public struct EmergencyOutcome: Codable, Hashable, Sendable {
    public var processIdentifier: Int32
    public var report: StopReport

    public init(processIdentifier: Int32, report: StopReport) {
        self.processIdentifier = processIdentifier
        self.report = report
    }
}
