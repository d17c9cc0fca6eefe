import Journal
import Tieline

extension CampaignRunner {
    /// Commits an intent for something that may be done twice without harm, does it once, and records that it was done.
    /// - Parameter points: Where a test kills the daemon: with the intent on the disk, with the command carried out, with the outcome on the disk.
    func perform(
        _ command: Command, reason: String, after points: (Failpoint, Failpoint, Failpoint), outcome: String,
        _ action: @Sendable () async throws -> Void
    ) async throws {
        precondition(command.isIdempotent, "an exposure and a reading have a way of their own")
        let intent = try await commit(command, reason: reason)
        try await services.failpoint(points.0)
        var lifecycle = IntentLifecycle.committed().lifecycle
        do {
            try lastLook()
            try await action()
        } catch {
            // First cold, then the paperwork.
            if case .heat = command { await heaterOff(because: "heating failed: \(error)") }
            _ = lifecycle.commandFailed(isIdempotent: true)
            let state = lifecycle.state
            await tryToRecord("\(intent.identifier) failed") { try await advance(intent, to: state, outcome: "\(error)") }
            throw error
        }
        try await services.failpoint(points.1)
        _ = lifecycle.instrumentAnswered()
        _ = lifecycle.outcomeRecorded()
        try await advance(intent, to: lifecycle.state, outcome: outcome)
        try await services.failpoint(points.2)
    }

    func commit(_ command: Command, reason: String) async throws -> Intent {
        try await services.journal.commit(
            kind: command.kind, payload: try command.payload(), for: name, stamp: stamp(why: "to measure: \(reason)"))
    }

    func advance(
        _ intent: Intent, to state: Intent.State, outcome: String, who: String = CampaignRunner.daemon, with event: CampaignEvent? = nil
    ) async throws {
        let event = try event.map { try row($0, who: who, why: outcome) }
        try await services.journal.advance(
            intent.identifier, to: state, outcome: outcome, stamp: stamp(who, why: "\(intent.kind): \(outcome)"), with: event)
        try await refresh()
    }

    /// Between the commit and the first byte: someone may have said stop while the disk was written.
    func lastLook() throws {
        guard lifecycle.state == .running else { throw Halt.lifecycleChanged }
        try Task.checkCancellation()
        if let fault = watchFault { throw fault }
    }

    /// Brings the place of the sample into the beam.
    func move(toMillimetres target: Double, reason: String) async throws {
        let stage = try services.rack.stage(named: specification.instruments.stage)
        try await perform(
            .move(.init(stage: specification.instruments.stage, targetMillimetres: target)), reason: reason,
            after: (.moveCommitted, .moveCommanded, .moveRecorded), outcome: "the stage stands at \(fixed(target, 2)) mm"
        ) {
            try await self.watched { try await stage.move(toMillimetres: target) }.get()
        }
    }
}
