import Synchronization

/// Something to wait for: opened once, by whoever makes it true.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
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

extension FakeBench {
    /// Waits for `device` to end, or throws as soon as the waiting task is cancelled.
    func untilCancelled(or device: Task<Void, any Error>) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let waiting = Task {
            _ = await device.result
            continuation.finish()
        }
        // A stream ends when the task that reads it is cancelled.
        for await _ in stream {}
        waiting.cancel()
        try Task.checkCancellation()
        try await device.value
    }

    /// Holds the exposure of `series` open until the returned gate `release` is opened; `reached` opens when it gets there.
    func holdExposure(_ series: Int) -> (reached: Gate, release: Gate) {
        let reached = Gate(), release = Gate()
        duringExposure.withLock {
            $0 = { exposed in
                guard exposed == series else { return }
                reached.open()
                await release.wait()
            }
        }
        return (reached, release)
    }

    /// Holds the next command to be off until the returned gate `release` is opened; `reached` opens when it gets there.
    func holdOff() -> (reached: Gate, release: Gate) {
        let reached = Gate(), release = Gate()
        duringOff.withLock {
            $0 = { [self] in
                duringOff.withLock { $0 = nil }
                reached.open()
                await release.wait()
            }
        }
        return (reached, release)
    }

    /// Does something in the middle of the exposure of `series`.
    func during(_ series: Int, _ action: @escaping @Sendable () async throws -> Void) {
        duringExposure.withLock { $0 = { if $0 == series { try await action() } } }
    }
}
