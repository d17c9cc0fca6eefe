/// Thermochemical properties are affine in the shifts at a fixed constitution, so each is computed once: its value and one slope a coefficient.
extension AssessmentCore {
    /// Site fractions of the variables, from names.
    func constitution(_ given: [[String: Double]], _ phase: AssessedPhase) throws(AssessmentError) -> [Double] {
        let sublattices = phase.model.sublattices
        guard given.count == sublattices.count else {
            throw AssessmentError(
                .invalidDatum, "\(phase.name) has \(sublattices.count) sublattices, the datum \(given.count)",
                remedy: "Give one table of site fractions for each sublattice.")
        }
        var y: [Double] = []
        for (place, constituents) in sublattices.enumerated() {
            let values = constituents.map { given[place][$0] ?? 0 }
            let sum = values.reduce(0, +)
            guard values.allSatisfy({ $0.isFinite && $0 >= 0 }), abs(sum - 1) < 0.01 else {
                throw AssessmentError(
                    .invalidDatum,
                    "the site fractions of \(constituents.joined(separator: ", ")) on sublattice \(place + 1) of \(phase.name) sum to \(sum)",
                    remedy: "They sum to 1, and name no constituent that the phase cannot have.")
            }
            if constituents.count > 1 { y += values.map { $0 / sum } }
        }
        return y
    }

    /// Per mole of atoms, less the reference.
    func value(
        _ quantity: PhaseProperty.Quantity, of phase: AssessedPhase, _ y: [Double], from reference: PhaseProperty.Reference, at temperature: Double
    ) throws(AssessmentError) -> AffineValue {
        let amounts = phase.model.amounts(y)
        let total = amounts.reduce(0, +)
        guard total > 0 else {
            throw AssessmentError(.invalidDatum, "\(phase.name) holds no atoms at this constitution", remedy: "Vacancies are no atoms.")
        }
        var result = AffineValue(0, slopes: .init(repeating: 0, count: coefficients.count))
        result.add(formulaValue(quantity, of: phase, y, at: temperature), times: 1 / total)
        if reference == .mixing {
            for (weight, member) in Self.endMembers(phase.model, y) {
                result.add(formulaValue(quantity, of: phase, member, at: temperature), times: -weight / total)
            }
        } else {
            result.add(
                try self.reference(quantity, from: reference, fractions: amounts.map { $0 / total }, at: temperature), times: -1)
        }
        return result
    }

    /// What a quantity per mole of atoms is measured from.
    func reference(
        _ quantity: PhaseProperty.Quantity, from reference: PhaseProperty.Reference, fractions: [Double], at temperature: Double
    ) throws(AssessmentError) -> AffineValue {
        var result = AffineValue(0, slopes: .init(repeating: 0, count: coefficients.count))
        if reference == .none || reference == .mixing { return result }
        for (c, fraction) in fractions.enumerated() where fraction > 2 * Self.smallestFraction {
            let name: String =
                if case .elements(let phases) = reference, let phase = phases[components[c]] { phase } else {
                    database.element(components[c])?.referencePhase ?? ""
                }
            result.add(try pure(c, in: try referencePhase(name, c), quantity, at: temperature), times: fraction)
        }
        return result
    }

    private func referencePhase(_ name: String, _ component: Int) throws(AssessmentError) -> Int {
        guard let place = phases.firstIndex(where: { $0.name == name }) else {
            throw AssessmentError(
                .invalidDatum, "\(name.isEmpty ? "no phase" : name) is the reference of \(components[component]), and it is not among the phases",
                remedy: "Take the phase into the assessment, or name another reference.")
        }
        return place
    }

    /// Of a pure component in a phase, per mole of atoms.
    func pure(_ component: Int, in phase: Int, _ quantity: PhaseProperty.Quantity, at temperature: Double) throws(AssessmentError) -> AffineValue {
        let model = phases[phase].model
        var y: [Double] = []
        for constituents in model.sublattices {
            guard let chosen = constituents.firstIndex(of: components[component]) ?? constituents.firstIndex(of: "VA") else {
                throw AssessmentError(
                    .invalidDatum, "\(components[component]) alone does not form \(model.phase)", remedy: "Name another reference phase.")
            }
            if constituents.count > 1 { y += constituents.indices.map { $0 == chosen ? 1 : 0 } }
        }
        let amounts = model.amounts(y)
        guard amounts[component] > 0, amounts.reduce(0, +) == amounts[component] else {
            throw AssessmentError(
                .invalidDatum, "\(components[component]) alone does not form \(model.phase)", remedy: "Name another reference phase.")
        }
        var result = AffineValue(0, slopes: .init(repeating: 0, count: coefficients.count))
        result.add(formulaValue(quantity, of: phases[phase], y, at: temperature), times: 1 / amounts[component])
        return result
    }

    /// Per mole of formula units: `G`, `S = −G_T`, `H = G − T G_T`, `C = −T G_TT`.
    private func formulaValue(_ quantity: PhaseProperty.Quantity, of phase: AssessedPhase, _ y: [Double], at temperature: Double) -> AffineValue {
        var probe = PhaseProbe(phase)
        probe.workspace.y = y
        let zero = ShiftedParameters(forms: forms, values: .init(repeating: 0, count: coefficients.count))
        probe.move(to: temperature, zero)
        probe.evaluate()
        let energy = probe.workspace.derivatives.energy
        let slope = probe.workspace.derivatives.temperatureSlope
        let value: Double =
            switch quantity {
            case .gibbsEnergy: energy
            case .entropy: -slope
            case .enthalpy: energy - temperature * slope
            case .heatCapacity: -temperature * probe.temperatureCurvature()
            }
        var slopes = [Double](repeating: 0, count: coefficients.count)
        let logarithm = Elementary.log(temperature)
        for entry in phase.entries {
            let weight = probe.parameterSlope(entry, along: nil).value
            for (form, coefficient) in forms[entry.parameter] {
                let basis = form.basis(temperature, logarithm: logarithm)
                let change: Double =
                    switch quantity {
                    case .gibbsEnergy: weight * basis.value
                    case .entropy: -weight * basis.slope
                    case .enthalpy: weight * (basis.value - temperature * basis.slope)
                    // T ln T alone is curved: its second derivative is 1/T.
                    case .heatCapacity: form == .logarithmic ? -weight : 0
                    }
                slopes[coefficient] += change
            }
        }
        return AffineValue(value, slopes: slopes)
    }

    /// The end members of a constitution with their weights, `Π y`.
    private static func endMembers(_ model: GibbsModel, _ y: [Double]) -> [(weight: Double, y: [Double])] {
        var result: [(weight: Double, y: [Double])] = [(1, .init(repeating: 0, count: y.count))]
        for block in model.blocks {
            result = result.flatMap { head in
                block.filter { y[$0] > 0 }.map { i in
                    var member = head.y
                    member[i] = 1
                    return (head.weight * y[i], member)
                }
            }
        }
        return result
    }
}
