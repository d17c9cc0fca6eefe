extension BinarySystem {
    /// Newton steps for one equilibrium. From a start on the hull four to six are enough.
    static let maximumNewtonSteps = 60
    /// Largest difference of a chemical potential between phases in equilibrium, J/mol.
    static let potentialTolerance = 1e-7
    /// Two ends closer than this are one composition.
    static let smallestGap = 1e-8

    /// Follows a known tie-line to a temperature, or to new shifts, by Newton's method alone.
    ///
    /// Other phases are not looked at, so the result can be metastable: ``tieLines(atTemperature:)`` is the global answer.
    ///
    /// - Throws: ``EquilibriumError`` `notConverged`, or `invalidCondition` for a temperature outside 1...10000 K.
    public func tieLine(startingFrom start: TieLine, atTemperature temperature: Double) throws(EquilibriumError) -> TieLine {
        try check(temperature: temperature)
        var first = WorkingPhase(start.leaner)
        var second = WorkingPhase(start.richer)
        var values = compiled[first.index].model.table.makeValues()
        let firstEnergy = energy(of: first.index, at: temperature, &values)
        if second.index != first.index { values = compiled[second.index].model.table.makeValues() }
        let secondEnergy = second.index == first.index ? firstEnergy : energy(of: second.index, at: temperature, &values)
        guard let line = converge(&first, firstEnergy, &second, secondEnergy, temperature) else {
            throw EquilibriumError(
                .notConverged,
                "no tie-line between \(start.leaner.phase) and \(start.richer.phase) was found at \(temperature) K from the one at \(start.temperature) K",
                remedy: "Search globally with tieLines(atTemperature:).")
        }
        return line
    }

    /// Newton's method on the chemical potentials of two phases.
    ///
    /// In each turn the potentials solve `(1 − x) μ₁ + x μ₂ = G` for both phases, which is the chord, and each phase takes one step of
    /// its inner variables towards them: together that is Newton's method on all variables, since the phases' own first-order terms
    /// cancel on their tangents (Hillert 1981, Sundman et al. 2015).
    func converge(
        _ first: inout WorkingPhase, _ firstEnergy: PhaseEnergy, _ second: inout WorkingPhase, _ secondEnergy: PhaseEnergy, _ temperature: Double
    ) -> TieLine? {
        let one = compiled[first.index]
        let two = compiled[second.index]
        var previous = Double.infinity
        var order = 0.0
        for _ in 0..<Self.maximumNewtonSteps {
            first.refresh(one, firstEnergy)
            second.refresh(two, secondEnergy)
            let gap = second.x - first.x
            // Phases that meet or change sides have no field between them where the search began.
            guard abs(gap) > Self.smallestGap, order * gap >= 0 else { return nil }
            order = gap
            let slope = (second.energy - first.energy) / gap
            let intercept = first.energy - first.x * slope
            let potentials = SIMD2(intercept, intercept + slope)
            let residual = max(first.mismatch(one, potentials), second.mismatch(two, potentials))
            guard residual.isFinite else { return nil }
            // Rounding: energies of 1e5 J/mol over a gap of 1e-3 cannot do better than about 1e-8.
            if residual <= Self.potentialTolerance || (residual >= previous && residual <= Self.potentialTolerance / abs(gap)) {
                let isOrdered = first.x <= second.x
                return TieLine(
                    temperature: temperature, leaner: isOrdered ? first.vertex(one) : second.vertex(two),
                    richer: isOrdered ? second.vertex(two) : first.vertex(one), chemicalPotentials: potentials, residual: residual)
            }
            previous = residual
            guard first.step(one, towards: potentials, temperatureStep: 0), second.step(two, towards: potentials, temperatureStep: 0) else {
                return nil
            }
        }
        return nil
    }
}
