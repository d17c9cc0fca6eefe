public import Tieline

/// The life of a campaign. A value: the owner performs the action that an event returns.
///
/// | from | event | to | action |
/// |---|---|---|---|
/// | running | pause | paused, hot | hold |
/// | paused, hot | pauseExpired | paused, cold | cool |
/// | running, paused hot | fault | paused, cold | cool |
/// | paused, interrupted | resume | running | measure |
/// | running, paused, interrupted | abort | aborted | cool |
/// | running | finish | finished | cool |
/// | running, paused, interrupted | fail | failed | cool |
/// | running | daemonStops | interrupted | cool |
/// | paused, hot | daemonStops | paused, cold | cool |
///
/// Anything else changes nothing; asked for by a person, it throws.
public struct CampaignLifecycle: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case running
        /// The furnace holds; only for so long.
        case pausedHot
        /// The furnace is off; a person has to say `resume`.
        case pausedCold
        /// The daemon does not run it, but it can go on.
        case interrupted
        case finished, aborted, failed
    }

    public enum Action: Hashable, Sendable { case measure, hold, cool, nothing }

    public private(set) var state: State

    public init(_ state: State = .running) { self.state = state }

    /// The state that the journal has: a pause that the daemon did not see to its end is cold.
    public init(journalled state: CampaignStatus.State) {
        switch state {
        case .running, .interrupted: self.state = .interrupted
        case .paused: self.state = .pausedCold
        case .finished: self.state = .finished
        case .aborted: self.state = .aborted
        case .failed: self.state = .failed
        }
    }

    public var status: CampaignStatus.State {
        switch state {
        case .running: .running
        case .pausedHot, .pausedCold: .paused
        case .interrupted: .interrupted
        case .finished: .finished
        case .aborted: .aborted
        case .failed: .failed
        }
    }

    /// Whether nothing can happen to it any more.
    public var hasEnded: Bool { state == .finished || state == .aborted || state == .failed }

    /// - Throws: ``ControlError`` with code `notRunning`.
    public mutating func pause() throws(ControlError) -> Action {
        guard state == .running else { throw refusal("pause", only: "a running campaign") }
        state = .pausedHot
        return .hold
    }

    /// - Throws: ``ControlError``: `alreadyRunning`, or `notRunning` after its end.
    public mutating func resume() throws(ControlError) -> Action {
        switch state {
        case .pausedHot, .pausedCold, .interrupted:
            state = .running
            return .measure
        case .running:
            throw ControlError(.alreadyRunning, message: "the campaign is running", remedy: "Watch it with `tieline watch`")
        case .finished, .aborted, .failed:
            throw refusal("resume", only: "a paused or interrupted campaign")
        }
    }

    /// - Throws: ``ControlError`` with code `notRunning` after its end.
    public mutating func abort() throws(ControlError) -> Action {
        guard !hasEnded else { throw refusal("abort", only: "a campaign that has not ended") }
        state = .aborted
        return .cool
    }

    public mutating func pauseExpired() -> Action { move(from: [.pausedHot], to: .pausedCold) }
    /// An interlock tripped, or an instrument failed: a person has to look.
    public mutating func fault() -> Action { move(from: [.running, .pausedHot, .interrupted], to: .pausedCold) }
    public mutating func finish() -> Action { move(from: [.running], to: .finished) }
    public mutating func fail() -> Action { move(from: [.running, .pausedHot, .pausedCold, .interrupted], to: .failed) }
    /// What a person paused stays paused when the daemon starts again; what ran goes on.
    public mutating func daemonStops() -> Action {
        state == .pausedHot ? pauseExpired() : move(from: [.running], to: .interrupted)
    }

    private mutating func move(from allowed: [State], to next: State) -> Action {
        guard allowed.contains(state) else { return .nothing }
        state = next
        return .cool
    }

    private func refusal(_ verb: String, only what: String) -> ControlError {
        ControlError(
            .notRunning, message: "cannot \(verb): the campaign is \(status.rawValue)",
            remedy: "Only \(what) can be \(Self.participles[verb] ?? verb)")
    }

    private static let participles = ["pause": "paused", "resume": "resumed", "abort": "aborted"]
}
