import Inference
import PhaseMapping
import Tieline

/// The published loop (Liang et al., Sci. Adv. 2025, doi:10.1126/sciadv.adu7426), as far as it is published; the rest is chosen and said here.
///
/// At one temperature a classifier looks for the boundary at which a tracked peak vanishes, with the theory's prediction as its prior, until it is
/// known to ±0.005 and confirmed on both sides at ±0.01; then the theory is assessed again, and the next temperature is the one in the 30 K above at which
/// the predicted boundary is least certain. When the lean solid is seen nowhere on an isotherm, the eutectic is passed and the liquidus is
/// searched for, by the rich solid's peak.
///
/// Without theory (the authors' own ablation) every position is as probable as every other before the first label, and the next temperature, at which a
/// process fitted to the boundary so far is least certain, is the farthest.
///
/// Not published, and chosen: the classifier (the exact posterior of one position stands for the variational process), at most 12 patterns at a
/// temperature, at least 2 K between two, and how the end of the solvus is told: three patterns without the lean solid, and one more at the lean end.
struct BoundarySearch: ConditionChooser {
    /// One of the two outer phases of the invariant, by its place among the three.
    private enum Solid: Int {
        case lean = 0
        case rich = 2
    }

    private let specification: CampaignSpecification
    private let followsTheory: Bool

    private static let wantedDeviation = 0.005
    private static let confirmation = 0.01
    private static let mostPatterns = 12
    private static let patternsOfDoubt = 3
    /// Kelvin, between two temperatures.
    private static let leastStep = 2.0
    private static let window = 30.0
    /// Draws behind a prediction.
    private static let draws = 60
    /// Every so many grid points of composition may be measured: half the confirmation distance.
    private static let stride = 5
    /// Without theory: how far outside the window a boundary may lie, as a share of it.
    private static let margin = 0.25

    init(_ specification: CampaignSpecification, followsTheory: Bool) {
        self.specification = specification
        self.followsTheory = followsTheory
    }

    func next(_ belief: AmaseStrategy) -> ConditionChoice? {
        let axis = specification.space.axes[1]
        let kelvin = belief.observations.map(\.setKelvin).max() ?? axis.minimum
        let here = belief.observations.filter { $0.setKelvin == kelvin }
        let solid = tracked(belief, atKelvin: kelvin)
        if let x = nextComposition(belief, here, solid, atKelvin: kelvin) { return choice(x, kelvin, solid, "until its boundary is known") }
        let hasPassed = solid == .rich || hasVanished(belief, here)
        let nextSolid: Solid = hasPassed ? .rich : .lean
        guard let warmer = nextTemperature(belief, nextSolid, aboveKelvin: kelvin),
            let x = nextComposition(belief, [], nextSolid, atKelvin: warmer)
        else { return nil }
        return choice(x, warmer, nextSolid, "where the boundary is least certain")
    }

    private func choice(_ x: Double, _ kelvin: Double, _ solid: Solid, _ why: String) -> ConditionChoice {
        ConditionChoice(condition: Condition([x, kelvin]), routine: solid == .lean ? "solvus" : "liquidus", reason: "this isotherm \(why)")
    }

    /// The lean solid until some cooler isotherm was without it.
    private func tracked(_ belief: AmaseStrategy, atKelvin kelvin: Double) -> Solid {
        let cooler = belief.observations.filter { $0.setKelvin < kelvin }
        return cooler.contains { one in hasVanished(belief, cooler.filter { $0.setKelvin == one.setKelvin }) } ? .rich : .lean
    }

    /// Whether an isotherm shows no lean solid, although it was looked for where there should be most of it.
    private func hasVanished(_ belief: AmaseStrategy, _ isotherm: [PatternObservation]) -> Bool {
        guard let leanest = isotherm.map(\.x).min(), leanest <= specification.space.axes[0].minimum + Self.confirmation else { return false }
        return isotherm.allSatisfy { !isPresent(belief, .lean, $0) }
    }

    private func isPresent(_ belief: AmaseStrategy, _ solid: Solid, _ observation: PatternObservation) -> Bool {
        area(belief, solid, observation).map { $0.probabilityPresent > 0.5 } ?? false
    }

    /// Of the solid's first peak.
    private func area(_ belief: AmaseStrategy, _ solid: Solid, _ observation: PatternObservation) -> PatternObservation.Area? {
        let phase = belief.theory.unshifted.phases[solid.rawValue]
        return belief.model.peakPhases.firstIndex(of: phase).flatMap { observation.areas[$0] }
    }

