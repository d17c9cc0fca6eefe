/// The states of a SIMPLON detector (`status/state`), and what they allow. The device itself accepts `arm` in states in which it should not
/// (seen with tickit-devices 0.4.1 in `na`), so the driver decides.
enum SimplonState: String, Codable, Sendable, CaseIterable {
    /// Switched on, never initialised.
    case unavailable = "na"
    case idle, ready, acquire, configure, initialize, error

    enum Preparation: Hashable, Sendable {
        case nothing, initialize
        /// Armed by somebody who is gone.
        case disarm
        case wait
        case refuse
    }

    /// What has to happen before `arm`.
    var preparation: Preparation {
        switch self {
        case .idle: .nothing
        case .unavailable: .initialize
        case .ready: .disarm
        case .configure, .initialize: .wait
        case .acquire, .error: .refuse
        }
    }
}
