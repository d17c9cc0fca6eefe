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

    /// What scheil 0.3.0 finds with pycalphad 0.11.2 in steps of 0.25 K (Scheil) and 1 K (lever rule): the last two temperatures with liquid left
    /// and without, and what there is of each phase at the end.
    struct Outside: Sendable {
        var components: [String]
        var alloy: [Double]
        var model: Solidification.Model
        var end: ClosedRange<Double>
        var phases: [String: Double]
    }

    static let outside = [
        Outside(
            components: ["AG", "CU", "SN"], alloy: [0.035, 0.01, 0.955], model: .scheil, end: 489.0569...489.1053,
            phases: ["BCT_A5": 0.936674, "CU6SN5": 0.018224, "EPSILON": 0.045102]),
        Outside(
            components: ["AG", "CU", "SN"], alloy: [0.02, 0.03, 0.95], model: .scheil, end: 489.0569...489.1053,
            phases: ["BCT_A5": 0.91966, "CU6SN5": 0.05443, "EPSILON": 0.02591]),
        Outside(
            components: ["AG", "CU", "SN"], alloy: [0.035, 0.01, 0.955], model: .equilibrium, end: 489.0625...490,
            phases: ["BCT_A5": 0.936054, "CU6SN5": 0.018195, "EPSILON": 0.045751]),
        Outside(
            components: ["AG", "CU", "SN"], alloy: [0.02, 0.03, 0.95], model: .equilibrium, end: 489.0625...490,
            phases: ["BCT_A5": 0.919337, "CU6SN5": 0.054895, "EPSILON": 0.025767]),
        Outside(
            components: ["BI", "PB", "SN"], alloy: [0.2, 0.3, 0.5], model: .scheil, end: 371.081...371.1294,
            phases: ["BCT_A5": 0.452287, "HCP_A3": 0.522016, "RHOMBO_A7": 0.025697]),
        Outside(
            components: ["BI", "PB", "SN"], alloy: [0.2, 0.3, 0.5], model: .equilibrium, end: 389.125...390,
            phases: ["BCT_A5": 0.451981, "HCP_A3": 0.548019]),
    ]

    @Test("As another program solidifies them", arguments: outside) func outsideSource(source: Outside) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: source.components, gasConstant: 8.3145)
        let result = try system.solidification(source.alloy, model: source.model)
        #expect(source.end.contains(result.finalTemperature), "\(result.finalTemperature)")
        #expect(Set(result.phases.filter { $0.amount > 1e-6 }.map(\.phase)) == Set(source.phases.keys))
        // The other program's steps; ours are smaller.
        for phase in result.phases { #expect(abs(phase.amount - (source.phases[phase.phase] ?? 0)) < 1.5e-3, "\(phase)") }
    }

    @Test("Bi-Sb has no invariant: by Scheil's rule it freezes down to pure bismuth") func solidSolution() throws {
        let result = try AlloySystem(TestDatabases.solders(), components: ["BI", "SB"]).solidification([0.6, 0.4], residual: 1e-3)
        #expect(result.events.map(\.phases) == [["RHOMBO_A7"]])
        #expect(result.end == .residualLiquid || result.end == .solidus)
        #expect(abs(result.finalTemperature - 544.55) < 0.01)
        #expect(result.massBalanceError < 1e-9)
    }
}
