import Journal
import Logging
import Tieline

extension CampaignRunner {
    func stamp(_ who: String = CampaignRunner.daemon, why: String) -> Stamp {
        Stamp(who: who, why: why, labSeconds: elapsedSeconds, wallTime: services.secondsSince1970())
    }

    func row(_ event: CampaignEvent, who: String = CampaignRunner.daemon, why: String) throws(JournalError) -> NewEvent {
        NewEvent(campaign: name, kind: event.kind, payload: try event.payload(), stamp: stamp(who, why: why))
    }

    /// Writes an event of the campaign and takes it in.
    func record(_ event: CampaignEvent, who: String = CampaignRunner.daemon, why: String) async throws {
        _ = try await services.journal.append(try row(event, who: who, why: why))
        try await refresh()
    }

    func record(_ event: LaboratoryEvent, who: String = CampaignRunner.daemon, why: String) async throws {
        _ = try await services.journal.append(NewEvent(campaign: name, kind: event.kind, payload: try event.payload(), stamp: stamp(who, why: why)))
        try await refresh()
    }

    /// Writes what must not stop anything if it cannot be written: the heater is off already, and the log has it as well.
    func tryToRecord(_ what: String, _ write: () async throws -> Void) async {
        do { try await write() } catch {
            services.logger.error("not journalled: \(what)", metadata: ["event": "journal.write.failed", "campaign": "\(name)", "error": "\(error)"])
        }
    }

    /// Takes in all rows that the history has not seen, in the order of the journal, whoever wrote them.
    func refresh() async throws {
        let rows = try await services.journal.events(of: name, after: history.sequence)
        // Two of these may overlap, since this actor is reentrant: what is older than the history is in it.
        for row in rows where row.sequence > history.sequence {
            if let event = try history.apply(row) { unfolded.append(event) }
        }
    }

    /// Tells the watchers; every update carries the whole status.
    func post(_ kind: CampaignUpdate.Kind, _ text: String?, reason: String? = nil) {
        let state = lifecycle.status
        let history = history
        let elapsed = elapsedSeconds
        let invariant = belief?.invariant
        let map = belief?.mapProgress
        board.post(kind, text) { status in
            status.update(history: history, state: state, elapsedSeconds: elapsed)
            if let invariant { status.invariant = invariant }
            if let map { status.map = map }
            if let reason { status.reason = reason }
        }
        if let text {
            services.logger.info("\(text)", metadata: ["event": "campaign.\(kind.rawValue)", "campaign": "\(name)"])
        }
    }

    /// Ends a state and begins another: on the disk, on the board, in the log.
    func change(to state: CampaignStatus.State, reason: String, who: String = CampaignRunner.daemon) async {
        await tryToRecord("\(name) is \(state.rawValue)") {
            try await record(.stateChanged(StateChange(state: state, reason: reason)), who: who, why: reason)
        }
        post(.state, "\(state.rawValue): \(reason)", reason: reason)
    }
}
