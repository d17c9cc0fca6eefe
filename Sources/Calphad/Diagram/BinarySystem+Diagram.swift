extension BinarySystem {
    /// Every invariant of a range of temperatures, in the order of temperature, each typed, certified and listed once.
    ///
    /// - Parameter range: kelvin, within 1...10000.
    /// - Throws: ``EquilibriumError`` `notConverged`, `invalidCondition`.
    public func invariants(in range: ClosedRange<Double>) throws(EquilibriumError) -> [Invariant] {
        try check(temperature: range.lowerBound)
        try check(temperature: range.upperBound)
        var tracer = DiagramTracer(self)
        try tracer.run(range)
        return tracer.events.compactMap { event in
            if case .invariant(let invariant) = event { return invariant }
            return nil
        }
    }

    /// The lowest temperature of a diagram unless another is asked for, kelvin.
    public static let lowestDiagramTemperature = 298.15
    /// Margin above the last two-phase field, kelvin.
    private static let topMargin = 40.0
    /// Steps of the search for the top, kelvin, and how long nothing may happen before it ends.
    private static let topStep = 20.0
    private static let quietSpan = 300.0

    /// The range of temperatures that shows the whole diagram: from room temperature to above the last two-phase field of the liquid.
    public func diagramRange() throws(EquilibriumError) -> ClosedRange<Double> {
        // No assessed alloy melts above 4000 K; phases without a liquid are shown to 2000 K.
        let hasLiquid = compiled.contains { $0.model.isLiquid }
        let limit = hasLiquid ? 4000.0 : 2000.0
        var last = Self.lowestDiagramTemperature
        var temperature = Self.lowestDiagramTemperature
        while temperature < limit {
            var search = HullSearch(self, temperature: temperature)
            let result = try search.run()
            // One field of the liquid: another phase can have its energy at a pure component, as a glass that the database describes by it.
            let isLiquid = result.tieLines.isEmpty && result.corners.contains { compiled[$0.phase].model.isLiquid }
            if !result.tieLines.isEmpty || (hasLiquid && !isLiquid) { last = temperature }
            if temperature - last > Self.quietSpan, !hasLiquid || isLiquid { break }
            temperature += Self.topStep
        }
        return Self.lowestDiagramTemperature...last + Self.topStep + Self.topMargin
    }

    /// The whole diagram as data.
    ///
    /// - Parameter range: kelvin; nil for ``diagramRange()``.
    /// - Throws: ``EquilibriumError`` `notConverged`, `invalidCondition`.
    public func diagram(in range: ClosedRange<Double>? = nil) throws(EquilibriumError) -> PhaseDiagram {
        let range = if let range { range } else { try diagramRange() }
        try check(temperature: range.lowerBound)
        try check(temperature: range.upperBound)
        var tracer = DiagramTracer(self)
        try tracer.run(range)
        let chains = BoundaryBuilder(self, tracer).boundaries()
        var warnings = tracer.warnings
        if range.lowerBound < declaredTemperatures.lowerBound || range.upperBound > declaredTemperatures.upperBound {
            warnings.append(
                "\(range.lowerBound) to \(range.upperBound) K goes beyond the range the database declares for these phases, \(declaredTemperatures.lowerBound) to \(declaredTemperatures.upperBound) K: extrapolated"
            )
        }
        warnings += AlloySystem.unassessed(components, compiled.map(\.model))
        for phase in unsupported { warnings.append("phase \(phase.phase) is left out: \(phase.reason)") }
        return PhaseDiagram(
            components: components, database: database, temperatures: range,
            invariants: tracer.events.compactMap { event in
                guard case .invariant(let invariant) = event else { return nil }
                return .init(
                    temperature: invariant.temperature, kind: invariant.kind, phases: invariant.vertices.map { .init(phase: $0.phase, x: $0.x) },
                    residual: conditionResidual(of: invariant))
            },
            tieLines: tracer.isotherms.flatMap { isotherm in
                isotherm.lines.map { line in
                    PhaseDiagram.TieLinePoint(
                        temperature: line.temperature,
                        phases: [.init(phase: line.leaner.phase, x: line.leaner.x), .init(phase: line.richer.phase, x: line.richer.x)])
                }
            },
            boundaries: chains,
            specialPoints: tracer.events.compactMap { event in
                if case .special(let point) = event { return point }
                return nil
            },
            warnings: warnings)
    }
}
