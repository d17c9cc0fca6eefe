import Calphad
import Testing

@Suite("Solidification") struct SolidificationTests {
    @Test("Bi-Sn by Scheil's rule is the integral of its own tie-lines") func scheilIntegral() throws {
        let database = try TestDatabases.solders()
        let result = try AlloySystem(database, components: ["BI", "SN"]).solidification([0.7, 0.3])
        let binary = try TestDatabases.biSn()
        let eutectic = try binary.invariant(near: 412)
        #expect(result.end == .invariant)
        #expect(abs(result.finalTemperature - eutectic.temperature) < 0.01)
        #expect(result.massBalanceError < 1e-9)
        // ln f = ∫ dx_L / (x_S − x_L) from the alloy to the eutectic, by the trapezoidal rule along the tie-lines.
        var logarithm = 0.0
        var last: (liquid: Double, slope: Double)?
        let count = 2000
        for place in 0...count {
            let temperature = result.liquidus + (eutectic.temperature + 1e-6 - result.liquidus) * Double(place) / Double(count)
            let line = try #require(
                try binary.tieLines(atTemperature: temperature).first { $0.leaner.phase == "RHOMBO_A7" && $0.richer.phase == "LIQUID" })
            let slope = 1 / (line.leaner.x - line.richer.x)
            if let last { logarithm += (line.richer.x - last.liquid) * (slope + last.slope) / 2 }
            last = (line.richer.x, slope)
        }
        var expected = 1.0
        var term = 1.0
        for n in 1...40 {
            term *= logarithm / Double(n)
            expected += term
        }
        let left = try #require(result.events.last).liquidFraction
        #expect(abs(left - expected) < 2e-4, "\(left), \(expected)")
    }

    @Test("The lever rule ends at the same eutectic with less of it") func lever() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let result = try system.solidification([0.7, 0.3], model: .equilibrium)
        #expect(result.end == .invariant)
        #expect(abs(result.finalTemperature - 411.96) < 0.01)
        #expect(result.massBalanceError < 1e-9)
        #expect(abs(result.phases.reduce(0) { $0 + $1.amount } - 1) < 1e-9)
    }

    @Test("Ag-Cu-Sn freezes last at its ternary eutectic", arguments: [[0.035, 0.01, 0.955], [0.02, 0.03, 0.95]]) func ternary(alloy: [Double]) throws
    {
        let result = try AlloySystem(TestDatabases.solders(), components: ["AG", "CU", "SN"]).solidification(alloy)
        #expect(result.end == .invariant)
        #expect(abs(result.finalTemperature - 489.08) < 0.02)
        #expect(Set(result.events.last?.phases ?? []) == ["BCT_A5", "CU6SN5", "EPSILON"])
        #expect(result.massBalanceError < 1e-9)
        #expect(abs(result.phases.reduce(result.residualLiquid) { $0 + $1.amount } - 1) < 1e-9)
    }

    @Test("Bi-Sb has no invariant: by Scheil's rule it freezes down to pure bismuth") func solidSolution() throws {
        let result = try AlloySystem(TestDatabases.solders(), components: ["BI", "SB"]).solidification([0.6, 0.4], residual: 1e-3)
        #expect(result.events.map(\.phases) == [["RHOMBO_A7"]])
        #expect(result.end == .residualLiquid || result.end == .solidus)
        #expect(abs(result.finalTemperature - 544.55) < 0.01)
        #expect(result.massBalanceError < 1e-9)
    }
}
