import Synchronization
import Tieline

/// A laboratory without instruments: it remembers what it was asked, answers what it was told to answer, and says what a test lets it say.
final class FakeLaboratory: LaboratoryControl {
    struct State {
        var calls: [String] = []
        var callers: [Caller] = []
        var campaigns: [CampaignStatus] = []
        var priors: [Prior] = []
        /// Thrown by every method that can throw.
        var error: (any Error)?
        var stopReport = StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: true, message: "output 0 %, program reset")])
        var watchers: [AsyncStream<CampaignUpdate>.Continuation] = []
    }

    private let state = Mutex(State())
    /// One element for every call, in order: tests wait for these, never for time.
    let calls: AsyncStream<String>
    private let announce: AsyncStream<String>.Continuation
    /// A latch that `pause` waits for, so that a test can hold one request open.
    let pauseGate: AsyncStream<Void>
    let openPauseGate: AsyncStream<Void>.Continuation

    init() {
        (calls, announce) = AsyncStream.makeStream(of: String.self)
        (pauseGate, openPauseGate) = AsyncStream.makeStream(of: Void.self)
    }

    func access<Value>(_ body: (inout sending State) -> sending Value) -> Value { state.withLock(body) }

    static func status(_ campaign: String = "sn-bi-film-0001", state: CampaignStatus.State = .running, patterns: Int = 0) -> CampaignStatus {
        CampaignStatus(
            campaign: campaign, state: state, reason: "started", seed: 1, isSimulated: true, patterns: patterns, patternBudget: 80,
            elapsedSeconds: 3600, budgetSeconds: 43200, remainingSeconds: 7200, temperature: nil, condition: Condition([0.874, 406.15]),
            routine: "solidus", lastVerdict: "Bi (012) present, P = 1.00", lastDecision: "closest to the solidus that theory predicts",
            invariant: InvariantEstimate(
                kind: "eutectic", temperature: Estimate(406.35, standardDeviation: 0.6), composition: Estimate(0.534, standardDeviation: 0.008),
                isReliable: true),
            axes: [
                Axis(name: "x_SN", unit: .moleFraction, minimum: 0.71, maximum: 0.95, resolution: 0.001),
                Axis(name: "T", unit: .kelvin, minimum: 353.15, maximum: 573.15, resolution: 0.5, isMonotone: true, maximumStep: 30),
            ], revision: patterns)
    }

    func emit(_ update: CampaignUpdate) { access { $0.watchers }.forEach { $0.yield(update) } }

    func end(_ status: CampaignStatus) {
        let watchers = access { state in
            state.campaigns = state.campaigns.map { $0.campaign == status.campaign ? status : $0 }
            return state.watchers
        }
        watchers.forEach { $0.finish() }
    }

    private func enter(_ call: String, _ caller: Caller? = nil) throws {
        let error = access { state in
            state.calls.append(call)
            if let caller { state.callers.append(caller) }
            return state.error
        }
        announce.yield(call)
        if let error { throw error }
    }

    private func find(_ campaign: String) throws -> CampaignStatus {
        guard let status = access({ $0.campaigns.first { $0.campaign == campaign } }) else {
            throw ControlError(.noSuchCampaign, message: "there is no campaign \(campaign)", remedy: "See `tieline campaigns`.")
        }
        return status
    }

    func run(specification: String, path: String, caller: Caller) async throws -> String {
        try enter("run \(path)", caller)
        return access { state in
            let name = "sn-bi-film-000\(state.campaigns.count + 1)"
            state.campaigns.insert(Self.status(name), at: 0)
            return name
        }
    }

    func campaigns() async throws -> [CampaignStatus] {
        try enter("campaigns")
        return access { $0.campaigns }
    }

    func status(of campaign: String) async throws -> CampaignStatus {
        try enter("status \(campaign)")
        return try find(campaign)
    }

    func updates(of campaign: String) async throws -> AsyncStream<CampaignUpdate> {
        _ = try find(campaign)
        let (stream, continuation) = AsyncStream.makeStream(of: CampaignUpdate.self)
        access { $0.watchers.append(continuation) }
        try enter("updates \(campaign)")
        return stream
    }

    func pause(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try enter("pause \(campaign): \(reason)", caller)
        for await _ in pauseGate { break }
        return try find(campaign)
    }

    func resume(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try enter("resume \(campaign): \(reason)", caller)
        return try find(campaign)
    }

    func abort(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try enter("abort \(campaign): \(reason)", caller)
        return try find(campaign)
    }

    func report(of campaign: String) async throws -> CampaignReport {
        try enter("report \(campaign)")
        throw ControlError(.notPossible, message: "nothing was measured yet", remedy: "Wait for the first pattern.")
    }

    func addPrior(_ kind: Prior.Kind, certainty: Double, reason: String, to campaign: String, caller: Caller) async throws -> Prior {
        try enter("addPrior \(campaign)", caller)
        let prior = Prior(identifier: "prior-1", kind: kind, certainty: certainty, author: caller.user, reason: reason, time: 1_700_000_000)
        access { $0.priors.append(prior) }
        return prior
    }

    func priors(of campaign: String) async throws -> [Prior] {
        try enter("priors \(campaign)")
        return access { $0.priors }
    }

    func withdrawPrior(_ identifier: String, from campaign: String, reason: String, caller: Caller) async throws {
        try enter("withdrawPrior \(identifier)", caller)
    }

    func instruments() async throws -> [InstrumentStatus] {
        try enter("instruments")
        return [
            InstrumentStatus(
                name: "furnace-1", driver: "eurotherm-2400", address: "/dev/ttyUSB0",
                identity: InstrumentIdentity(manufacturer: "Eurotherm", model: "2404", firmware: "1.0", isSimulated: true),
                values: [.init(name: "measured", value: "412.3 K")], limits: [.init(name: "temperature", value: "773.15 K")], fault: nil)
        ]
    }

    func stop(caller: Caller) async -> StopReport {
        try? enter("stop", caller)
        return access { $0.stopReport }
    }

    func verify() async throws -> AuditReport {
        try enter("verify")
        return AuditReport(rows: 42, firstBadRow: nil, message: "42 rows, the chain holds")
    }
}
