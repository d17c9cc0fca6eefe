/// Labels "seen" and "not seen", in composition space.
extension AssessmentEvaluator {
    static let maximumLabelSteps = 40
    /// Mole fraction.
    static let labelTolerance = 1e-10

    mutating func label(_ row: AssessmentRow.Label, _ index: Int, _ place: Int) {
        // The boundary of the matrix with the phase at the label's temperature; the search begins at the alloy.
        var boundary = AssessmentRow.Boundary(
            phase: row.matrix, partner: row.phase, known: [row.component], rest: row.other, observed: [row.fraction], errors: [1],
            temperature: Measured(row.temperature, error: 0), hint: nil, loss: row.loss, readsTemperature: false)
        var alloy = [0.0, 0.0]
        alloy[row.component] = row.fraction
        alloy[row.other] = 1 - row.fraction
        alloy = AssessmentCore.inside(alloy)
        boundary.observed = [alloy[row.component]]
        var drive = Drive(composition: [0])
        for isCold in [false, true] {
            guard var point = isCold ? anchor(index, { $0.coldState(boundary, alloy) }) : states[index].take() else { continue }
            if solve(boundary, &point, &drive) {
                record(row, point, drive, place)
                states[index] = point
                return
            }
        }
        // No boundary at this temperature: the sign and size of the driving force in the alloy.
        guard var point = anchor(index, { $0.coldState(boundary, alloy) }), evaluateDrive(boundary, &point, &drive, isMoved: true) else {
            return recordUnusable(place, row.loss)
        }
        let floor = Self.linearisedLabel * drive.atoms
        let scale = heldScales[index] ?? (drive.composition[0] * row.resolution * drive.composition[0] * row.resolution + floor * floor).squareRoot()
        heldScales[index] = scale
        record(place, drive.force / scale, row.loss, kind: .linearised, predicted: .nan)
        addForceSlopes(phase: row.matrix, partner: row.phase, drive.adjoint)
        spread(place, factor: 1 / scale, row.temperature)
    }

    /// J per mole of atoms.
    private static let linearisedLabel = 10.0

    /// Newton's method for `F(x) = 0` at the label's temperature.
    private mutating func solve(_ row: AssessmentRow.Boundary, _ point: inout RowState, _ drive: inout Drive) -> Bool {
        let component = row.known[0]
        var isMoved = true
        for _ in 0..<Self.maximumLabelSteps {
            guard evaluateDrive(row, &point, &drive, isMoved: isMoved), !drive.isHeld, drive.composition[0] != 0 else { return false }
            isMoved = false
            let old = point.fractions[component]
            let target = old - drive.force / drive.composition[0]
            let next = max(0.1 * old, min(1 - 0.1 * (1 - old), target))
            guard next.isFinite else { return false }
            point.fractions[component] = next
            point.fractions[row.rest] = 1 - next
            if abs(next - old) < Self.labelTolerance * max(1e-3, min(next, 1 - next)) * 1e3 {
                return evaluateDrive(row, &point, &drive, isMoved: false)
            }
        }
        return false
    }

    /// The deviate and its gradient at the boundary: `z = ±(x − x′)/σ` with `x′ = x_α + f (x_β − x_α)`.
    ///
    /// `dx_α = −F_θ/F_x`, and `x_β` follows the potentials: `dx_β = q·P_β(b dμ − ∇φ_β dL)` with `q = ∇x_β`.
    private mutating func record(_ row: AssessmentRow.Label, _ point: RowState, _ drive: Drive, _ place: Int) {
        let alpha = 2 * row.matrix
        let beta = 2 * row.phase + 1
        let matrixFraction = point.fractions[row.component]
        let total = probes[beta].workspace.total
        let phaseFraction = probes[beta].workspace.amounts[row.component] / total
        let limit = row.detectionLimit
        let threshold = matrixFraction + limit * (phaseFraction - matrixFraction)
        let side = phaseFraction > matrixFraction ? 1.0 : -1.0
        record(place, side * (row.fraction - threshold) / row.resolution, row.loss, predicted: threshold)

        addForceSlopes(phase: row.matrix, partner: row.phase, drive.adjoint)
        // What the threshold answers to x_α, with the part that goes through x_β.
        var throughPhase = 0.0
        var ownAdjoint: [Double]?
        if limit > 0, probes[beta].phase.model.variableCount > 0,
            probes[beta].workspace.respond(toTemperature: false, potentials: probes[alpha].potentials)
        {
            var weights = [0.0, 0.0]
            let q = [-phaseFraction / total, -phaseFraction / total].enumerated().map {
                $0.offset == row.component ? $0.element + 1 / total : $0.element
            }
            for d in 0..<2 { for c in 0..<2 { weights[d] += q[c] * probes[beta].workspace.change(of: c, by: d + 1) } }
            if let adjoint = probes[alpha].adjoint(weights) {
                throughPhase = probes[alpha].scale * (adjoint[row.component] - adjoint[row.other])
                ownAdjoint = adjoint
            }
            probes[beta].answer(q[...], into: &otherDirection)
        }
        let perMatrix = (1 - limit) + limit * throughPhase
        let factor = -side / row.resolution
        for parameter in slopes.indices { slopes[parameter] *= -perMatrix / drive.composition[0] }
        if let ownAdjoint {
            probes[alpha].answer(ownAdjoint[..<2], into: &direction)
            for entry in probes[alpha].phase.entries {
                let slope = probes[alpha].parameterSlope(entry, along: direction)
                slopes[entry.parameter] += limit * (slope.along + ownAdjoint[2] * slope.value)
            }
            for entry in probes[beta].phase.entries {
                slopes[entry.parameter] -= limit * probes[beta].parameterSlope(entry, along: otherDirection).along
            }
        }
        spread(place, factor: factor, row.temperature)
    }
}
