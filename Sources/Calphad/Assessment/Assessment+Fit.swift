internal import Inference
internal import LinearAlgebra

extension Assessment {
    /// Times that the rows' solutions are checked and the fit goes on.
    static let maximumRounds = 6
    /// Of the step that remains, posterior standard deviations: a longer one is no maximum.
    public static let largestRemainingStep = 0.05

    /// The maximum of the posterior and the normal distribution about it (Laplace's approximation).
    ///
    /// Each round is a trust-region search with exact gradients; then every boundary is searched again globally, and where a row stood on a
    /// solution that is not the lowest the next round begins.
    ///
    /// - Parameter start: shifts; the means of the priors unless given.
    /// - Throws: ``AssessmentError`` `notConverged`, when the step that remains is longer than ``largestRemainingStep``.
    public func fit(startingFrom start: [Double]? = nil) throws(AssessmentError) -> ParameterPosterior {
        var evaluator = evaluator
        let scales = free.map(\.prior.standardDeviation)
        var place = point(start ?? free.map(\.prior.mean))
        var evaluations = 0
        var remaining = Double.infinity
        var outcome = TrustRegion.Outcome.iterationsSpent
        var moved = 0
        for _ in 0..<Self.maximumRounds {
            let solution: TrustRegion.Solution?
            do throws(LinearAlgebraError) {
                solution = try TrustRegion().minimise(from: place) { point in
                    evaluator.evaluate(at: shifts(point))
                    return evaluator.model(at: point, scales: scales, isObserved: false)
                }
            } catch { throw AssessmentError(error, where: "on the way") }
            guard let solution else { break }
            place = solution.point
            evaluations += solution.evaluations
            remaining = solution.remainingStep
            outcome = solution.outcome
            evaluator.evaluate(at: shifts(place))
            moved = evaluator.audit()
            if moved == 0 { break }
        }
        guard outcome == .converged || remaining <= Self.largestRemainingStep else {
            throw AssessmentError(
                .notConverged,
                "the fit of \(free.count) coefficients to \(data.count) data \(outcome == .stalled ? "stalled" : "did not end") after \(evaluations) evaluations; Newton's method would still go \(remaining) posterior standard deviations",
                remedy: "Begin closer, free fewer coefficients, or narrow their priors; data of which the model says nothing may be wrong.")
        }
        var result = try posterior(at: place, evaluator, evaluations: evaluations, remaining: remaining)
        if moved > 0 {
            result.warnings.append(
                "After \(Self.maximumRounds) rounds \(moved) boundary points still had a lower solution elsewhere: the mode may not be the highest.")
        }
        let unusable = result.unusable
        if !unusable.isEmpty {
            let names = unusable.prefix(3).map { data[$0].source.isEmpty ? "datum \($0)" : data[$0].source }.joined(separator: "; ")
            result.warnings.append(
                "Of \(unusable.count) data the model says nothing at the mode, as of \(names): an equilibrium that was measured does not exist there."
            )
        }
        return result
    }

    /// Laplace's approximation at a mode that the evaluator has just been evaluated at.
    func posterior(at place: [Double], _ evaluator: AssessmentEvaluator, evaluations: Int, remaining: Double) throws(AssessmentError)
        -> ParameterPosterior
    {
        var evaluator = evaluator
        evaluator.evaluate(at: shifts(place))
        let scales = free.map(\.prior.standardDeviation)
        let model = evaluator.model(at: place, scales: scales, isObserved: true)
        var mode = self
        mode.evaluator = evaluator
        return try ParameterPosterior(
            assessment: mode, point: place, precision: model.curvature, cost: model.value, evaluations: evaluations, remainingStep: remaining)
    }
}

extension AssessmentEvaluator {
    /// Looks for a lower partner of every boundary point, globally, and searches anew where no equilibrium was found: the next round begins from there.
    ///
    /// - Returns: how many rows now stand elsewhere.
    mutating func audit() -> Int {
        var changed = 0
        for index in rows.indices {
            heldScales[index] = nil
            anchors[index] = nil
            let places = offsets[index]..<offsets[index + 1]
            if deviates[places].contains(where: { $0.kind != .exact }) {
                states[index] = nil
                evaluateAlone(index, at: shifts.values)
                if !deviates[places].contains(where: { $0.kind != .exact }) { changed += 1 }
                continue
            }
            guard case .boundary(let row) = rows[index], row.hint == nil, var point = states[index] else { continue }
            var drive = Drive(composition: row.observed)
            guard evaluateDrive(row, &point, &drive, isMoved: true) else { continue }
            let beta = 2 * row.partner + 1
            let gap = row.phase == row.partner ? point.fractions : nil
            guard probes[beta].seed(below: probes[2 * row.phase].potentials, awayFrom: gap, distance: Self.coldGap),
                let force = probes[beta].touch(probes[2 * row.phase].potentials)
            else { continue }
            let atoms = probes[beta].workspace.total
            let fractions = probes[beta].workspace.amounts.map { $0 / atoms }
            if let gap, zip(fractions, gap).allSatisfy({ abs($0 - $1) < Self.smallestGap }) { continue }
            if force > drive.force + Self.auditTolerance * atoms {
                point.constitutions[1] = probes[beta].workspace.y
                states[index] = point
                changed += 1
            }
        }
        return changed
    }

    /// J per mole of atoms by which another constitution must lie lower.
    private static let auditTolerance = 0.5
}
