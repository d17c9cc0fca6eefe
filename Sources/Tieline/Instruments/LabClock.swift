/// The clock of the laboratory: it runs `speed` times as fast as the wall's, so that a simulated bench can live a day in minutes.
///
/// Every duration in a configuration is lab time; only time-outs of communication stay in wall time.
public struct LabClock: Clock {
    public struct Instant: InstantProtocol {
        /// Lab time since the clock was made.
        public var elapsed: Duration

        public init(elapsed: Duration) { self.elapsed = elapsed }
        public func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        public func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        public static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    /// How much faster than the wall the lab runs, at least 1.
    public let speed: Double
    private let wall = ContinuousClock()
    private let origin: ContinuousClock.Instant

    public init(speed: Double = 1) {
        precondition(speed >= 1 && speed.isFinite, "a lab clock runs at least as fast as the wall's")
        self.speed = speed
        origin = wall.now
    }

    public var now: Instant { Instant(elapsed: (wall.now - origin) * speed) }
    public var minimumResolution: Duration { wall.minimumResolution * speed }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await wall.sleep(until: origin + deadline.elapsed / speed, tolerance: tolerance.map { $0 / speed })
    }
}

extension Duration {
    /// The duration in seconds.
    public var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
