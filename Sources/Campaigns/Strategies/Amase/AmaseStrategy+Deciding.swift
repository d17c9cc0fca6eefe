import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The numbers that shape decisions, each with its reason.
enum AmasePolicy {
    /// While the eutectic has not been passed, a step may overshoot it by this share of the wanted precision on average: what is overshot
    /// cannot be measured again. On the standard bench, 20 seeds: 0.5 left a third of the runs short of the target at the highest
    /// temperature, 0.3 a tenth, 0.15 none, in 13 patterns (median).
    static let overshootBudget = 0.15
    /// A cooler condition is taken if it is worth this share of the best hotter one: heat cannot be taken back.
    static let patience = 0.5
    /// Compositions are compared at every fourth grid point first: the gain is smooth on this scale.
    static let compositionStride = 4
    /// The same place at the same temperature again says little new; compositions nearer than this to a measured one are left out.
    static let exclusion = 0.003
    /// A point outside every region of interest still counts this much: surprises must be able to win.
    static let interestOutside = 0.2
    /// The estimate has to have stood still, within one standard deviation, over this many patterns before the campaign ends.
    static let steadyPatterns = 3
    /// For the forecast: a step where the eutectic may be near, in units of the wanted precision, and the patterns that follow its passing; both
    /// are medians on the standard bench.
    static let shortStep = 4.0
    static let patternsAfterwards = 4
    /// Standard errors of a standard deviation by which it has to be below its target.
    static let doubt = 1.645
    /// Below this share of the remaining variance a pattern is not worth its exposure.
    static let negligibleGain = 1e-4
}

extension AmaseStrategy {
    public func decide(elapsedSeconds: Double) throws -> Decision {
        let estimate = posterior.estimate(kind: specification.target.invariant)
        if let reason = stopReason(estimate, elapsedSeconds: elapsedSeconds) { return stop(reason, estimate) }
        return try next()
    }

    public func next() throws -> Decision {
        let estimate = posterior.estimate(kind: specification.target.invariant)
        let model = try self.model
        let candidates = AmaseCandidates(model, posterior, specification)
        let temperatureAxis = specification.space.axes[1]
        let current = observations.map(\.setKelvin).max() ?? temperatureAxis.minimum
        let highest = min(temperatureAxis.maximum, current + (temperatureAxis.maximumStep ?? .infinity))
        let hasPassed = !model.temperatures.isEmpty && posterior.split < model.temperatures.count
        var temperatures = (0..<temperatureAxis.count).map(temperatureAxis.value(at:)).filter { $0 >= current - 1e-9 && $0 <= highest + 1e-9 }
        if !hasPassed {
            let budget = AmasePolicy.overshootBudget * specification.target.temperatureKelvin
            let safe = temperatures.filter { candidates.expectedOvershoot($0) <= budget }
            // The next grid temperature is always allowed: standing still would never find the eutectic.
            temperatures = safe.isEmpty ? Array(temperatures.prefix(2)) : safe
            // Below the eutectic only its absence is learned: one step for every pattern, as far as the budget lets it.
            if observations.count >= Self.patternsAtStart { temperatures = Array(temperatures.suffix(1)) }
        }
        let scores = temperatures.compactMap { temperature in
            candidates.best(atKelvin: temperature, compositions: compositions(atKelvin: temperature), interest: interest)
        }
        guard let best = scores.max(by: { $0.gain < $1.gain }), best.gain > AmasePolicy.negligibleGain else {
            return stop(.nothingLeftToMeasure, estimate)
        }
        let chosen = scores.first { $0.gain >= AmasePolicy.patience * best.gain } ?? best
        let routine = routine(atKelvin: chosen.condition[1], hasPassed: hasPassed)
        return Decision(
            action: .measure(specification.space.snapped(chosen.condition)), routine: routine,
            reason: reason(for: chosen, routine: routine, hasPassed: hasPassed, estimate), invariant: estimate,
            patternsLeft: patternsLeft(estimate, at: chosen.condition[1], gain: chosen.gain, hasPassed: hasPassed))
    }

