extension AlloySystem {
    /// Compositions of the line whose liquidus is looked for.
    private static let rangeShares = 9
    /// No assessed alloy melts above, kelvin; without a liquid phases are shown to the lower one.
    private static let highestLiquidus = 4000.0
    private static let highestSolid = 2000.0
    /// Kelvin to which the liquidus is halved, and the margin above it as a part of the height of the section.
    private static let rangeWidth = 5.0
    private static let rangeMargin = 0.06

    /// The range of temperatures that shows an isopleth up to the last change between condensed phases: from a temperature to a little above the
    /// highest liquidus. The gas takes no part: what boils above is shown when a higher temperature is asked for.
    ///
    /// - Parameter lowest: kelvin.
    /// - Throws: ``EquilibriumError``, ``DatabaseError``.
    public func isoplethRange(
        from start: [Double], to end: [Double], lowest: Double = BinarySystem.lowestDiagramTemperature
    ) throws -> ClosedRange<Double> {
        try EquilibriumSolver.check(temperature: lowest)
        let condensed = phases.filter { $0 != Self.gasName }
        let system =
            condensed.count == phases.count || condensed.isEmpty
            ? self : try AlloySystem(database, components: components, phases: condensed, gasConstant: gasConstant, pressure: pressure)
        let liquids = Set(system.core.phases.indices.filter { system.core.phases[$0].model.isLiquid }.map { system.core.names[$0] })
        let top = liquids.isEmpty ? Self.highestSolid : Self.highestLiquidus
        guard !liquids.isEmpty, lowest < top else { return lowest...max(top, lowest + 1) }
        var solver = system.makeSolver()
        let first = try solver.check(moleFractions: start)
        let last = try solver.check(moleFractions: end)
        var highest = lowest
        for place in 0..<Self.rangeShares {
            // Not at the ends: a pure component can have two phases of one energy.
            let x = Self.mix(first, last, (Double(place) + 0.5) / Double(Self.rangeShares))
            // Only what lies above the highest liquidus so far is of interest.
            func isLiquid(_ temperature: Double) throws -> Bool {
                // One liquid: a gap in it is a change like any other.
                let found = try solver.equilibrium(atTemperature: temperature, moleFractions: x).phases
                return found.count == 1 && liquids.contains(found[0].phase)
            }
            if highest > lowest, try isLiquid(highest) { continue }
            var (low, high) = (highest, top)
            while high - low > Self.rangeWidth {
                let middle = (low + high) / 2
                if try isLiquid(middle) { high = middle } else { low = middle }
            }
            highest = high
        }
        return lowest...max(lowest + 1, highest + Self.rangeMargin * (highest - lowest))
    }

    static let gasName = "GAS"
}
