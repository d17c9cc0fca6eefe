import Calphad
import Testing

@Suite("Isothermal sections") struct IsothermalSectionTests {
    private func check(_ section: IsothermalSection) {
        #expect(section.check.differing == 0, "\(section.warnings)")
        #expect(section.check.samples > 200)
        #expect(abs(section.areas.sum - 1) < IsothermalSection.Areas.tolerance, "\(section.areas)")
        #expect(section.certification.bounded > section.certification.searched)
        #expect(section.tieTriangles.allSatisfy { $0.residual < 1e-6 })
        #expect(!section.fields.contains { $0.ends.contains(.unresolved) }, "\(section.warnings)")
    }

    @Test("Al-Cu-Mg at 700 K from COST 507: every field agrees with certified equilibria") func aluminiumCopperMagnesium() throws {
        let system = try AlloySystem(TestDatabases.read("COST507.tdb"), components: ["AL", "CU", "MG"])
        let section = try system.isothermalSection(atTemperature: 700)
        check(section)
        // The S phase Al2CuMg in equilibrium with the solid solution and with theta: what age-hardening of 2xxx alloys rests on.
        #expect(section.tieTriangles.contains { Set($0.corners.map(\.phase)) == ["FCC_A1", "SPHASE", "ALCU_THETA"] })
        #expect(section.tieTriangles.contains { Set($0.corners.map(\.phase)) == ["FCC_A1", "SPHASE", "TAU"] })
    }

    @Test("Solders", arguments: [(["AG", "CU", "SN"], 600.0, 5), (["BI", "PB", "SN"], 400, 3)])
    func solders(components: [String], temperature: Double, triangles: Int) throws {
        let section = try AlloySystem(TestDatabases.solders(), components: components).isothermalSection(atTemperature: temperature)
        check(section)
        #expect(section.tieTriangles.count == triangles)
    }

    /// Each of these was wrong before: a field followed from both of its ends counted twice, and one around a phase was followed for ever.
    @Test(
        "Fields are whole and lie beside each other",
        arguments: [
            (TestDatabases.solderName, ["CU", "PB", "SN"], 517.5), (TestDatabases.solderName, ["AG", "PB", "SN"], 882.05),
            ("COST507.tdb", ["MG", "NI", "ZN"], 1080.7), ("COST507.tdb", ["AL", "CU", "MG"], 1118.6), ("COST507.tdb", ["FE", "NI", "TI"], 542.4),
        ])
    func overlapping(file: String, components: [String], temperature: Double) throws {
        let section = try AlloySystem(TestDatabases.read(file), components: components).isothermalSection(atTemperature: temperature)
        #expect(section.check.differing == 0, "\(section.warnings)")
        #expect(abs(section.areas.sum - 1) < IsothermalSection.Areas.tolerance, "\(section.areas)")
    }

    @Test("Two components are refused with a remedy") func binary() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let error = #expect(throws: EquilibriumError.self) { try system.isothermalSection(atTemperature: 500) }
        #expect(error?.code == .invalidCondition)
    }
}
