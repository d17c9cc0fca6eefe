/// Something that goes wrong on the bench for a while, in lab time: for tests, and to show how a laboratory looks then. None by default.
public struct BenchFault: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The furnace answers nothing.
        case furnaceSilent = "furnace-silent"
        /// The furnace answers ``BenchFault/lateAnswerSeconds`` of wall time late, after the master gave up.
        case furnaceLate = "furnace-late"
        /// The thermocouple is off.
        case sensorBreak = "sensor-break"
        /// Every HTTP request is answered with status 500.
        case httpError = "http-500"
    }

    /// As one instrument was seen to do (2 s), which left every later poll with the previous answer.
    public static let lateAnswerSeconds = 2.0

    public var kind: Kind
    /// Seconds of lab time since the bench started.
    public var start, end: Double

    public init(_ kind: Kind, from start: Double = 0, to end: Double = .infinity) {
        self.kind = kind
        self.start = start
        self.end = end
    }

    /// Reads `sensor-break`, `sensor-break@600` or `sensor-break@600-1200`.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
        self.init(kind)
        guard parts.count == 2 else { return }
        let times = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Double($0) }
        guard let first = times.first.flatMap({ $0 }), first >= 0, first.isFinite else { return nil }
        start = first
        guard times.count == 2 else { return }
        guard let last = times[1], last > first, last.isFinite else { return nil }
        end = last
    }

    public func isActive(at seconds: Double) -> Bool { seconds >= start && seconds < end }
}
