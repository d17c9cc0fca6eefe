import Inference
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The numbers that shape decisions, each with its reason.
enum AmasePolicy {
    /// Patterns are planned together, and the coolest of them is taken, since heat cannot be taken back: as many as are worth it, and no more than this.
    static let patternsAhead = 40
    /// A planned pattern has to remove this share of what is unknown before the plan.
    static let worthPlanning = 0.01
    /// How finely the plan is drawn over the temperatures that are left.
    static let planTemperatures = 20
    /// Patterns at the temperature of a boundary that the campaign names, at most, before the loop goes on.
    static let patternsAtBoundary = 6
    /// Below this share of the remaining variance a pattern is not worth its exposure.
    static let negligibleGain = 1e-3
}

extension AmaseStrategy {
    public func decide(elapsedSeconds: Double) throws -> Decision { try ending(elapsedSeconds: elapsedSeconds) ?? next() }

    /// The decision to stop, if what was asked for is reached or a budget is spent.
    func ending(elapsedSeconds: Double) -> Decision? {
        if let estimate = invariant, stopRule.isReached(estimate, history: history), unknownBoundaries.isEmpty { return stop(.targetReached) }
        if observations.count >= specification.budget.patterns { return stop(.patternBudgetSpent) }
        return elapsedSeconds >= specification.budget.seconds ? stop(.timeBudgetSpent) : nil
    }

    private var stopRule: StopRule { StopRule(target: specification.target, effectiveDraws: posterior.weights.effectiveCount) }

    /// The places in the campaign's list of boundaries that are not known as well as asked for.
    private var unknownBoundaries: [Int] {
        let estimates = boundaries
        return specification.target.boundaries.indices.filter { index in
            guard let estimate = estimates[index], shareWithoutBoundary(index) < Self.negligibleShare else { return true }
            return !stopRule.isKnown(estimate, to: specification.target.boundaries[index].moleFraction)
        }
    }

    public func next() throws -> Decision {
        let model = model
        guard let design = DiagramDesign(model, posterior, specification) else {
            throw AmaseError.noDesign(kind: specification.target.invariant, patterns: observations.count)
        }
        let passed = probabilityPassed
        let interest = RegionsOfInterest(priors)
        let axis = specification.space.axes[1]
        let choice: DiagramDesign.Choice?
        let routine: String
        if axis.isMonotone, passed < 0.5 {
            (choice, routine) = approach(design, model, interest)
        } else {
            (choice, routine) = (planned(design, interest), "refining")
        }
        // Below the invariant a step up is worth the pattern, whatever the pattern shows.
        let isStep = routine == "approach" && choice.map { $0.condition[1] > observations.map(\.setKelvin).max() ?? 0 } ?? false
        guard let choice, isStep || choice.gain > AmasePolicy.negligibleGain else { return stop(.nothingLeftToMeasure) }
        return Decision(
            action: .measure(specification.space.snapped(choice.condition)), routine: routine,
            reason: reason(for: choice, routine, design), invariant: invariant, patternsLeft: patternsLeft(choice.gain))
    }

    /// One step up, as far as the value of not overshooting lets it, and no farther than the next boundary that the campaign names.
    private func approach(_ design: DiagramDesign, _ model: DiagramModel, _ interest: RegionsOfInterest) -> (DiagramDesign.Choice?, String) {
        let axis = specification.space.axes[1]
        // Nothing has been seen of the lowest temperature, but the sample comes from below it: the first step may be as long as any other.
        let current = model.temperatures.last ?? axis.minimum
        let unknown = unknownBoundaries.map { axis.snapped(specification.target.boundaries[$0].kelvin) }
        if unknown.contains(current), observations.count(where: { $0.setKelvin == current }) < AmasePolicy.patternsAtBoundary,
            let choice = design.best(atKelvin: current, mustTell: false, interest: interest.weight), choice.gain > AmasePolicy.negligibleGain
        {
            return (choice, "boundary")
        }
        var distances: [Double] = []
        for draw in equallyWeighted {
            guard let invariant = draw.targets.invariant else { continue }
            distances.append(invariant.temperature + model.offset(draw.z) - current)
        }
        let ahead = InvariantAhead(
            distances, stepKelvin: axis.resolution, largestStepKelvin: min(axis.maximumStep ?? .infinity, axis.maximum - current),
            targetKelvin: specification.target.temperatureKelvin, offsetKelvin: specification.measurement.offsetStandardDeviationKelvin)
        let next = unknown.filter { $0 > current }.min() ?? .infinity
        let kelvin = min(axis.snapped(min(current + ahead.bestStep, next)), axis.highestReachable(from: current))
        return (design.best(atKelvin: kelvin, mustTell: kelvin != next, interest: interest.weight), "approach")
    }

