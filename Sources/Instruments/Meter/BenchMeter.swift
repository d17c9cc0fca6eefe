import FoundationEssentials
public import Tieline

/// A sample meter behind a small web interface (`docs/instruments.md`, `docs/bench-protocol.md`).
///
/// A measurement is asked for by its number: the meter makes a reading only if it is the next one of the session in which the number was asked for, so that no command,
/// however late it comes, makes a reading that nobody expects.
public actor BenchMeter: SampleMeter {
    public nonisolated let name: String
    private nonisolated let web: InstrumentWeb
    private let speed: Double
    private let sleep: @Sendable (Duration) async throws -> Void

    private static let api = "/meter/api/1.0.0"
    /// The longest reading that is accepted, seconds of lab time: a day.
    static let maximumReadingSeconds = 86_400.0
    /// What a reading may take beyond what the meter says: readout and network. Wall time.
    static let readingMargin = Duration.seconds(10)
    /// How many times the meter is asked during a reading whether it is done …
    static let pollsPerReading = 100.0
    /// … but no more often, and no more rarely, than this; wall time.
    static let shortestPoll = Duration.milliseconds(5)
    static let longestPoll = Duration.seconds(2)

    /// - Parameters:
    ///   - speed: How much faster than the wall the laboratory runs; readings are lab time.
    ///   - sleep: Waits between two questions, wall time.
    public init(
        name: String, client: any HTTPRequesting, speed: Double = 1,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.name = name
        web = InstrumentWeb(name: name, client: client)
        self.speed = speed
        self.sleep = sleep
    }

    enum State: String, Codable, Sendable, CaseIterable { case idle, measuring }

    public func identity() async throws -> InstrumentIdentity {
        let description = try await web.read("\(Self.api)/config/description", as: String.self)
        return InstrumentIdentity(manufacturer: "Tieline", model: description.value, firmware: "1.0.0", isSimulated: description.isSimulated)
    }

    /// `idle` or `measuring`: as `tieline instruments` shows it.
    public func state() async throws -> String { try await currentState().rawValue }

    public func readingSeconds() async throws -> Double {
        let seconds = try await web.get("\(Self.api)/config/measurement_time", as: Double.self)
        guard seconds > 0, seconds <= Self.maximumReadingSeconds else {
            throw web.failure(
                .malformedReply, "the meter says that a reading takes \(seconds) s, not above 0 and at most \(Self.maximumReadingSeconds) s",
                "Look at the meter's settings.")
        }
        return seconds
    }

    private struct Number: Codable {
        var session: String
        var reading: Int
    }

    public func lastReading() async throws -> ReadingIdentifier {
        let path = "\(Self.api)/last"
        let reply = try await web.request(.get, path)
        try web.expectSuccess(reply, .get, path)
        let last = try web.decode(Number.self, reply, path)
        guard !last.session.isEmpty, last.reading >= 0 else {
            throw web.failure(.malformedReply, "the meter's last reading is \(last.reading) of session `\(last.session)`", "Restart the meter.")
        }
        return ReadingIdentifier(session: last.session, number: last.reading)
    }

    private struct Order: Encodable {
        var coordinates: [Double]
        var reading: Int
        var session: String
    }

    public func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws {
        guard !condition.coordinates.isEmpty, condition.coordinates.allSatisfy(\.isFinite) else {
            throw web.failure(
                .outOfLimits, "\(condition.coordinates) is no place", "This is a fault of the campaign's strategy: report it. Nothing was sent.")
        }
        let seconds = try await readingSeconds()
        let path = "\(Self.api)/command/measure"
        let order = Order(coordinates: condition.coordinates, reading: identifier.number, session: identifier.session)
        let reply = try await web.request(.put, path, body: Array(try JSONEncoder().encode(order)))
        try web.expectSuccess(reply, .put, path)
        let begun = try web.decode(Number.self, reply, path)
        guard begun.session == identifier.session, begun.reading == identifier.number else {
            throw web.failure(
                .readbackMismatch, "asked for reading \(identifier), the meter began \(begun.reading) of session \(begun.session)",
                "See who else uses the meter.")
        }
        try await waitUntilDone(seconds)
    }

    public func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading? {
        let path = "/data/\(identifier.number).json"
        let reply = try await web.request(.get, path)
        if reply.status == 404 {
            // Not there, or not there yet.
            guard try await lastReading() == identifier, try await currentState() == .measuring else { return nil }
            throw web.failure(.busy, "reading \(identifier) is still being made", "Wait for it.")
        }
        try web.expectSuccess(reply, .get, path)
        let found = try web.decode(MeterReply.self, reply, path)
        guard found.identifier == identifier else {
            throw web.failure(
                .stale, "asked for reading \(identifier), the meter gives \(found.identifier)",
                "It has been restarted since, or it answers with an old reply.")
        }
        do throws(MeterReplyError) {
            return try found.checked()
        } catch {
            throw web.failure(.malformedReply, "reading \(identifier) is none: \(error.words)", "Look at the meter's own log.", cause: error)
        }
    }

    private func currentState() async throws -> State {
        let word = try await web.get("\(Self.api)/status/state", as: String.self)
        guard let state = State(rawValue: word) else {
            throw web.failure(.malformedReply, "`\(word)` is not a state that the meter has", "Check the interface's version.")
        }
        return state
    }

    private func waitUntilDone(_ seconds: Double) async throws {
        let duration = Duration.seconds(seconds / speed)
        let interval = min(max(duration / Self.pollsPerReading, Self.shortestPoll), Self.longestPoll)
        let polls = Int(((duration + Self.readingMargin) / interval).rounded(.up))
        for _ in 0..<polls {
            if try await currentState() == .idle { return }
            try await sleep(interval)
        }
        throw web.failure(
            .notSettled, "the meter is still measuring after \((duration + Self.readingMargin).inSeconds.tenths) s", "Look at the meter.")
    }
}
