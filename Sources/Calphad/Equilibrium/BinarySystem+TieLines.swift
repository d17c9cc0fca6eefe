extension BinarySystem {
    /// Every stable two-phase field at one temperature, in the order of `x`: global, by construction (see ``HullSearch``).
    ///
    /// - Parameter temperature: kelvin, 1...10000. Outside ``declaredTemperatures`` the parameters are extrapolated.
    /// - Returns: tie-lines that do not overlap; empty when one phase is stable at every composition.
    /// - Throws: ``EquilibriumError`` `notConverged`, never a number that might be wrong.
    public func tieLines(atTemperature temperature: Double) throws(EquilibriumError) -> [TieLine] {
        try check(temperature: temperature)
        var search = HullSearch(self, temperature: temperature)
        return try search.run().tieLines
    }

    /// The phases at one composition, by the lever rule.
    ///
    /// - Parameters:
    ///   - temperature: kelvin.
    ///   - x: mole fraction of the second component, 0...1.
    /// - Returns: one or two phases, whose amounts sum to 1 and whose compositions average to `x`.
    public func phaseFractions(atTemperature temperature: Double, moleFraction x: Double) throws(EquilibriumError) -> [PhaseFraction] {
        guard (0...1).contains(x) else {
            throw EquilibriumError(.invalidCondition, "the mole fraction of \(components[1]) is \(x)", remedy: "Give a mole fraction from 0 to 1.")
        }
        try check(temperature: temperature)
        var search = HullSearch(self, temperature: temperature)
        let result = try search.run()
        for line in result.tieLines where (line.leaner.x...line.richer.x).contains(x) {
            let richer = (x - line.leaner.x) / (line.richer.x - line.leaner.x)
            return [
                PhaseFraction(phase: line.leaner.phase, amount: 1 - richer, x: line.leaner.x),
                PhaseFraction(phase: line.richer.phase, amount: richer, x: line.richer.x),
            ]
        }
        // Between tie-lines one phase holds both neighbouring corners of the hull.
        guard let first = result.corners.first, let last = result.corners.last, first.x <= x, x <= last.x,
            let nearest = result.corners.min(by: { abs($0.x - x) < abs($1.x - x) })
        else {
            throw EquilibriumError(
                .noStablePhase, "no combination of the phases \(phases.joined(separator: ", ")) holds x = \(x) at \(temperature) K",
                remedy: "Enter more phases.")
        }
        return [PhaseFraction(phase: phases[nearest.phase], amount: 1, x: x)]
    }
}
