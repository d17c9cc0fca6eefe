import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The numbers that shape decisions, each with its reason.
enum AmasePolicy {
    /// Patterns that are planned together once the eutectic is passed; the coolest of them is taken. With 24, as many as a wide bracket needs, the
    /// plan always has a cool one, and the liquidus is never reached.
    static let patternsAhead = 4
    /// How finely the design is drawn: temperatures over the axis, and every so many grid points of composition.
    static let designTemperatures = 60
    static let designStride = 14
    /// Compositions are compared at every fourth grid point first: the gain is smooth on this scale.
    static let compositionStride = 4
    /// The same place at the same temperature again says little new; compositions nearer than this to a measured one are left out.
    static let exclusion = 0.003
    /// For the forecast: the patterns that follow the passing of the eutectic, a median on the standard bench.
    static let patternsAfterwards = 4
    /// Below this share of the remaining variance a pattern is not worth its exposure.
    static let negligibleGain = 1e-4
}

extension AmaseStrategy {
    public func decide(elapsedSeconds: Double) throws -> Decision {
        try ending(elapsedSeconds: elapsedSeconds) ?? next()
    }

    /// The decision to stop, if what was asked for is reached or a budget is spent.
    func ending(elapsedSeconds: Double) -> Decision? {
        let estimate = posterior.estimate(kind: specification.target.invariant)
        return stopReason(estimate, elapsedSeconds: elapsedSeconds).map { stop($0, estimate) }
    }

    func nothingLeft() -> Decision { stop(.nothingLeftToMeasure, posterior.estimate(kind: specification.target.invariant)) }

    public func next() throws -> Decision {
        let estimate = posterior.estimate(kind: specification.target.invariant)
        let model = try self.model
        let candidates = AmaseCandidates(model, posterior, specification)
        let hasPassed = !model.temperatures.isEmpty && posterior.split < model.temperatures.count
        let ahead = hasPassed ? nil : eutecticAhead(model)
        let chosen = hasPassed ? afterPassing(model, candidates) : beforePassing(model, candidates, ahead)
        // Below the eutectic the step itself is worth the pattern, whatever the pattern shows.
        guard let chosen, !hasPassed || chosen.gain > AmasePolicy.negligibleGain else { return stop(.nothingLeftToMeasure, estimate) }
        let routine = routine(atKelvin: chosen.condition[1], hasPassed: hasPassed)
        return Decision(
            action: .measure(specification.space.snapped(chosen.condition)), routine: routine,
            reason: reason(for: chosen, routine: routine, hasPassed: hasPassed, estimate), invariant: estimate,
            patternsLeft: patternsLeft(estimate, ahead, gain: chosen.gain))
    }

    /// `nil` before the first pattern.
    private func eutecticAhead(_ model: FilmModel) -> EutecticAhead? {
        guard let current = model.temperatures.last else { return nil }
        let axis = specification.space.axes[1]
        return EutecticAhead(
            posterior.draws.map { $0.eutectic.temperature + model.parameters.offset($0.z) - current },
            stepKelvin: axis.resolution, largestStepKelvin: min(axis.maximumStep ?? .infinity, axis.maximum - current),
            targetKelvin: specification.target.temperatureKelvin, offsetKelvin: specification.measurement.offsetStandardDeviationKelvin)
    }

    /// One step up, as far as the value of not overshooting lets it.
    private func beforePassing(_ model: FilmModel, _ candidates: AmaseCandidates, _ ahead: EutecticAhead?) -> AmaseCandidates.Score? {
        let axis = specification.space.axes[1]
        let kelvin =
            ahead.flatMap { ahead in model.temperatures.last.map { min(axis.snapped($0 + ahead.bestStep), axis.highestReachable(from: $0)) } }
            ?? axis.minimum
        return candidates.best(atKelvin: kelvin, compositions: compositions(atKelvin: kelvin), interest: interest)
    }

    /// The coolest member of the best few patterns together: heat cannot be taken back.
    private func afterPassing(_ model: FilmModel, _ candidates: AmaseCandidates) -> AmaseCandidates.Score? {
        let axis = specification.space.axes[1]
        guard let current = model.temperatures.last else { return nil }
        let stride = max(1, axis.count / AmasePolicy.designTemperatures)
        let first = Int(((current - axis.minimum) / axis.resolution).rounded())
        let temperatures = Swift.stride(from: first, to: axis.count, by: stride).map(axis.value(at:))
        let highest = axis.highestReachable(from: current)
        guard let design = FilmDesign(model, posterior, specification, countingNoise: candidates.countingNoise) else {
            // Without gradients there is still the regression over the draws; that there is nothing left to measure is not what it means.
            return temperatures.filter { $0 <= highest + 1e-9 }
                .compactMap { candidates.best(atKelvin: $0, compositions: compositions(atKelvin: $0), interest: interest) }
                .max { $0.gain < $1.gain }
        }
        let members = design.members(
            AmasePolicy.patternsAhead, kelvin: temperatures,
            moleFractions: { compositions(atKelvin: $0, every: AmasePolicy.designStride) }, interest: interest)
        guard let coolest = members.min(by: { $0.condition[1] < $1.condition[1] }) else { return nil }
        let finer = design.members(
            1, kelvin: [axis.snapped(min(coolest.condition[1], highest))], moleFractions: { compositions(atKelvin: $0) }, interest: interest)
        return (finer.first ?? (coolest.condition[1] <= highest + 1e-9 ? coolest : nil)).map {
            AmaseCandidates.Score(condition: $0.condition, gain: $0.gain, probabilityAbove: candidates.probabilityAbove($0.condition[1]))
        }
    }

    private func stopReason(_ estimate: InvariantEstimate, elapsedSeconds: Double) -> Decision.StopReason? {
        if stopRule.isReached(estimate, history: history) { return .targetReached }
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

    private func compositions(atKelvin kelvin: Double, every stride: Int = AmasePolicy.compositionStride) -> [Double] {
        let axis = specification.space.axes[0]
        let measured = observations.filter { $0.setKelvin == kelvin }.map(\.x)
        return Swift.stride(from: 0, to: axis.count, by: stride).map(axis.value(at:)).filter { x in
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

    private var shiftsAtMode: [Double] { zip(posterior.mode, specification.theory.moving).map { $0 * $1.standardDeviation } }

    /// The steps until the eutectic is passed and what follows it; once it is passed, so many patterns as this one's gain, repeated, would take.
    private func patternsLeft(_ estimate: InvariantEstimate, _ ahead: EutecticAhead?, gain: Double) -> Int? {
        let affordable = specification.budget.patterns - observations.count
        if let ahead { return min(affordable, Int(ahead.expectedPatterns.rounded(.up)) + AmasePolicy.patternsAfterwards) }
        guard !observations.isEmpty else { return nil }
        return stopRule.patternsLeft(estimate, gain: gain, affordable: affordable)
    }

    private var stopRule: StopRule { StopRule(target: specification.target, effectiveDraws: posterior.effectiveDraws) }
}
