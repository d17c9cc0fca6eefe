/// What is read off a tie-line of a binary: labels "seen" and "not seen", and amounts.
extension AssessmentEvaluator {
    static let maximumLeverSteps = 40
    /// Mole fraction.
    static let leverTolerance = 1e-10

    mutating func lever(_ row: AssessmentRow.Lever, _ index: Int, _ place: Int) {
        let alloy = alloy(row)
        // The boundary of the matrix with the phase; the search begins at the alloy.
        let boundary = AssessmentRow.Boundary(
            phase: row.matrix, partner: row.phase, known: [row.component], rest: row.other, observed: [alloy[row.component]], errors: [1],
            temperature: Measured(row.temperature, error: 0), hint: nil, loss: row.loss, readsTemperature: false)
        var drive = Drive(composition: [0])
        for isCold in [false, true] {
            guard var point = isCold ? anchor(index, { $0.coldState(boundary, alloy) }) : states[index].take() else { continue }
            if solve(boundary, &point, &drive) {
                read(row, ends(row, point, drive), place)
                states[index] = point
                return
            }
        }
        // No tie-line at this temperature: the sign and size of the driving force in the alloy.
        guard var point = anchor(index, { $0.coldState(boundary, alloy) }), evaluateDrive(boundary, &point, &drive, isMoved: true) else {
            return recordUnusable(place, row.loss)
        }
        let width =
            switch row.reading {
            case .label(let resolution, _): resolution
            case .amount(let measured): measured.error
            }
        let floor = Self.linearisedLever * drive.atoms
        let scale = heldScales[index] ?? (drive.composition[0] * width * drive.composition[0] * width + floor * floor).squareRoot()
        heldScales[index] = scale
        // An amount above zero wants the phase to form.
        let sign: Double = if case .amount = row.reading { -1 } else { 1 }
        record(place, sign * drive.force / scale, row.loss, kind: .linearised, predicted: .nan)
        addForceSlopes(phase: row.matrix, partner: row.phase, drive.adjoint)
        spread(place, factor: sign / scale, row.temperature)
    }

    /// J per mole of atoms: where there is no tie-line, energies say no more than this.
    private static let linearisedLever = 10.0

    private func alloy(_ row: AssessmentRow.Lever) -> [Double] {
        var result = [0.0, 0.0]
        result[row.component] = row.fraction
        result[row.other] = 1 - row.fraction
        return AssessmentCore.inside(result)
    }

    /// Newton's method for `F(x) = 0` at the row's temperature.
    private mutating func solve(_ row: AssessmentRow.Boundary, _ point: inout RowState, _ drive: inout Drive) -> Bool {
        let component = row.known[0]
        var isMoved = true
        for _ in 0..<Self.maximumLeverSteps {
            guard evaluateDrive(row, &point, &drive, isMoved: isMoved), !drive.isHeld, drive.composition[0] != 0 else { return false }
            isMoved = false
            let old = point.fractions[component]
            let target = old - drive.force / drive.composition[0]
            let next = max(0.1 * old, min(1 - 0.1 * (1 - old), target))
            guard next.isFinite else { return false }
            point.fractions[component] = next
            point.fractions[row.rest] = 1 - next
            if abs(next - old) < Self.leverTolerance { return evaluateDrive(row, &point, &drive, isMoved: false) }
        }
        return false
    }

    /// Mole fractions at the two ends of a tie-line, and their slopes with each free parameter.
    private struct Ends {
        var matrix: Double
        var phase: Double
        var matrixSlopes: [Double]
        var phaseSlopes: [Double]
    }

    /// `dx_α = −F_θ/F_x`, and the other end follows the potentials: `dx_β = q·P_β(b dμ − ∇φ_β dL)` with `q = ∇x_β`, where `q·P_β b = w` makes
    /// `w·dμ` of the matrix.
    private mutating func ends(_ row: AssessmentRow.Lever, _ point: RowState, _ drive: Drive) -> Ends {
        let alpha = 2 * row.matrix
        let beta = 2 * row.phase + 1
        probes[beta].polish(probes[alpha].potentials)
        let total = probes[beta].workspace.total
        let fraction = probes[beta].workspace.amounts[row.component] / total
        addForceSlopes(phase: row.matrix, partner: row.phase, drive.adjoint)
        let matrixSlopes = slopes.map { -$0 / drive.composition[0] }
        for parameter in slopes.indices { slopes[parameter] = 0 }
        var phaseSlopes = slopes
        if probes[beta].phase.model.variableCount > 0,
            probes[beta].workspace.respond(toTemperature: false, potentials: probes[alpha].potentials)
        {
            var q = [-fraction / total, -fraction / total]
            q[row.component] += 1 / total
            var weights = [0.0, 0.0]
            for d in 0..<2 { for c in 0..<2 { weights[d] += q[c] * probes[beta].workspace.change(of: c, by: d + 1) } }
            if let adjoint = probes[alpha].adjoint(weights) {
                let throughMatrix = probes[alpha].scale * (adjoint[row.component] - adjoint[row.other])
                for parameter in phaseSlopes.indices { phaseSlopes[parameter] = throughMatrix * matrixSlopes[parameter] }
                probes[alpha].answer(adjoint[..<2], into: &direction)
                for entry in probes[alpha].phase.entries {
                    let slope = probes[alpha].parameterSlope(entry, along: direction)
                    phaseSlopes[entry.parameter] += slope.along + adjoint[2] * slope.value
                }
                probes[beta].answer(q[...], into: &otherDirection)
                for entry in probes[beta].phase.entries {
                    phaseSlopes[entry.parameter] -= probes[beta].parameterSlope(entry, along: otherDirection).along
                }
            }
        }
        return Ends(matrix: point.fractions[row.component], phase: fraction, matrixSlopes: matrixSlopes, phaseSlopes: phaseSlopes)
    }

    private mutating func read(_ row: AssessmentRow.Lever, _ ends: Ends, _ place: Int) {
        let gap = ends.phase - ends.matrix
        let factor: Double
        let share: Double
        switch row.reading {
        case .label(let resolution, let limit):
            // `z = ±(x − x′)/σ` with `x′ = x_α + f (x_β − x_α)`.
            let threshold = ends.matrix + limit * gap
            let side = gap > 0 ? 1.0 : -1.0
            record(place, side * (row.fraction - threshold) / resolution, row.loss, predicted: threshold)
            share = limit
            factor = -side / resolution
        case .amount(let measured):
            // `f = (x − x_α)/(x_β − x_α)`, so `df = −((1 − f) dx_α + f dx_β)/(x_β − x_α)`.
            let amount = (row.fraction - ends.matrix) / gap
            record(place, (measured.value - amount) / measured.error, row.loss, predicted: amount)
            share = amount
            factor = 1 / (gap * measured.error)
        }
        for parameter in slopes.indices {
            slopes[parameter] = (1 - share) * ends.matrixSlopes[parameter] + share * ends.phaseSlopes[parameter]
        }
        spread(place, factor: factor, row.temperature)
    }
}
