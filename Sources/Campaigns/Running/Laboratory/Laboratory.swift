import Journal
import Logging
import Tieline

/// A running laboratory: the campaigns of one journal on the instruments of one rack.
///
/// It owns one ``CampaignRunner`` a campaign and keeps them apart: one campaign at a time has a furnace, a stage or a detector. What is asked of a campaign is
/// answered by its runner; what is asked about it, by its board, which never waits.
public actor Laboratory {
    let services: LaboratoryServices
    /// By name; the names in the order in which the campaigns were made.
    var runners: [String: CampaignRunner] = [:]
    var names: [String] = []
    /// Instruments that a campaign which is being started has asked for.
    var reserved: Set<String> = []

    public init(_ services: LaboratoryServices) { self.services = services }

    /// Takes up what the journal holds: asks the instruments about every action without an outcome, then goes on with the campaigns that were running. A
    /// paused campaign stays paused, and a campaign that nobody can vouch for is paused; both with their furnace off. Call it once, before anything else.
    /// - Parameter hold: Why a person wants no campaign to go on by itself, if one does: those that would are paused, with these words.
    public func recover(holding hold: String? = nil) async throws {
        for name in try await services.journal.campaigns() {
            let rows = try await services.journal.events(of: name)
            do {
                let runner = try CampaignRunner(name: name, rows: rows, services: services)
                runners[name] = runner
                names.append(name)
                await runner.recover(holding: hold)
            } catch {
                // One unreadable campaign must not keep the others from going on.
                services.logger.error(
                    "campaign not taken up", metadata: ["event": "campaign.recover.failed", "campaign": "\(name)", "error": "\(error)"])
            }
        }
    }

    /// Interrupts what runs, with every furnace off, and waits a bounded time until all is at rest. The journal may be closed afterwards.
    public func shutDown() async {
        let runners = runners
        await waitAtMostRestTime {
            await withTaskGroup(of: Void.self) { group in
                for runner in runners.values { group.addTask { await runner.interrupt(because: "the daemon was stopped") } }
            }
        }
        await rest()
        for runner in runners.values { runner.board.close() }
    }

    /// Waits until no campaign is driven any more, at most for the wall time that the policy gives.
    func rest() async {
        var busy: [Task<Void, Never>] = []
        for runner in runners.values {
            if let task = await runner.driving { busy.append(task) }
        }
        guard !busy.isEmpty else { return }
        await waitAtMostRestTime { [busy] in
            for task in busy { await task.value }
        }
    }

    /// Begins `work` and waits for it, but not longer than the wall time that the policy gives; what takes longer goes on by itself.
    ///
    /// A task group would wait for its slowest child, and neither an exposure that does not end nor a disk that hangs may hold up a stop.
    nonisolated func waitAtMostRestTime(for work: @escaping @Sendable () async -> Void) async {
        let wall = services.wall
        let seconds = services.policy.restSeconds
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            await work()
            continuation.finish()
        }
        let bound = Task {
            try await wall.sleep(seconds)
            continuation.finish()
        }
        for await _ in stream {}
        bound.cancel()
    }

    func runner(_ campaign: String) throws(ControlError) -> CampaignRunner {
        guard let runner = runners[campaign] else {
            throw ControlError(
                .noSuchCampaign, message: "there is no campaign \(campaign)",
                remedy: names.isEmpty ? "Start one with `tieline run FILE`" : "`tieline campaigns` lists them; the last is \(names[names.count - 1])")
        }
        return runner
    }
}
