extension AlloySystem {
    /// Rows of one step.
    public static let stepCounts = 2...100_000

    /// Properties against temperature; phase changes are exact.
    ///
    /// - Parameters:
    ///   - range: kelvin.
    ///   - count: rows, evenly spaced.
    /// - Throws: ``EquilibriumError``.
    public func temperatureStep(_ moleFractions: [Double], in range: ClosedRange<Double>, count: Int) throws(EquilibriumError) -> PropertyStep {
        try Self.check(count)
        try EquilibriumSolver.check(temperature: range.lowerBound)
        try EquilibriumSolver.check(temperature: range.upperBound)
        let checked = try makeSolver().check(moleFractions: moleFractions)
        var finder = TransitionFinder(self, moleFractions: checked)
        var evaluator = PropertyEvaluator(self)
        var rows: [PropertyStep.Row] = []
        var changes: [PropertyStep.Change] = []
        var warnings: [String] = []
        var previous: Equilibrium?
        for place in 0..<count {
            let temperature = range.lowerBound + (range.upperBound - range.lowerBound) * Double(place) / Double(count - 1)
            let next = try finder.equilibrium(at: temperature, startingFrom: previous)
            if let previous {
                changes += try finder.transitions(previous, next).map { .init(value: $0.temperature, below: $0.below, above: $0.above) }
            }
            rows.append(evaluator.row(next, value: temperature, pressure: pressure))
            for warning in next.warnings where !warnings.contains(warning) { warnings.append(warning) }
            previous = next
        }
        return PropertyStep(
            variable: .temperature, components: components, database: database.file, rows: rows, changes: changes, warnings: warnings)
    }

    /// Properties against composition at one temperature, from one composition to another; phase changes are bisected to 1e-7 of the way.
    public func compositionStep(
        from start: [Double], to end: [Double], atTemperature temperature: Double, count: Int
    ) throws(EquilibriumError) -> PropertyStep {
        try Self.check(count)
        var solver = makeSolver()
        let first = try solver.check(moleFractions: start)
        let last = try solver.check(moleFractions: end)
        guard first != last else {
            throw EquilibriumError(.invalidCondition, "both ends have the composition \(first)", remedy: "Give two compositions that differ.")
        }
        var evaluator = PropertyEvaluator(self)
        var rows: [PropertyStep.Row] = []
        var changes: [PropertyStep.Change] = []
        var warnings: [String] = []
        var previous: Equilibrium?
        for place in 0..<count {
            let share = Double(place) / Double(count - 1)
            let next = try solver.equilibrium(atTemperature: temperature, moleFractions: Self.mix(first, last, share))
            if let previous {
                let width = 1 / Double(count - 1)
                changes += try Self.changes(&solver, first, last, (share - width, previous), (share, next), depth: 0)
            }
            rows.append(evaluator.row(next, value: share, pressure: pressure))
            for warning in next.warnings where !warnings.contains(warning) { warnings.append(warning) }
            previous = next
        }
        return PropertyStep(
            variable: .composition, components: components, database: database.file, rows: rows, changes: changes, warnings: warnings)
    }

    static func check(_ count: Int) throws(EquilibriumError) {
        guard stepCounts.contains(count) else {
            throw EquilibriumError(.invalidCondition, "\(count) rows were asked for", remedy: "Ask for 2 to 100000.")
        }
    }

    /// A composition between two, normalised.
    static func mix(_ first: [Double], _ last: [Double], _ share: Double) -> [Double] {
        let x = zip(first, last).map { max(0, $0 + ($1 - $0) * share) }
        let sum = x.reduce(0, +)
        return x.map { $0 / sum }
    }

    private static func changes(
        _ solver: inout EquilibriumSolver, _ first: [Double], _ last: [Double], _ low: (share: Double, equilibrium: Equilibrium),
        _ high: (share: Double, equilibrium: Equilibrium), depth: Int
    ) throws(EquilibriumError) -> [PropertyStep.Change] {
        let (below, above) = (TransitionFinder.names(low.equilibrium), TransitionFinder.names(high.equilibrium))
        if below == above { return [] }
        let middle = (low.share + high.share) / 2
        if high.share - low.share < 1e-7 || depth > 40 { return [.init(value: middle, below: below, above: above)] }
        let temperature = low.equilibrium.temperature
        let found = try solver.equilibrium(atTemperature: temperature, moleFractions: mix(first, last, middle))
        return try changes(&solver, first, last, low, (middle, found), depth: depth + 1)
            + changes(&solver, first, last, (middle, found), high, depth: depth + 1)
    }
}
