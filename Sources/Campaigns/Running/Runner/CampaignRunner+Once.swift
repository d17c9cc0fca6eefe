import Journal
import Tieline

extension CampaignRunner {
    /// Commits an intent for something that must not be done twice, an exposure or a reading, does it once, and takes what came of it. Whoever made it has its
    /// number on the disk before it begins, so that the instrument can be asked about it after a crash.
    /// - Parameters:
    ///   - announcement: For the watchers, when it begins.
    ///   - outcome: For the journal, when the instrument says that it is done.
    ///   - take: Fetches and records what came of it.
    func performOnce(
        _ command: Command, reason: String, announcement: String, outcome: String, _ action: @escaping @Sendable () async throws -> Void,
        take: (Intent, IntentLifecycle) async throws -> Void
    ) async throws {
        precondition(!command.isIdempotent, "what may be done twice has a way of its own")
        let intent = try await commit(command, reason: reason)
        try await services.failpoint(.exposeCommitted)
        var lifecycle = IntentLifecycle.committed().lifecycle
        do { try lastLook() } catch {
            try await advance(intent, to: .failed, outcome: "stopped before anything was sent")
            throw error
        }
        post(.exposing, announcement)
        switch await watched(action) {
        case .success:
            try await services.failpoint(.exposed)
            _ = lifecycle.instrumentAnswered()
            try await advance(intent, to: lifecycle.state, outcome: outcome)
            try await services.failpoint(.exposeAcknowledged)
            try await take(intent, lifecycle)
        case .failure(let error):
            _ = lifecycle.commandFailed(isIdempotent: false)
            try await advance(intent, to: lifecycle.state, outcome: "\(error)")
            try await resolve(intent, command, lifecycle, cause: error, goingOn: nil)
        }
        try await checkpointAfterWatch()
    }

    /// Fetches what came of an action that was acknowledged; if it cannot be had, a person has to say what becomes of the action.
    ///
    /// It is fetched in a task of its own: a campaign that is aborted now has it all the same, and it is written down.
    func outcome<Value: Sendable>(
        of intent: Intent, _ lifecycle: IntentLifecycle, _ fetch: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await Task { try await fetch() }.value
            try await services.failpoint(.patternFetched)
            return value
        } catch let error as InstrumentError {
            var lifecycle = lifecycle
            _ = lifecycle.outcomeMissing()
            try await advance(intent, to: lifecycle.state, outcome: "done, but what came of it cannot be had: \(error)")
            throw error
        }
    }

    /// A measurement is in the journal: the belief takes it in, and the watchers hear what it says.
    func learn(_ measurement: Measurement) async throws {
        try await refresh()
        try await services.failpoint(.measurementRecorded)
        guard lifecycle.state == .running else { return post(.measured, "measurement \(measurement.number) recorded") }
        let belief = try await updateBelief()
        let verdict = belief.verdict(on: measurement)
        board.post(.measured, nil) { $0.lastVerdict = verdict }
        post(.measured, "\(plan.film == nil ? "reading" : "pattern") \(measurement.number): \(verdict)")
    }
}
