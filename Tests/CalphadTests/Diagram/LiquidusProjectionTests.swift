import Calphad
import Foundation
import Testing

@Suite("Liquidus projections") struct LiquidusProjectionTests {
    private func projection(_ database: Database, _ components: [String]) throws -> LiquidusProjection {
        let projection = try AlloySystem(database, components: components).liquidusProjection(isothermStep: 400, samples: 25)
        check(projection)
        return projection
    }

    /// What holds for every projection.
    private func check(_ projection: LiquidusProjection) {
        #expect(projection.check.withoutLiquidus == 0)
        #expect(projection.check.differing == 0, "\(projection.warnings)")
        #expect(projection.check.samples > 20 && projection.check.unsolved < 4)
        #expect(projection.invariants.allSatisfy { $0.residual < 1e-6 })
        #expect(!projection.lines.contains { $0.start.kind == .unresolved || $0.end.kind == .unresolved }, "\(projection.warnings)")
        // From every invariant three lines leave, at each of its liquids; every binary invariant ends one.
        let ends: [LiquidusProjection.End] = projection.lines.flatMap { [$0.start, $0.end] }
        for (index, invariant) in projection.invariants.enumerated() {
            let liquids = invariant.phases.filter { $0.phase == "LIQUID" }.count
            let count = ends.filter { $0.kind == .invariant && $0.index == index }.count
            #expect(count == 3 * liquids, "\(invariant)")
        }
        for index in projection.binaryInvariants.indices {
            let count = ends.filter { $0.kind == .binaryInvariant && $0.index == index }.count
            #expect(count == 1)
        }
        // A eutectic is the lowest point of the lines that meet there.
        for (index, invariant) in projection.invariants.enumerated() where invariant.kind == .eutectic {
            for line in projection.lines where line.start.kind == .invariant && line.start.index == index && line.points.count > 1 {
                #expect(line.points[1].temperature > invariant.temperature)
            }
        }
    }

    /// The invariants of a binary that hold a liquid, by another way: isotherms and common tangents.
    private func checkSides(_ projection: LiquidusProjection, _ database: Database) throws {
        for missing in 0..<3 {
            let pair = (0..<3).filter { $0 != missing }
            let binary = try BinarySystem(database, components: (projection.components[pair[0]], projection.components[pair[1]]))
            let expected = try binary.invariants(in: binary.diagramRange()).filter { $0.vertices.contains { $0.phase == "LIQUID" } }
            let found = projection.binaryInvariants.filter { $0.phases[0].x[missing] == 0 }
            for invariant in expected {
                let liquid = try #require(invariant.vertices.first { $0.phase == "LIQUID" })
                let match = found.first { abs($0.temperature - invariant.temperature) < 0.01 }
                let x = match.map { $0.phases[0].x[pair[1]] } ?? .nan
                #expect(abs(x - liquid.x) < 1e-4, "\(invariant.temperature) K")
            }
            let liquids = expected.map { $0.vertices.filter { $0.phase == "LIQUID" }.count }
            #expect(found.count == liquids.reduce(0, +))
        }
    }

    /// Measured: 217.2 ± 0.2 °C, 3.57 ± 0.05 % Ag and 0.9 ± 0.04 % Cu by mass; assessed: 216.3 °C, 3.66 and 0.91 % (Moon, Boettinger, Kattner,
    /// Biancaniello, Handwerker, J. Electron. Mater. 29 (2000) 1122; nist.gov/publications/ternary-eutectic-sn-ag-cu-solder-alloys).
    @Test("Ag-Cu-Sn: the solder eutectic") func silverCopperTin() throws {
        let database = try TestDatabases.solders()
        let projection = try projection(database, ["AG", "CU", "SN"])
        try checkSides(projection, database)
        let eutectics = projection.invariants.filter { $0.kind == .eutectic }
        #expect(eutectics.count == 1)
        let eutectic = try #require(eutectics.first)
        let masses = zip(eutectic.phases[0].x, [107.8682, 63.546, 118.71]).map { $0 * $1 }
        let sum = masses.reduce(0, +)
        #expect(abs(eutectic.temperature - 490.35) < 1.5)
        #expect(abs(masses[0] / sum - 0.035) < 0.0025 && abs(masses[1] / sum - 0.009) < 0.001)
        #expect(Set(eutectic.products) == ["EPSILON", "CU6SN5", "BCT_A5"])
    }

