/// An injected clock with its type hidden: seconds since it was taken in, and a sleep.
struct LabTime: Sendable {
    /// Seconds since the daemon started.
    let now: @Sendable () -> Double
    /// Throws `CancellationError` when the task is cancelled.
    let sleep: @Sendable (_ seconds: Double) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let origin = clock.now
        now = {
            let elapsed = origin.duration(to: clock.now).components
            return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        }
        sleep = { try await clock.sleep(for: .seconds($0)) }
    }
}
