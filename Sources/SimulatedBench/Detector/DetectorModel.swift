/// The state machine of a DECTRIS detector as SIMPLON 1.8.0 shows it, for one image a trigger and one trigger a series.
///
/// | command | na | idle | ready | acquire |
/// |---|---|---|---|---|
/// | `initialize` | idle | idle | idle | refused |
/// | `arm` | refused | ready, next sequence id | refused | refused |
/// | `trigger` | refused | refused | acquire, then idle when the exposure is over | refused |
/// | `disarm` | refused | idle | idle | refused: `cancel` or `abort` first |
/// | `cancel`, `abort` | refused | idle | idle | idle, the exposure is thrown away |
///
/// Some detectors accept `arm` before `initialize` and then take nothing; this one refuses, so that a driver which relies on it fails here.
public struct DetectorModel: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case notInitialised = "na"
        case idle, ready, acquire, configure, initialize, error
    }

    public enum Command: String, Sendable, CaseIterable { case initialize, arm, trigger, disarm, cancel, abort }

    /// A command that the present state does not allow.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        public var command: Command
        public var state: State

        public init(command: Command, state: State) {
            self.command = command
            self.state = state
        }

        public var description: String { "\(command.rawValue) is not allowed in state \(state.rawValue)" }
    }

    /// More exposures than any sample survives: what bounds the bench's memory of them.
    public static let maximumSeries = 1_000_000

    public internal(set) var state = State.notInitialised
    /// The sequence id of the last series that was armed, 0 if none.
    public private(set) var series = 0
    /// Seconds of exposure of one image, and from one image to the next.
    public internal(set) var countTime = 1.0
    public internal(set) var frameTime = 1.0

    public init() {}

    public mutating func perform(_ command: Command) throws(Refusal) {
        switch (command, state) {
        case (.initialize, .notInitialised), (.initialize, .idle), (.initialize, .ready):
            state = .idle
        case (.arm, .idle) where series < Self.maximumSeries:
            series += 1
            state = .ready
        case (.trigger, .ready):
            state = .acquire
        case (.disarm, .idle), (.disarm, .ready):
            state = .idle
        case (.cancel, .idle), (.cancel, .ready), (.cancel, .acquire), (.abort, .idle), (.abort, .ready), (.abort, .acquire):
            state = .idle
        default:
            throw Refusal(command: command, state: state)
        }
    }

    /// The exposure is over, and with it the series.
    mutating func finishExposure() {
        if state == .acquire { state = .idle }
    }
}
