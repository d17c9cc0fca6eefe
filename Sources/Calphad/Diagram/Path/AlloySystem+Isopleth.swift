extension AlloySystem {
    /// Columns and rows of an isopleth's grid.
    public static let isoplethSizes = 2...2000

    /// A vertical section between two compositions.
    ///
    /// - Parameters:
    ///   - columns: compositions of the grid, both ends included.
    ///   - rows: temperatures of the grid; changes between them are found exactly.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `notConverged` when no condition of the grid has an equilibrium.
    public func isopleth(
        from start: [Double], to end: [Double], in range: ClosedRange<Double>, columns: Int = 41, rows: Int = 25
    ) throws(EquilibriumError) -> Isopleth {
        guard Self.isoplethSizes.contains(columns), Self.isoplethSizes.contains(rows), range.upperBound > range.lowerBound else {
            throw EquilibriumError(
                .invalidCondition, "an isopleth of \(columns) by \(rows) points over \(range) K was asked for",
                remedy: "Ask for 2 to 2000 of each, and a range of temperatures.")
        }
        try EquilibriumSolver.check(temperature: range.lowerBound)
        try EquilibriumSolver.check(temperature: range.upperBound)
        let solver = makeSolver()
        let first = try solver.check(moleFractions: start)
        let last = try solver.check(moleFractions: end)
        guard first != last else {
            throw EquilibriumError(.invalidCondition, "both ends have the composition \(first)", remedy: "Give two compositions that differ.")
        }
        var tracer = try IsoplethTracer(self, start: first, end: last, columns: columns, range: range, rows: rows)
        tracer.run()
        guard tracer.failures < columns * rows else {
            throw EquilibriumError(
                .notConverged, "none of the \(columns * rows) conditions of the grid has an equilibrium",
                remedy: "Check composition and temperatures.")
        }
        let regions = tracer.regions()
        let check = tracer.check(self, regions)
        return Isopleth(
            components: components, database: database.file, start: first, end: last, temperatures: [range.lowerBound, range.upperBound],
            lines: tracer.lines(), regions: regions, check: check, samples: columns * rows, failures: tracer.failures, certification: tracer.counts,
            warnings: warnings(in: range) + tracer.warnings)
    }

    /// What a reader of equilibria in a range of temperatures should know; one sentence each.
    func warnings(in range: ClosedRange<Double>) -> [String] {
        let declared = declaredTemperatures
        guard range.lowerBound < declared.lowerBound || range.upperBound > declared.upperBound else { return core.warnings }
        return core.warnings + [
            "\(range.lowerBound) to \(range.upperBound) K goes beyond the range the database declares for these phases, \(declared.lowerBound) to \(declared.upperBound) K: extrapolated"
        ]
    }
}
