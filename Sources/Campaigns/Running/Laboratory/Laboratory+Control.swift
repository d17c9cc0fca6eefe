import Journal
import Logging
public import Tieline

extension Laboratory: LaboratoryControl {
    public func run(specification text: String, path: String, caller: Caller) async throws -> String {
        let file = try services.readCampaign(text, path)
        let wanted = file.specification.instruments.all
        try requireFree(wanted)
        // No suspension between the check and this line's effect: two callers cannot both get the furnace.
        reserved.formUnion(wanted)
        defer { reserved.subtract(wanted) }
        let start = CampaignStart(
            specification: dated(file.specification), database: file.database, parameterSet: file.parameterSet,
            isSimulated: try await isSimulated(file.specification.instruments))
        // What cannot be planned or believed is refused before anything is written.
        _ = try MeasurementPlan(file.specification)
        _ = try services.makeStrategy(start)
        let stamp = Stamp(who: "\(caller)", why: "started from \(path)", labSeconds: 0, wallTime: services.secondsSince1970())
        let event = CampaignEvent.started(start)
        let (name, row) = try await services.journal.createCampaign(
            named: file.specification.name, kind: event.kind, payload: try event.payload(), stamp: stamp)
        let runner = try CampaignRunner(name: name, rows: [row], services: services)
        runners[name] = runner
        names.append(name)
        try await runner.begin()
        return name
    }

    public func campaigns() async throws -> [CampaignStatus] {
        names.reversed().compactMap { runners[$0]?.board.status }
    }

    public func status(of campaign: String) async throws -> CampaignStatus { try runner(campaign).board.status }

    public func updates(of campaign: String) async throws -> AsyncStream<CampaignUpdate> { try runner(campaign).board.updates() }

    public func pause(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try await runner(campaign).pause(try request(reason, caller))
    }

    public func resume(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try await runner(campaign).resume(try request(reason, caller))
    }

    public func abort(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus {
        try await runner(campaign).abort(try request(reason, caller))
    }

    public func instruments() async throws -> [InstrumentStatus] { await services.rack.status() }

    /// Bounded in wall time, whatever hangs. The heaters first, without waiting for this actor, a campaign or the journal; then the campaigns; then the heaters again, since one of them may
    /// have been about to heat. The report is the second look.
    public nonisolated func stop(caller: Caller) async -> StopReport {
        _ = await services.rack.off()
        let request = CampaignRunner.Request(who: "\(caller)", why: "everything was stopped")
        await waitAtMostRestTime { await self.abortAll(request) }
        return await services.rack.off()
    }

    private func abortAll(_ request: CampaignRunner.Request) async {
        await withTaskGroup(of: Void.self) { group in
            for runner in runners.values where !runner.board.status.state.isEnd {
                // It may have ended meanwhile, which is as good.
                group.addTask { _ = try? await runner.abort(request) }
            }
        }
        await rest()
    }

    public func verify() async throws -> AuditReport { try await services.journal.verify() }

    /// Who asks, and why: a reason is part of the record.
    func request(_ reason: String, _ caller: Caller) throws(ControlError) -> CampaignRunner.Request {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw ControlError(.notPossible, message: "no reason was given", remedy: "Say why, with --because")
        }
        return CampaignRunner.Request(who: "\(caller)", why: reason)
    }

    private func requireFree(_ wanted: [String]) throws(ControlError) {
        if let taken = wanted.first(where: reserved.contains) {
            throw ControlError(
                .instrumentInUse, message: "another campaign is being started on \(taken)", remedy: "Wait for it, or use other instruments")
        }
        for name in names {
            guard let runner = runners[name], let taken = wanted.first(where: runner.specification.instruments.all.contains) else { continue }
            let status = runner.board.status
            guard !status.state.isEnd || runner.board.isOpen else { continue }
            throw ControlError(
                .instrumentInUse, message: "\(taken) belongs to \(name), which is \(status.state.rawValue)",
                remedy: status.state.isEnd
                    ? "\(name) still asks it what came of its last actions: wait for that, or use other instruments"
                    : "Let it end, or end it with `tieline abort \(name)`")
        }
    }

    /// What people believed when the file was written, they say when the campaign starts.
    private func dated(_ specification: CampaignSpecification) -> CampaignSpecification {
        var specification = specification
        let now = services.secondsSince1970()
        for index in specification.mapping?.priors.indices ?? 0..<0 { specification.mapping?.priors[index].time = now }
        return specification
    }

    /// Asks every instrument who it is. One simulated instrument makes a simulated result.
    private func isSimulated(_ names: InstrumentNames) async throws -> Bool {
        var identities: [InstrumentIdentity] = []
        if !names.furnace.isEmpty { identities.append(try await services.rack.furnace(named: names.furnace).identity()) }
        if !names.stage.isEmpty { identities.append(try await services.rack.stage(named: names.stage).identity()) }
        if !names.detector.isEmpty { identities.append(try await services.rack.detector(named: names.detector).identity()) }
        if !names.meter.isEmpty { identities.append(try await services.rack.meter(named: names.meter).identity()) }
        return identities.contains(where: \.isSimulated)
    }
}

extension CampaignStatus.State {
    /// Whether nothing can happen to the campaign any more.
    var isEnd: Bool { self == .finished || self == .aborted || self == .failed }
}