    /// `nil` when the isotherm is done.
    private func nextComposition(_ belief: AmaseStrategy, _ here: [PatternObservation], _ solid: Solid, atKelvin kelvin: Double)
        -> Double?
    {
        guard here.count < Self.mostPatterns else { return nil }
        let axis = specification.space.axes[0]
        // The end of the solvus: after some patterns without the lean solid, one where there should be most of it settles the isotherm.
        if solid == .lean, here.count >= Self.patternsOfDoubt, !here.contains(where: { isPresent(belief, .lean, $0) }) {
            return hasVanished(belief, here) ? nil : axis.minimum
        }
        var posterior = BoundaryPosterior(
            axis: axis, predictions: predictions(belief, solid, atKelvin: kelvin), bandwidth: Self.wantedDeviation,
            presentSide: solid == .lean ? .below : .above, labelDeviation: max(specification.sample.moleFractionStandardDeviation, axis.resolution))
        for seen in here {
            guard let area = area(belief, solid, seen) else { continue }
            posterior.observe(x: seen.x, probabilityPresent: area.probabilityPresent)
        }
        let estimate = posterior.estimate
        if estimate.standardDeviation < Self.wantedDeviation {
            let pair = [estimate.value - Self.confirmation, estimate.value + Self.confirmation].map(axis.snapped)
            return pair.first { x in !here.contains { abs($0.x - x) <= 0.5 * Self.confirmation } }
        }
        let free = Swift.stride(from: 0, to: axis.count, by: Self.stride).map(axis.value(at:)).filter { x in
            !here.contains { abs($0.x - x) < 0.5 * axis.resolution }
        }
        return free.map { (x: $0, information: posterior.mutualInformation(at: $0)) }.max { $0.information < $1.information }?.x
    }

    /// Where the boundary may be before an isotherm has labels.
    private func predictions(_ belief: AmaseStrategy, _ solid: Solid, atKelvin kelvin: Double) -> [Double] {
        let axis = specification.space.axes[0]
        let outside = Self.margin * (axis.maximum - axis.minimum)
        let everywhere = Swift.stride(from: axis.minimum - outside, through: axis.maximum + outside, by: Self.wantedDeviation).map(\.self)
        guard followsTheory else { return everywhere }
        let predicted = predictedBoundaries(belief, solid, atKelvin: kelvin)
        return predicted.isEmpty ? everywhere : predicted
    }

    /// Of the theory's draws that have such a boundary: the rich end of the field of both solids, or the liquid's end of that of the rich one.
    private func predictedBoundaries(_ belief: AmaseStrategy, _ solid: Solid, atKelvin kelvin: Double) -> [Double] {
        let model = belief.model
        let draws = belief.equallyWeighted
        let (lean, middle, rich) = (belief.theory.unshifted.phases[0], belief.theory.unshifted.phases[1], belief.theory.unshifted.phases[2])
        let x = specification.space.axes[0].minimum
        return Swift.stride(from: 0, to: draws.count, by: max(1, draws.count / Self.draws)).compactMap { index in
            let field = belief.theory.shifted(model.shifts(draws[index].z)).field(atKelvin: kelvin - model.offset(draws[index].z))
            return solid == .lean ? field?.span(lean, rich, nearestTo: x)?.upper : field?.span(middle, rich, nearestTo: x)?.lower
        }
    }

    private func nextTemperature(_ belief: AmaseStrategy, _ solid: Solid, aboveKelvin kelvin: Double) -> Double? {
        let axis = specification.space.axes[1]
        let reachable = (0..<axis.count).map(axis.value(at:)).filter {
            $0 >= kelvin + Self.leastStep - 1e-9 && $0 <= kelvin + min(axis.maximumStep ?? .infinity, Self.window) + 1e-9
        }
        guard followsTheory else { return reachable.last }
        var best: (kelvin: Double, spread: Double)?
        // Every second kelvin: the uncertainty is smooth.
        for warmer in reachable where best == nil || warmer - (best?.kelvin ?? 0) >= Self.leastStep - 1e-9 {
            let predicted = predictedBoundaries(belief, solid, atKelvin: warmer).map { min(max($0, 0), 1) }
            let spread = weightedMoments(predicted, weights: Array(repeating: 1, count: predicted.count)).standardDeviation
            if best.map({ spread > $0.spread }) ?? true { best = (warmer, spread) }
        }
        return best?.kelvin
    }
}