    /// So many patterns settle the scales of the areas at the lowest temperature before the first step.
    private static let patternsAtStart = 2

    private func stopReason(_ estimate: InvariantEstimate, elapsedSeconds: Double) -> Decision.StopReason? {
        let target = specification.target
        let recent = history.suffix(AmasePolicy.steadyPatterns)
        let isSteady =
            recent.count == AmasePolicy.steadyPatterns
            && recent.allSatisfy {
                abs($0.temperature.value - estimate.temperature.value) <= estimate.temperature.standardDeviation
                    && abs($0.composition.value - estimate.composition.value) <= estimate.composition.standardDeviation
            }
        // A standard deviation of few draws is itself uncertain, by 1/√(2 n) of it: what is asked for has to be reached in spite of that.
        let doubt = 1 + AmasePolicy.doubt / (2 * max(posterior.effectiveDraws, 1)).squareRoot()
        if estimate.isReliable, isSteady, doubt * estimate.temperature.standardDeviation <= target.temperatureKelvin,
            doubt * estimate.composition.standardDeviation <= target.moleFraction
        {
            return .targetReached
        }
        if observations.count >= specification.budget.patterns { return .patternBudgetSpent }
        if elapsedSeconds >= specification.budget.seconds { return .timeBudgetSpent }
        return nil
    }

    private func stop(_ reason: Decision.StopReason, _ estimate: InvariantEstimate) -> Decision {
        let text =
            switch reason {
            case .targetReached: "the eutectic is known as well as was asked for"
            case .patternBudgetSpent: "the budget of \(specification.budget.patterns) patterns is spent"
            case .timeBudgetSpent: "the budget of time is spent"
            case .nothingLeftToMeasure: "no reachable pattern would teach more about the eutectic"
            }
        return Decision(action: .stop(reason), routine: "end", reason: text, invariant: estimate, patternsLeft: 0)
    }

    private func compositions(atKelvin kelvin: Double) -> [Double] {
        let axis = specification.space.axes[0]
        let measured = observations.filter { $0.setKelvin == kelvin }.map(\.x)
        return stride(from: 0, to: axis.count, by: AmasePolicy.compositionStride).map(axis.value(at:)).filter { x in
            measured.allSatisfy { abs($0 - x) > AmasePolicy.exclusion }
        }
    }

    private func routine(atKelvin kelvin: Double, hasPassed: Bool) -> String {
        guard hasPassed else { return "solvus" }
        guard case .melt(_, let ends?)? = theory.shifted(shiftsAtMode).field(isBelow: false, atKelvin: kelvin),
            specification.space.axes[0].contains(ends.liquid)
        else { return "solidus" }
        return "liquidus"
    }

    private var shiftsAtMode: [Double] { zip(posterior.mode, specification.theory.free).map { $0 * $1.standardDeviation } }

    /// Steps up to where the eutectic probably is, short ones where it may be near, and what follows it; once it is passed, so many patterns as this
    /// one's gain, repeated, would take.
    private func patternsLeft(_ estimate: InvariantEstimate, at kelvin: Double, gain: Double, hasPassed: Bool) -> Int? {
        let target = specification.target
        let affordable = specification.budget.patterns - observations.count
        let deviation = estimate.temperature.standardDeviation
        if !hasPassed {
            let distance = max(estimate.temperature.value - kelvin, 0)
            let near = min(distance, 2 * deviation)
            let long = specification.space.axes[1].maximumStep ?? distance
            let steps = (distance - near) / max(long, 1) + near / (AmasePolicy.shortStep * target.temperatureKelvin)
            return min(affordable, Int(steps.rounded(.up)) + AmasePolicy.patternsAfterwards)
        }
        let ratio = max(deviation / target.temperatureKelvin, estimate.composition.standardDeviation / target.moleFraction)
        guard ratio > 1 else { return min(affordable, AmasePolicy.steadyPatterns) }
        guard gain > 0, gain < 1 else { return nil }
        return min(affordable, Int((2 * log(ratio) / -log(1 - gain)).rounded(.up)))
    }
}
