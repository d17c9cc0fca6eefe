import Synchronization

/// Holds requests back until the laboratory has taken up the campaigns of its journal: one that is started before that could be given a furnace which
/// belongs to another.
public final class ReadinessGate: Sendable {
    private struct State {
        var isOpen: Bool
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    public init(isOpen: Bool = false) { state = Mutex(State(isOpen: isOpen)) }

    /// Lets everybody through, from now on. A daemon that ends opens it too, so that nobody is left waiting.
    public func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach { $0.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
