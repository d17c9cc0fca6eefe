public import Tieline

/// The clock of an ``InProcessBench``: whoever sleeps on it makes the bench live through that time at once, and does not wait.
///
/// Time is shared and only goes forwards. Two tasks that sleep at once do not take turns, so give this clock to one task that waits for the bench.
public struct BenchClock: Clock {
    public typealias Instant = LabClock.Instant

    private let bench: InProcessBench

    init(_ bench: InProcessBench) { self.bench = bench }

    public var now: Instant { Instant(elapsed: .seconds(bench.labSeconds)) }
    public var minimumResolution: Duration { .microseconds(1) }

    public func sleep(until deadline: Instant, tolerance _: Duration?) async throws {
        try Task.checkCancellation()
        bench.advance(to: deadline.elapsed.inSeconds)
        await Task.yield()
    }
}
