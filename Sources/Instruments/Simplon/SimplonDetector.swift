public import Tieline

/// A detector that speaks DECTRIS SIMPLON 1.8.0, with a service beside it that hands out finished patterns (docs/instruments.md).
public actor SimplonDetector: PatternDetector {
    public nonisolated let name: String
    /// For what takes as long as an exposure …
    private nonisolated let commands: InstrumentWeb
    /// … and for what has to get through meanwhile.
    private nonisolated let queries: InstrumentWeb
    private let speed: Double
    private let sleep: @Sendable (Duration) async throws -> Void
    private var armed: (series: Int, exposureSeconds: Double)?

    private static let api = "/detector/api/1.8.0"
    /// The longest exposure that is accepted, seconds of lab time.
    static let maximumExposureSeconds = 7200.0
    /// What a trigger may take beyond its exposure: readout and network. Wall time.
    static let exposureMargin = Duration.seconds(10)
    /// `initialize` checks the detector's hardware.
    static let initializeTimeout = Duration.seconds(60)
    /// How often a state is asked for that is about to pass, and how many times.
    static let pollInterval = Duration.milliseconds(20)
    static let maximumPolls = 250
    /// A detector keeps times in its own clock's ticks.
    static let relativeTolerance = 1e-3

    /// - Parameters:
    ///   - commands: May be held by an exposure.
    ///   - queries: Answers while `commands` is held: another connection.
    ///   - speed: How much faster than the wall the laboratory runs; exposures are lab time.
    ///   - sleep: Waits between two questions, wall time.
    public init(
        name: String, commands: any HTTPRequesting, queries: any HTTPRequesting, speed: Double = 1,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.name = name
        self.commands = InstrumentWeb(name: name, client: commands)
        self.queries = InstrumentWeb(name: name, client: queries)
        self.speed = speed
        self.sleep = sleep
    }

    public func identity() async throws -> InstrumentIdentity {
        let description = try await queries.read(Self.config("description"), as: String.self)
        let version = try? await queries.get(Self.config("software_version"), as: String.self)
        return InstrumentIdentity(manufacturer: "DECTRIS", model: description.value, firmware: version ?? "", isSimulated: description.isSimulated)
    }

    /// `idle`, `ready`, …: as `tieline instruments` shows it.
    public func state() async throws -> String { try await currentState().rawValue }

    public func arm(exposureSeconds: Double) async throws -> Int {
        guard exposureSeconds.isFinite, exposureSeconds > 0, exposureSeconds <= Self.maximumExposureSeconds else {
            throw queries.failure(
                .outOfLimits, "an exposure of \(exposureSeconds) s is not above 0 and at most \(Self.maximumExposureSeconds) s",
                "Correct `measurement.exposure` in the campaign. Nothing was sent.")
        }
        armed = nil
        try await makeIdle()
        try await set("trigger_mode", "ints")
        try await set("ntrigger", 1)
        try await set("nimages", 1)
        try await set("count_time", exposureSeconds)
        // Setting the one may have moved the other: a frame has to be at least as long as what is counted in it.
        if try await queries.get(Self.config("frame_time"), as: Double.self) < exposureSeconds { try await set("frame_time", exposureSeconds) }
        try await expect("count_time", exposureSeconds)

        let reply = try await commands.command(Self.command("arm"))
        let series = try queries.decode(ArmReply.self, reply, Self.command("arm")).sequence
        guard series > 0 else { throw queries.failure(.malformedReply, "armed with series \(series)", "Restart the detector.") }
        let state = try await currentState()
        guard state == .ready else {
            throw queries.failure(.wrongState, "armed as series \(series), but the state is `\(state.rawValue)`", "Look at the detector's own page.")
        }
        armed = (series, exposureSeconds)
        return series
    }

    public func expose(series: Int) async throws {
        guard let armed, armed.series == series else {
            throw queries.failure(
                .wrongState, "series \(series) is not armed (\(self.armed.map { "series \($0.series) is" } ?? "nothing is"))",
                "Arm the detector first.")
        }
        // Whatever comes of it, it is not triggered twice.
        self.armed = nil
        let timeout = Duration.seconds(armed.exposureSeconds / speed) + Self.exposureMargin
        _ = try await commands.command(Self.command("trigger"), timeout: timeout)
        let state = try await currentState()
        guard state != .error else {
            throw queries.failure(
                .wrongState, "the detector is in state `error` after the exposure", "Look at the detector's own page, then initialise it.")
        }
    }

    public func pattern(series: Int) async throws -> DiffractionPattern? {
        if let pattern = try await served(series) { return pattern }
        if try await currentState() == .acquire, try await lastSeries() == series {
            throw queries.failure(.busy, "series \(series) is still being exposed", "Wait for it.")
        }
        // It may have ended between the questions.
        return try await served(series)
    }

    private func served(_ series: Int) async throws -> DiffractionPattern? {
        let path = "/data/\(series).xy"
        let reply = try await queries.request(.get, path, timeout: InstrumentWeb.timeout)
        if reply.status == 404 { return nil }
        try queries.expectSuccess(reply, .get, path)
        do throws(PatternReplyError) {
            return try PatternReply(text: String(decoding: reply.body, as: UTF8.self), series: series).pattern
        } catch {
            throw queries.failure(
                .malformedReply, "\(path) is not the pattern that was asked for: \(error.words)", "Measure the point again.", cause: error)
        }
    }

    public func lastSeries() async throws -> Int { try await queries.get(Self.status("series"), as: Int.self) }

    public func disarm() async throws {
        armed = nil
        switch try await currentState() {
        case .unavailable:
            // Never initialised, so nothing is armed.
            return
        case .acquire:
            // First the exposure, then the arming: the other way round the detector keeps the series open (ADEiger issue 39).
            _ = try await queries.command(Self.command("abort"))
            _ = try await queries.command(Self.command("disarm"))
        case .idle, .ready, .configure, .initialize, .error:
            _ = try await queries.command(Self.command("disarm"))
        }
        try await wait { $0 == .idle || $0 == .unavailable }
    }

    private struct ArmReply: Decodable {
        let sequence: Int
        // The field's own name has a space in it.
        enum CodingKeys: String, CodingKey { case sequence = "sequence id" }
    }

    private static func config(_ key: String) -> String { "\(api)/config/\(key)" }
    private static func status(_ key: String) -> String { "\(api)/status/\(key)" }
    private static func command(_ key: String) -> String { "\(api)/command/\(key)" }

    private func currentState() async throws -> SimplonState {
        let word = try await queries.get(Self.status("state"), as: String.self)
        guard let state = SimplonState(rawValue: word) else {
            throw queries.failure(.malformedReply, "`\(word)` is not a state that SIMPLON 1.8.0 has", "Check the interface's version.")
        }
        return state
    }

    private func makeIdle() async throws {
        let state = try await currentState()
        switch state.preparation {
        case .nothing: return
        case .initialize: _ = try await commands.command(Self.command("initialize"), timeout: Self.initializeTimeout)
        case .disarm: _ = try await commands.command(Self.command("disarm"))
        case .wait: break
        case .refuse:
            throw queries.failure(
                state == .acquire ? .busy : .wrongState, "the detector is in state `\(state.rawValue)`",
                state == .acquire ? "Wait for the exposure to end, or disarm it." : "Look at the detector's own page, then initialise it.")
        }
        try await wait { $0 == .idle }
    }

    private func wait(until isReached: (SimplonState) -> Bool) async throws {
        for _ in 0..<Self.maximumPolls {
            if isReached(try await currentState()) { return }
            try await sleep(Self.pollInterval)
        }
        throw queries.failure(.notSettled, "the detector stays in state `\(try await currentState().rawValue)`", "Look at the detector's own page.")
    }

    private func set(_ key: String, _ value: some Codable & Sendable & Equatable) async throws {
        try await commands.put(Self.config(key), value)
        if let number = value as? Double { return try await expect(key, number) }
        let held = try await queries.get(Self.config(key), as: type(of: value))
        guard held == value else { throw mismatch(key, "\(value)", "\(held)") }
    }

    private func expect(_ key: String, _ value: Double) async throws {
        let held = try await queries.get(Self.config(key), as: Double.self)
        guard abs(held - value) <= Self.relativeTolerance * value else { throw mismatch(key, "\(value)", "\(held)") }
    }

    private func mismatch(_ key: String, _ asked: String, _ held: String) -> InstrumentError {
        queries.failure(
            .readbackMismatch, "asked `\(key)` to be \(asked), the detector holds \(held)", "Look at the limits that the detector gives for it.")
    }
}
