import Synchronization

/// A clock that moves only when someone sleeps on it, and then at once to the earliest deadline: eight hours of laboratory in milliseconds.
final class ManualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var elapsed: Duration
        func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    private struct State {
        var now = Instant(elapsed: .zero)
        var sleepers: [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
        var next = 0
    }

    /// Turns that everybody else gets before the time moves.
    private static let courtesyYields = 20
    private let state = Mutex(State())

    var now: Instant { state.withLock(\.now) }
    var seconds: Double { Double(now.elapsed.components.seconds) + Double(now.elapsed.components.attoseconds) * 1e-18 }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(number) != nil { return true }
                    state.sleepers[number] = (deadline, continuation)
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                Task {
                    for _ in 0..<Self.courtesyYields { await Task.yield() }
                    advance()
                }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: number)
                if sleeper == nil { state.cancelled.insert(number) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func advance() {
        let woken = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            guard let earliest = state.sleepers.values.map(\.deadline).min() else { return [] }
            state.now = max(state.now, earliest)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.sorted { $0.key < $1.key }.map(\.value.continuation)
        }
        for continuation in woken { continuation.resume() }
    }
}
