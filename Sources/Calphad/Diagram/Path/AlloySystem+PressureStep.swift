extension AlloySystem {
    /// Where phases change with pressure, its logarithm is bisected to this width: as exact relative to the pressure as a temperature is.
    private static let pressureWidth = 1e-9
    /// Halvings of one interval of a step.
    private static let maximumHalvings = 60

    /// Properties against pressure, by evenly spaced logarithms; phase changes are bisected to 1e-9 of the pressure, each time with certified
    /// equilibria.
    ///
    /// - Parameter range: Pa.
    /// - Throws: ``EquilibriumError``.
    public func pressureStep(
        _ moleFractions: [Double], in range: ClosedRange<Double>, atTemperature temperature: Double, count: Int
    ) throws(EquilibriumError) -> PropertyStep {
        try Self.check(count)
        guard range.lowerBound > 0, range.upperBound.isFinite else {
            throw EquilibriumError(.invalidCondition, "the pressures are \(range) Pa", remedy: "Give pressures above zero, in Pa.")
        }
        let (low, high) = (Elementary.log(range.lowerBound), Elementary.log(range.upperBound))
        var rows: [PropertyStep.Row] = []
        var changes: [PropertyStep.Change] = []
        var warnings: [String] = []
        var previous: PressurePoint?
        for place in 0..<count {
            let logarithm = low + (high - low) * Double(place) / Double(count - 1)
            let pressure = place == 0 ? range.lowerBound : place == count - 1 ? range.upperBound : Elementary.exp(logarithm)
            let system = try atPressure(pressure)
            let found = try system.equilibrium(atTemperature: temperature, moleFractions: moleFractions)
            var evaluator = PropertyEvaluator(system)
            rows.append(evaluator.row(found, value: pressure, pressure: pressure))
            let point = PressurePoint(logarithm: logarithm, equilibrium: found)
            if let previous { changes += try pressureChanges(previous, point, depth: 0) }
            for warning in found.warnings where !warnings.contains(warning) { warnings.append(warning) }
            previous = point
        }
        return PropertyStep(
            variable: .pressure, components: components, database: database.file, rows: rows, changes: changes,
            warnings: warnings)
    }

    private struct PressurePoint {
        var logarithm: Double
        var equilibrium: Equilibrium
        var names: [String] { TransitionFinder.names(equilibrium) }
    }

    private func atPressure(_ pressure: Double) throws(EquilibriumError) -> AlloySystem {
        do { return try recompiled(components: components, pressure: pressure) } catch {
            throw EquilibriumError(.invalidCondition, "\(error)", remedy: "Check the database.")
        }
    }

    private func pressureChanges(
        _ low: PressurePoint, _ high: PressurePoint, depth: Int
    ) throws(EquilibriumError) -> [PropertyStep.Change] {
        if low.names == high.names { return [] }
        let middle = (low.logarithm + high.logarithm) / 2
        if high.logarithm - low.logarithm <= Self.pressureWidth || depth >= Self.maximumHalvings {
            return [.init(value: Elementary.exp(middle), below: low.names, above: high.names)]
        }
        let found = try atPressure(Elementary.exp(middle)).equilibrium(
            atTemperature: low.equilibrium.temperature, moleFractions: low.equilibrium.moleFractions)
        let point = PressurePoint(logarithm: middle, equilibrium: found)
        return try pressureChanges(low, point, depth: depth + 1) + pressureChanges(point, high, depth: depth + 1)
    }
}
