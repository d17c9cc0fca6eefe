import FoundationEssentials
public import Tieline

/// A sample meter behind a small web interface (`docs/instruments.md`, `docs/bench-protocol.md`).
///
/// A measurement is asked for by its number: the meter makes a reading only if it is the next one of the session in which the number was asked for, so that no command,
/// however late it comes, makes a second one; and it keeps what the order is called, so that nobody takes another's reading for theirs.
public actor BenchMeter: SampleMeter {
    public nonisolated let name: String
    private nonisolated let web: InstrumentWeb
    private let speed: Double
    /// Wall time since the driver was made, and a wait.
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    private static let api = "/meter/api/1.0.0"
    /// The longest reading that is accepted, seconds of lab time: a day.
    static let maximumReadingSeconds = 86_400.0
    /// More readings than any meter makes; what is above is no number of one.
    static let maximumReadings = 1_000_000_000
    /// The longest names of a session and of an order.
    static let maximumSessionLength = 128
    static let maximumOrderLength = 256
    /// What a reading may take beyond what the meter says: readout and network. Wall time.
    static let readingMargin = Duration.seconds(10)
    /// How many times the meter is asked during a reading whether it is done …
    static let pollsPerReading = 100.0
    /// … but no more often, and no more rarely, than this; wall time.
    static let shortestPoll = Duration.milliseconds(5)
    static let longestPoll = Duration.seconds(2)

    /// - Parameters:
    ///   - speed: How much faster than the wall the laboratory runs; readings are lab time.
    ///   - clock: Wall time, for the waits between questions and for their end.
    public init(name: String, client: any HTTPRequesting, speed: Double = 1, clock: some Clock<Duration> = ContinuousClock()) {
        self.name = name
        web = InstrumentWeb(name: name, client: client)
        self.speed = speed
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
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

    /// A reading's identifier on the wire.
    private struct Number: Codable {
        var session: String
        var reading: Int
        var order: String
    }

    public func lastReading() async throws -> ReadingIdentifier {
        let path = "\(Self.api)/last"
        let reply = try await web.request(.get, path)
        try web.expectSuccess(reply, .get, path)
        return try identifier(reply, path)
    }

    private func identifier(_ reply: HTTPReply, _ path: String) throws -> ReadingIdentifier {
        let number = try web.decode(Number.self, reply, path)
        guard 1...Self.maximumSessionLength ~= number.session.count, number.order.count <= Self.maximumOrderLength else {
            throw web.failure(
                .malformedReply,
                "the meter's session and order have \(number.session.count) and \(number.order.count) characters, not 1 to \(Self.maximumSessionLength) and at most \(Self.maximumOrderLength)",
                "Look at the meter's interface.")
        }
        guard 0..<Self.maximumReadings ~= number.reading else {
            throw web.failure(
                .malformedReply, "\(number.reading) is no number of a reading, 0 to \(Self.maximumReadings - 1)", "Restart the meter.")
        }
        return ReadingIdentifier(session: number.session, number: number.reading, order: number.order)
    }

    private struct Order: Encodable {
        var coordinates: [Double]
        var reading: Int
        var session: String
        var order: String
    }

    public func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws {
        guard !condition.coordinates.isEmpty, condition.coordinates.allSatisfy(\.isFinite) else {
            throw web.failure(
                .outOfLimits, "\(condition.coordinates) is no place", "This is a fault of the campaign's strategy: report it. Nothing was sent.")
        }
        let seconds = try await readingSeconds()
        let path = "\(Self.api)/command/measure"
        let order = Order(
            coordinates: condition.coordinates, reading: identifier.number, session: identifier.session, order: identifier.order)
        let reply = try await web.request(.put, path, body: Array(try JSONEncoder().encode(order)))
        guard ![400, 409].contains(reply.status) else {
            throw web.failure(
                .refused, "the meter refuses reading \(identifier): \(reply.firstLine)",
                reply.status == 409 ? "See who else uses the meter." : "See whether somebody else measures, and whether the meter knows such places.")
        }
        // Anything else, as a gateway's word, does not say that the order is not on its way.
        guard 200..<300 ~= reply.status else {
            throw web.failure(
                .malformedReply, "PUT \(path) answers \(reply.status): \(reply.firstLine)",
                "Look at the meter's own log: whether it made the reading is asked.")
        }
        let begun = try self.identifier(reply, path)
        guard begun == identifier else {
            throw web.failure(
                .readbackMismatch, "asked for reading \(identifier), the meter began \(begun)", "See who else uses the meter.")
        }
        try await waitUntilDone(identifier, seconds)
    }

    public func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading? {
        guard let found = try await finished(identifier) else { return nil }
        do throws(MeterReplyError) {
            return try found.checked()
        } catch {
            throw web.failure(.malformedReply, "reading \(identifier) is none: \(error.words)", "Look at the meter's own log.", cause: error)
        }
    }

    /// What the meter has of a reading, unchecked.
    private func finished(_ identifier: ReadingIdentifier) async throws -> MeterReply? {
        if let found = try await served(identifier) { return found }
        let last = try await lastReading()
        guard last.session == identifier.session else {
            throw web.failure(
                .stale, "asked for reading \(identifier), the meter is in session \(last.session)", "It has been restarted since.")
        }
        guard last.number >= identifier.number else { return nil }
        if last.number == identifier.number, try await currentState() == .measuring {
            throw web.failure(.busy, "reading \(identifier) is still being made", "Wait for it.")
        }
        // It may have ended between the questions.
        return try await served(identifier)
    }

    private func served(_ identifier: ReadingIdentifier) async throws -> MeterReply? {
        let path = "/data/\(identifier.number).json"
        let reply = try await web.request(.get, path)
        if reply.status == 404 { return nil }
        try web.expectSuccess(reply, .get, path)
        let found = try web.decode(MeterReply.self, reply, path)
        guard found.session == identifier.session, found.reading == identifier.number else {
            throw web.failure(
                .stale,
                "asked for reading \(identifier), the meter gives \(found.reading) of session \(found.session.prefix(Self.maximumSessionLength))",
                "It has been restarted since, or it answers with an old reply.")
        }
        return found
    }

    private func currentState() async throws -> State {
        let word = try await web.get("\(Self.api)/status/state", as: String.self)
        guard let state = State(rawValue: word) else {
            throw web.failure(.malformedReply, "`\(word.prefix(40))` is not a state that the meter has", "Check the interface's version.")
        }
        return state
    }

    /// A reading is done when the meter serves it: a meter that is idle may not have begun, or may have been restarted. A question that gets no proper answer is asked again.
    private func waitUntilDone(_ identifier: ReadingIdentifier, _ seconds: Double) async throws {
        let duration = Duration.seconds(seconds / speed)
        let interval = min(max(duration / Self.pollsPerReading, Self.shortestPoll), Self.longestPoll)
        let deadline = elapsed() + duration + Self.readingMargin
        var last = "the meter has nothing of it"
        var heard = elapsed()
        while true {
            do {
                if try await finished(identifier) != nil { return }
                heard = elapsed()
            } catch let error as InstrumentError where Self.passing.contains(error.code) {
                last = error.message
                if error.code == .busy { heard = elapsed() }
            }
            guard elapsed() < heard + Self.longestSilence else {
                throw web.failure(
                    .noReply,
                    "reading \(identifier) was ordered, and for \(Self.longestSilence.inSeconds.tenths) s no question got a proper answer: \(last)",
                    "Look at the line to the meter; the reading may be made all the same.")
            }
            guard elapsed() < deadline else {
                throw web.failure(
                    .notSettled, "reading \(identifier) is not there after \((duration + Self.readingMargin).inSeconds.tenths) s: \(last)",
                    "Look at the meter.")
            }
            try await sleep(interval)
        }
    }

    /// A line that is dead for so long is not waited for until the reading's end: a person is told.
    private static let longestSilence = Duration.seconds(300)
    /// What one question may come to while a reading is being made.
    private static let passing: Set<InstrumentError.Code> = [.busy, .noReply, .malformedReply, .refused]
}
