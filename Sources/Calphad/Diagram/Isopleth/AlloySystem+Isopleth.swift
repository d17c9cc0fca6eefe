extension AlloySystem {
    /// Columns and rows of an isopleth's grid.
    public static let isoplethSizes = 2...2000
    /// How far inside of an end of the line that lacks a component the section begins, as a part of the way.
    static let isoplethMargin = 1e-6

    /// A vertical section between two compositions.
    ///
    /// - Parameters:
    ///   - columns: compositions of the grid on which lines are looked for, both ends included.
    ///   - rows: temperatures of the grid.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `notConverged` when no condition of the grid has an equilibrium.
    public func isopleth(
        from start: [Double], to end: [Double], in range: ClosedRange<Double>, columns: Int = 17, rows: Int = 17
    ) throws(EquilibriumError) -> Isopleth {
        guard Self.isoplethSizes.contains(columns), Self.isoplethSizes.contains(rows), range.upperBound > range.lowerBound else {
            throw EquilibriumError(
                .invalidCondition, "an isopleth of \(columns) by \(rows) points over \(range) K was asked for",
                remedy: "Ask for 2 to 2000 of each, and a range of temperatures.")
        }
        try EquilibriumSolver.check(temperature: range.lowerBound)
        try EquilibriumSolver.check(temperature: range.upperBound)
        var solver = makeSolver()
        let first = try solver.check(moleFractions: start)
        let last = try solver.check(moleFractions: end)
        guard first != last else {
            throw EquilibriumError(.invalidCondition, "both ends have the composition \(first)", remedy: "Give two compositions that differ.")
        }
        let present = first.indices.filter { first[$0] > 0 || last[$0] > 0 }
        let own =
            present.count == first.count
            ? self : try solver.others[solver.other(components: present.map { components[$0] }, pressure: pressure)].system
        let line = SectionLine(from: present.map { first[$0] }, to: present.map { last[$0] }, phases: own.core.phases.count)
        let low = line.start.contains(0) ? Self.isoplethMargin : 0
        let high = line.end.contains(0) ? 1 - Self.isoplethMargin : 1
        var follower = PlaneFollower(own)
        follower.checkConcavity(in: range)
        var grid = IsoplethGrid(
            line, shares: Self.even(low...high, columns), temperatures: Self.even(range, rows))
        grid.fill(&follower)
        guard grid.failures < columns * rows else {
            throw EquilibriumError(
                .notConverged, "none of the \(columns * rows) conditions of the grid has an equilibrium",
                remedy: "Check composition and temperatures.")
        }
        var tracer = IsoplethTracer(grid, follower)
        tracer.run()
        tracer.sharpen()
        tracer.repair()
        let check = tracer.check()
        tracer.repair()
        tracer.report()
        return Isopleth(
            components: components, database: database.file, start: first, end: last, temperatures: [range.lowerBound, range.upperBound],
            lines: tracer.lines(), regions: tracer.regions(), check: check, samples: columns * rows, failures: grid.failures,
            certification: tracer.follower.counts, warnings: warnings(in: range) + tracer.warnings)
    }

    private static func even(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
        (0..<count).map {
            $0 == count - 1 ? range.upperBound : range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
        }
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