    /// The coolest member of the best few patterns together, of what can still be reached.
    private func planned(_ design: DiagramDesign, _ interest: RegionsOfInterest) -> DiagramDesign.Choice? {
        let axis = specification.space.axes[1]
        let current = observations.map(\.setKelvin).max() ?? axis.minimum
        let lowest = axis.isMonotone ? current : axis.minimum
        let first = Int(((lowest - axis.minimum) / axis.resolution).rounded())
        let stride = max(1, (axis.count - first) / AmasePolicy.planTemperatures)
        let temperatures = Swift.stride(from: first, to: axis.count, by: stride).map(axis.value(at:))
        let here = observations.last?.setKelvin ?? axis.minimum
        if specification.evidence == .presence {
            return design.bestLabel(
                kelvin: temperatures.filter { $0 <= axis.highestReachable(from: here) + 1e-9 }, prefersCooler: axis.isMonotone,
                leastGain: AmasePolicy.negligibleGain, cost: { cost(atKelvin: $0, from: here) }, interest: interest.weight)
        }
        let choices = design.plan(
            AmasePolicy.patternsAhead, worth: AmasePolicy.worthPlanning, kelvin: temperatures, cost: { cost(atKelvin: $0, from: here) },
            interest: interest.weight)
        guard let coolest = choices.min(by: { $0.condition[1] < $1.condition[1] }) else { return nil }
        let chosen = axis.isMonotone ? coolest : choices[0]
        let kelvin = min(chosen.condition[1], axis.highestReachable(from: here))
        guard var choice = design.best(atKelvin: kelvin, mustTell: false, interest: interest.weight) else { return nil }
        // On the way to a temperature that is too far for one step, the way is worth what the end of it is.
        if kelvin < chosen.condition[1] { choice.gain = max(choice.gain, chosen.gain) }
        return choice
    }

    /// Of a pattern, as a share of the budget that is scarcer: patterns, or lab time with heating and settling.
    private func cost(atKelvin kelvin: Double, from here: Double) -> Double {
        let measurement = specification.measurement
        let heating = kelvin == here ? 0 : 60 * abs(kelvin - here) / measurement.rampKelvinPerMinute + measurement.settlingSeconds
        return max(1 / Double(specification.budget.patterns), (measurement.exposureSeconds + heating) / specification.budget.seconds)
    }

    private func patternsLeft(_ gain: Double) -> Int? {
        guard let estimate = invariant, !observations.isEmpty else { return nil }
        return stopRule.patternsLeft(estimate, gain: gain, affordable: specification.budget.patterns - observations.count)
    }

    func stop(_ reason: Decision.StopReason) -> Decision {
        let kind = specification.target.invariant
        let text =
            switch reason {
            case .targetReached: "the \(kind) and the boundaries are known as well as was asked for"
            case .patternBudgetSpent: "the budget of \(specification.budget.patterns) patterns is spent"
            case .timeBudgetSpent: "the budget of time is spent"
            case .nothingLeftToMeasure: "no reachable pattern would teach more about the \(kind) and the boundaries"
            }
        return Decision(action: .stop(reason), routine: "end", reason: text, invariant: invariant, patternsLeft: 0)
    }

    private func reason(for choice: DiagramDesign.Choice, _ routine: String, _ design: DiagramDesign) -> String {
        let kind = specification.target.invariant
        let gain = "should remove \(fixed(100 * choice.gain, choice.gain < 0.1 ? 1 : 0)) % of what is unknown of the targets"
        let heat =
            routine == "refining"
            ? "the \(kind) is passed, with a probability of \(fixed(100 * probabilityPassed, 0)) %"
            : "chance of \(fixed(100 * design.probabilityAbove(choice.condition[1]), 0)) % that the \(kind) is already below"
        let boundary = routine == "boundary" ? "a boundary that the campaign names is measured at this temperature" : nil
        return [gain, heat, boundary].compactMap(\.self).joined(separator: "; ")
    }
}