    @Test("Al-Cu-Mg from COST 507: every field, and the saddles between them") func aluminiumCopperMagnesium() throws {
        let projection = try projection(TestDatabases.read("COST507.tdb"), ["AL", "CU", "MG"])
        #expect(projection.invariants.count == 25)
        #expect(Set(projection.fields.map(\.phase)).count == 18)
        // L = (Al) + theta + S, the last liquid of 2xxx alloys, and the saddle on the line of (Al) and S.
        let eutectic = try #require(projection.invariants.first { Set($0.products) == ["FCC_A1", "ALCU_THETA", "SPHASE"] })
        #expect(eutectic.kind == .eutectic && abs(eutectic.temperature - 776.0) < 0.1)
        let saddle = try #require(projection.extrema.first { Set($0.phases) == ["FCC_A1", "SPHASE"] })
        #expect(saddle.isMaximum && saddle.temperature > eutectic.temperature)
        // At a saddle the liquid lies on the tie-line of the two solids.
        for extremum in projection.extrema { #expect(projection.lines[extremum.line].phases.sorted() == extremum.phases.sorted()) }
    }

    @Test(
        "More ternaries",
        arguments: [["BI", "PB", "SN"], ["BI", "CU", "PB"], ["PB", "SB", "SN"], ["AG", "CU", "PB"]])
    func solders(components: [String]) throws { _ = try projection(TestDatabases.solders(), components) }

    /// Areas by counting: what forms first at random compositions, from the global search alone.
    @Test("Each field has the share of random compositions from which its phase forms first") func shares() throws {
        let (components, count) = (["BI", "PB", "SN"], 120)
        let system = try AlloySystem(TestDatabases.solders(), components: components)
        let projection = try system.liquidusProjection(isothermStep: 400, samples: 0)
        var random = SplitMix(state: 51)
        var solver = system.makeSolver()
        var counts: [String: Int] = [:]
        for _ in 0..<count {
            var x = [random.unit(), random.unit(), 0]
            if x[0] + x[1] > 1 { x = [1 - x[0], 1 - x[1], 0] }
            x[2] = 1 - x[0] - x[1]
            // All liquid above, something else below: the phase that is there beside the liquid where this changes.
            var (low, high) = (350.0, 900.0)
            var first: String?
            for _ in 0..<60 where high - low > 1e-3 {
                let middle = (low + high) / 2
                let phases = try solver.equilibrium(atTemperature: middle, moleFractions: x).phases.map(\.phase)
                if phases == ["LIQUID"] {
                    high = middle
                } else {
                    low = middle
                    first = phases.first { $0 != "LIQUID" }
                }
            }
            counts[try #require(first), default: 0] += 1
        }
        var areas: [String: Double] = [:]
        for field in projection.fields { areas[field.phase, default: 0] += field.area }
        for phase in Set(areas.keys).union(counts.keys).sorted() {
            let area = areas[phase] ?? 0
            // Three standard errors of a binomial share, and half a count.
            let error = 3 * (area * (1 - area) / Double(count)).squareRoot() + 0.5 / Double(count)
            #expect(abs(Double(counts[phase] ?? 0) / Double(count) - area) < error, "\(phase): \(counts[phase] ?? 0) of \(count), area \(area)")
        }
    }

    @Test("Two liquids are a field of their own") func miscibilityGap() throws {
        let projection = try projection(TestDatabases.solders(), ["CU", "PB", "SN"])
        #expect(projection.liquid == "LIQUID" && projection.fields.contains { $0.phase == projection.liquid })
    }

    @Test("The document can be written and read back; a binary is refused with a remedy") func codable() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "PB", "SN"])
        let projection = try system.liquidusProjection(isothermStep: 50, samples: 4, seed: 3)
        #expect(try JSONDecoder().decode(LiquidusProjection.self, from: JSONEncoder().encode(projection)) == projection)
        let binary = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let error = #expect(throws: EquilibriumError.self) { try binary.liquidusProjection() }
        #expect(error?.code == .invalidCondition)
    }
}
