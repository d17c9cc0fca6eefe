public import Tieline

/// A motorised stage behind a small web interface in millimetres (`docs/instruments.md`, `docs/bench-protocol.md`).
public actor BenchStage: SampleStage {
    public nonisolated let name: String
    /// Where the stage may be sent, millimetres.
    public nonisolated let limits: ClosedRange<Double>
    private nonisolated let web: InstrumentWeb
    private let pollInterval: Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    private static let api = "/stage/api/1.0.0"
    /// How far from its target a stage may come to rest: far below a beam of a tenth of a millimetre.
    static let toleranceMillimetres = 0.02
    /// How far the target that it holds may differ from the one it was sent: rounding of a decimal number.
    static let readbackMillimetres = 0.001
    /// The longest move: 1200 questions, two minutes of lab time.
    static let maximumPolls = 1200
    static let pollLabTime = Duration.milliseconds(100)
    /// Faster than this nothing is asked, however fast the laboratory's clock.
    static let shortestPoll = Duration.milliseconds(5)

    public init(
        name: String, client: any HTTPRequesting, limits: ClosedRange<Double>, speed: Double = 1,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.name = name
        self.limits = limits
        web = InstrumentWeb(name: name, client: client)
        pollInterval = max(Self.shortestPoll, Self.pollLabTime / speed)
        self.sleep = sleep
    }

    enum State: String, Codable, Sendable, CaseIterable { case idle, moving, error }

    public func identity() async throws -> InstrumentIdentity {
        let description = try await web.read("\(Self.api)/config/description", as: String.self)
        return InstrumentIdentity(manufacturer: "Tieline", model: description.value, firmware: "1.0.0", isSimulated: description.isSimulated)
    }

    public func move(toMillimetres target: Double) async throws {
        guard target.isFinite, limits.contains(target) else {
            throw web.failure(
                .outOfLimits, "\(target) mm is outside \(limits.lowerBound) to \(limits.upperBound) mm",
                "Correct the wafer's calibration, or `limits` in the instrument file. Nothing was sent.")
        }
        try await web.put("\(Self.api)/config/target", target)
        let held = try await web.get("\(Self.api)/config/target", as: Double.self)
        guard abs(held - target) <= Self.readbackMillimetres else {
            throw web.failure(.readbackMismatch, "asked for \(target) mm, the stage holds \(held) mm", "Check the stage's own limits.")
        }
        try await waitUntilItStands()
        let actual = try await position()
        guard abs(actual - target) <= Self.toleranceMillimetres else {
            throw web.failure(
                .notSettled, "the stage stands at \(actual) mm, \(abs(actual - target)) mm from its target",
                "Reference the stage, and look for an obstacle.")
        }
    }

    public func position() async throws -> Double {
        let position = try await web.get("\(Self.api)/status/position", as: Double.self)
        // A little play at the ends is not an error; a stage that is somewhere else is.
        guard position.isFinite, position >= limits.lowerBound - 1, position <= limits.upperBound + 1 else {
            throw web.failure(.malformedReply, "\(position) mm is no place on this stage", "Reference the stage.")
        }
        return position
    }

    /// `idle`, `moving` or `error`: as `tieline instruments` shows it.
    public func state() async throws -> String { try await currentState().rawValue }

    private func currentState() async throws -> State {
        let word = try await web.get("\(Self.api)/status/state", as: String.self)
        guard let state = State(rawValue: word) else {
            throw web.failure(.malformedReply, "`\(word)` is not a state that the stage has", "Check the interface's version.")
        }
        return state
    }

    private func waitUntilItStands() async throws {
        for _ in 0..<Self.maximumPolls {
            switch try await currentState() {
            case .idle: return
            case .moving: try await sleep(pollInterval)
            case .error: throw web.failure(.wrongState, "the stage has stopped with an error", "Look at the stage's controller, and reference it.")
            }
        }
        throw web.failure(
            .notSettled, "the stage is still moving after \(Self.maximumPolls) questions", "Look for an obstacle, then stop the stage by hand.")
    }
}
