/// Properties of one phase whose constitution relaxes at a composition, and activities.
extension AssessmentEvaluator {
    private mutating func settle(_ phase: Int, _ index: Int, _ fractions: [Double], _ temperature: Double) -> Bool {
        let probe = 2 * phase
        probes[probe].move(to: temperature, shifts)
        if let state = states[index].take() {
            for i in state.constitutions[0].indices { probes[probe].workspace.y[i] = state.constitutions[0][i] }
            if probes[probe].settle(at: fractions) {
                states[index] = RowState(fractions: fractions, temperature: temperature, constitutions: [probes[probe].workspace.y])
                return true
            }
        }
        guard probes[probe].seed(near: fractions), probes[probe].settle(at: fractions) else { return false }
        states[index] = RowState(fractions: fractions, temperature: temperature, constitutions: [probes[probe].workspace.y])
        return true
    }

    mutating func activity(_ row: AssessmentRow.Activity, _ index: Int, _ place: Int) {
        let probe = 2 * row.phase
        let count = core.components.count
        var weights = [Double](repeating: 0, count: count)
        weights[row.component] = 1
        guard settle(row.phase, index, row.fractions, row.temperature), let adjoint = probes[probe].adjoint(weights) else {
            return recordUnusable(place, row.loss)
        }
        let thermal = core.gasConstant * row.temperature
        let logarithm = (probes[probe].potentials[row.component] - row.reference.at(shifts.values)) / thermal
        record(place, (row.logarithm - logarithm) / row.error, row.loss, predicted: Elementary.exp(logarithm))
        probes[probe].answer(adjoint[..<count], into: &direction)
        for entry in probes[probe].phase.entries {
            let slope = probes[probe].parameterSlope(entry, along: direction)
            slopes[entry.parameter] += slope.along + adjoint[count] * slope.value
        }
        spread(place, factor: -1 / (thermal * row.error), row.temperature)
        for (c, slope) in row.reference.slopes.enumerated() { gradients[place * coefficientCount + c] += slope / (thermal * row.error) }
    }

    /// `G`, `S = −G_T` and `H = G − T G_T` of the relaxed constitution, per mole of atoms.
    ///
    /// At a fixed composition `dG = φ dL` (the envelope theorem), and `G_T` changes directly, by `φ b′`, and through the constitution, by
    /// `∇G_T·dy = w·dμ + (a_T·∇φ) dL` with `w_c = −b_c·a_T`.
    mutating func relaxed(_ row: AssessmentRow.Relaxed, _ index: Int, _ place: Int) {
        let probe = 2 * row.phase
        let count = core.components.count
        guard settle(row.phase, index, row.fractions, row.temperature) else { return recordUnusable(place, row.loss) }
        let weights = (0..<count).map { -probes[probe].workspace.change(of: $0, by: count + 1) }
        guard let adjoint = probes[probe].adjoint(weights) else { return recordUnusable(place, row.loss) }
        let temperature = row.temperature
        let energy = probes[probe].workspace.derivatives.energy
        let slope = probes[probe].workspace.derivatives.temperatureSlope
        let atoms = probes[probe].workspace.total
        // The quantity is `first G + second G_T`.
        let (first, second): (Double, Double) =
            switch row.quantity {
            case .gibbsEnergy: (1, 0)
            case .entropy: (0, -1)
            case .enthalpy: (1, -temperature)
            case .heatCapacity: (.nan, .nan)
            }
        let value = (first * energy + second * slope) / atoms - row.reference.at(shifts.values)
        let error = row.measured.error
        record(place, (row.measured.value - value) / error, row.loss, predicted: value)
        probes[probe].answer(adjoint[..<count], into: &direction)
        for i in 0..<probes[probe].phase.model.variableCount { direction[i] += probes[probe].workspace.answer(count + 1, i) }
        let logarithm = Elementary.log(temperature)
        for entry in probes[probe].phase.entries {
            let derivative = probes[probe].parameterSlope(entry, along: direction)
            let throughConstitution = derivative.along + adjoint[count] * derivative.value
            for (form, coefficient) in core.forms[entry.parameter] {
                let basis = form.basis(temperature, logarithm: logarithm)
                let change =
                    first * derivative.value * basis.value + second * (derivative.value * basis.slope + throughConstitution * basis.value)
                gradients[place * coefficientCount + coefficient] -= change / (atoms * error)
            }
        }
        for (c, slope) in row.reference.slopes.enumerated() { gradients[place * coefficientCount + c] += slope / error }
    }
}
