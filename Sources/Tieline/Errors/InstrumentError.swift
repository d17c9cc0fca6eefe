/// What went wrong between the daemon and an instrument.
public struct InstrumentError: Error, Sendable, CustomStringConvertible {
    /// Switch on this. The raw value also travels on the control socket, so it never changes.
    public enum Code: String, Sendable, CaseIterable, Codable {
        case noReply, refused, malformedReply, readbackMismatch, outOfLimits, sensorBroken, stale, notSettled, wrongState, busy, unknownInstrument
    }

    public var code: Code
    public var instrument: String
    /// What happened, with numbers and units.
    public var message: String
    /// What a person can do about it.
    public var remedy: String
    /// The error underneath, if one was caught.
    public var cause: (any Error)?

    public init(_ code: Code, instrument: String, message: String, remedy: String, cause: (any Error)? = nil) {
        self.code = code
        self.instrument = instrument
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }

    public var description: String { "\(instrument): \(message). \(remedy)" }
}
