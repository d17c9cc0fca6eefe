import Journal
import Tieline

extension CampaignRunner {
    /// What to do next: a decision that a crash left undone, or a new one, taken from exactly the events before it in the journal.
    func nextDecision() async throws -> Decision {
        try await refresh()
        // Carried out before the belief is caught up with, which may take minutes: the sample should not cool meanwhile.
        if let pending = history.pending { return pending }
        for _ in 0..<services.policy.decisionAttempts {
            try await refresh()
            let belief = try await updateBelief()
            guard unfolded.isEmpty else { continue }
            let sequence = history.sequence
            // The time of the last event, not of the clock: a replay decides from the same number.
            let elapsed = history.elapsedSeconds
            let decision = try await watched { try await Self.decide(belief, elapsedSeconds: elapsed) }.get()
            try await checkpointAfterWatch()
            try await services.failpoint(.decisionTaken)
            let row = try row(.decided(decision), why: "decided: \(decision.reason)")
            if try await services.journal.append(row, ifLastIs: sequence) != nil {
                try await refresh()
                try await services.failpoint(.decisionJournalled)
                post(.decided, decision.reason)
                return decision
            }
        }
        throw ControlError(
            .notPossible, message: "something was said \(services.policy.decisionAttempts) times while the strategy decided",
            remedy: "Add priors one after the other, and resume")
    }

    /// Folds in what the belief has not seen. Only the loop calls this.
    @discardableResult
    func updateBelief() async throws -> any Strategy {
        var belief = try self.belief ?? services.makeStrategy(history.start)
        while !unfolded.isEmpty {
            let events = unfolded
            unfolded = []
            let before = belief
            belief = try await watched { try await Self.fold(before, events) }.get()
        }
        self.belief = belief
        return belief
    }

    // Minutes of arithmetic may be in these: they run beside the actor, so that pause and abort find it free.

    static nonisolated func fold(_ belief: any Strategy, _ events: [CampaignEvent]) async throws -> any Strategy {
        var belief = belief
        for event in events { try belief.apply(event) }
        return belief
    }

    private static nonisolated func decide(_ belief: any Strategy, elapsedSeconds: Double) async throws -> Decision {
        try belief.decide(elapsedSeconds: elapsedSeconds)
    }

    /// A belief that has seen everything, for a report; the loop's own is left alone.
    func beliefForReport() async throws -> any Strategy {
        try await refresh()
        return try await Self.fold(try belief ?? services.makeStrategy(history.start), unfolded)
    }
}
