extension AlloySystem {
    /// Fields are polygons between exact tie-lines: compositions closer than this to a boundary, as a part of the triangle's side, are not
    /// compared with them.
    public static let sectionTolerance = 2e-3

    /// The isothermal section of a ternary.
    ///
    /// - Parameter temperature: kelvin, 1...10000.
    /// - Throws: ``EquilibriumError`` `invalidCondition` unless there are three components, `noStablePhase`, `notConverged`.
    public func isothermalSection(atTemperature temperature: Double) throws(EquilibriumError) -> IsothermalSection {
        guard components.count == 3 else {
            throw EquilibriumError(
                .invalidCondition, "an isothermal section was asked for with \(components.count) components",
                remedy: "Give three, as AL,CU,MG; for more, take an isopleth.")
        }
        try EquilibriumSolver.check(temperature: temperature)
        var tracer = SectionTracer(self, temperature: temperature)
        try tracer.run()
        let check = tracer.check()
        let areas = tracer.areas(check)
        if abs(areas.sum - 1) > IsothermalSection.Areas.tolerance {
            tracer.warnings.append("the areas of all fields sum to \(areas.sum) of the triangle's: a field is lost, or two lie over each other")
        }
        let triangles = tracer.triangles.map { triangle in
            IsothermalSection.TieTriangle(
                corners: triangle.equilibrium.phases.map { .init(phase: $0.phase, x: $0.moleFractions) },
                chemicalPotentials: triangle.equilibrium.chemicalPotentials.map { $0 ?? 0 }, residual: tracer.residual(triangle.equilibrium))
        }
        let fields = tracer.fields.map { field in
            IsothermalSection.Field(
                phases: field.lines.first?.phases ?? [],
                tieLines: field.lines.map { .init(first: $0.ends[0].moleFractions, second: $0.ends[1].moleFractions) }, ends: field.ends)
        }
        return IsothermalSection(
            components: components, database: database.file, temperature: temperature, tieTriangles: triangles, fields: fields,
            regions: tracer.regions(), check: check, areas: areas, certification: tracer.counts,
            warnings: warnings(in: temperature...temperature) + tracer.warnings)
    }
}
