import Synchronization

/// Counts the connections that are being served, so that there are never more than a maximum.
final class ConnectionSlots: Sendable {
    let maximum: Int
    private let taken = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    /// Whether there was one left.
    func take() -> Bool {
        taken.withLock { taken in
            guard taken < maximum else { return false }
            taken += 1
            return true
        }
    }

    func give() { taken.withLock { $0 -= 1 } }
}
