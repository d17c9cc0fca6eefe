public import Journal

/// The life of one physical action, from the moment it is on the disk to a proven outcome.
///
/// A value: the owner writes ``state`` to the journal after each event, and then performs the action that the event returned. A crash is just
/// another event. No event leads back to the instrument's command: what may have been done is asked about, never done again.
public struct IntentLifecycle: Hashable, Sendable {
    /// What an instrument could say about an action that nobody knows the outcome of.
    public enum Finding: Hashable, Sendable {
        case happened, didNotHappen, cannotTell
    }

    public enum Action: Hashable, Sendable {
        /// Send it: the one time.
        case commandInstrument
        /// Ask the instrument whether it happened.
        case queryInstrument
        /// Fetch what came of it and record it.
        case recordOutcome
        /// Only a person can move it on: pause the campaign.
        case askPerson
        case nothing
    }

    public private(set) var state: Intent.State

    /// An intent as the journal has it.
    public init(_ state: Intent.State) { self.state = state }

    /// The intent is on the disk: the first byte may leave.
    public static func committed() -> (lifecycle: IntentLifecycle, action: Action) { (IntentLifecycle(.committed), .commandInstrument) }

    /// The instrument says that it has done it.
    public mutating func instrumentAnswered() -> Action {
        guard state == .committed else { return .nothing }
        state = .acknowledged
        return .recordOutcome
    }

    /// The command threw.
    /// - Parameter isIdempotent: Whether doing it again would do no harm (a program, a position). Then it is over; an exposure is not.
    public mutating func commandFailed(isIdempotent: Bool) -> Action {
        guard state == .committed else { return .nothing }
        state = isIdempotent ? .failed : .unknown
        return isIdempotent ? .nothing : .queryInstrument
    }

    /// What came of it is known and written down.
    public mutating func outcomeRecorded() -> Action {
        switch state {
        case .committed, .acknowledged: state = .succeeded
        case .unknown: state = .happened
        case .succeeded, .failed, .happened, .didNotHappen, .abandoned: break
        }
        return .nothing
    }

    /// It was acknowledged, but what came of it cannot be had.
    public mutating func outcomeMissing() -> Action {
        guard state == .acknowledged else { return .nothing }
        state = .unknown
        return .askPerson
    }

    /// Called for every intent that the journal still holds open when the daemon starts.
    public mutating func daemonDidRestart() -> Action {
        guard state.isOpen else { return .nothing }
        // The command may have reached the device: ask, never send it again.
        state = .unknown
        return .queryInstrument
    }

    /// The instrument was asked.
    public mutating func instrumentFound(_ finding: Finding) -> Action {
        guard state == .unknown else { return .nothing }
        switch finding {
        case .happened: return .recordOutcome
        case .didNotHappen: state = .didNotHappen
        case .cannotTell: return .askPerson
        }
        return .nothing
    }

    /// A person says to go on without knowing.
    public mutating func personWentOn() -> Action {
        guard state == .unknown else { return .nothing }
        state = .abandoned
        return .nothing
    }
}
