import Tieline

extension CampaignStatus {
    /// The status of a campaign as its journal has it.
    init(of name: String, history: CampaignHistory, state: State) {
        let specification = history.start.specification
        self.init(
            campaign: name, state: state, reason: history.stateReason, seed: specification.seed, isSimulated: history.start.isSimulated, patterns: 0,
            patternBudget: specification.budget.patterns, elapsedSeconds: 0, budgetSeconds: specification.budget.seconds, remainingSeconds: nil,
            temperature: nil, condition: nil, routine: "", lastVerdict: history.measurements.last?.evidence.words ?? "", lastDecision: "",
            invariant: nil, axes: specification.space.axes, revision: 0)
        update(history: history, state: state, elapsedSeconds: history.elapsedSeconds)
    }

    mutating func update(history: CampaignHistory, state: State, elapsedSeconds: Double) {
        self.state = state
        self.elapsedSeconds = elapsedSeconds
        patterns = history.measurements.count
        condition = history.measurements.last?.condition
        remainingSeconds = nil
        guard let last = history.decisions.last?.decision else { return }
        if case .measure(let next) = last.action { condition = next }
        routine = last.routine
        lastDecision = last.reason
        invariant = last.invariant ?? invariant
        map = last.map ?? map
        if state == .running || state == .paused || state == .interrupted, let left = last.patternsLeft, patterns > 0 {
            // What is left costs what the patterns so far did, on average; a decision counts its own pattern until that is recorded.
            let stillLeft = history.pending == nil ? max(0, left - 1) : left
            remainingSeconds = Double(stillLeft) * elapsedSeconds / Double(patterns)
        }
    }
}

extension Evidence {
    /// `Bi (012) P = 1.00, Sn (101) P = 0.03`, until a strategy says it better.
    var words: String {
        phases.map { phase in
            let hundredths = Int((phase.probabilityPresent * 100).rounded())
            let digits = String(hundredths % 100)
            return "\(phase.peak) P = \(hundredths / 100).\(digits.count < 2 ? "0" + digits : digits)"
        }.joined(separator: ", ")
    }
}
