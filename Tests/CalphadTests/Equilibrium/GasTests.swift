@testable import Calphad
import Foundation
import Testing

/// COST 507's gas uses `RTLNP`, which the file leaves to the program.
@Suite("Gas") struct GasTests {
    @Test("RTLNP is R T ln(P / 1e5 Pa): a gas obeys the ideal-gas law", arguments: [1e2, 1e5, 101_325, 1e7]) func idealGas(pressure: Double) throws {
        let database = try TestDatabases.read("COST507.tdb")
        let low = try #require(try GibbsModel(database, phase: "GAS", components: ["N", "SI"], pressure: 1e5))
        let high = try #require(try GibbsModel(database, phase: "GAS", components: ["N", "SI"], pressure: pressure))
        for temperature in [500.0, 1500, 3000] {
            let y = [Double](repeating: 1 / Double(low.variableCount), count: low.variableCount)
            let one = low.energy(low.isotherm(at: temperature), y)
            let two = high.energy(high.isotherm(at: temperature), y)
            // ∂G/∂p = V = R T / p for a mole of molecules, whatever they are.
            #expect(abs(two - one - CalphadConstants.gasConstant * temperature * log(pressure / 1e5)) < 1e-9 * abs(one))
        }
    }

    @Test("Aluminium boils where its vapour pressure is the pressure") func boiling() throws {
        let database = try TestDatabases.read("COST507.tdb")
        #expect(database.isSupported("GAS"))
        // ln p is linear in 1/T, by the enthalpy of evaporation: Clausius and Clapeyron between two pressures.
        var points: [(temperature: Double, logarithm: Double, slope: Double)] = []
        for pressure in [5e4, 1e5] {
            let system = try AlloySystem(database, components: ["AL"], phases: ["GAS", "LIQUID"], pressure: pressure)
            let boiling = try system.equilibrium(
                EquilibriumConditions(
                    temperature: .free(guess: 2700), components: [.balance], fixedPhases: [.init("GAS", amount: 0)]))
            points.append((boiling.temperature, log(pressure), 0))
            let above = try system.equilibrium(atTemperature: boiling.temperature + 1, moleFractions: [1])
            #expect(above.phases.map(\.phase) == ["GAS"])
        }
        // The accepted boiling point is 2743 K at 101325 Pa (CRC Handbook); the assessment's is within 2 %.
        #expect(abs(points[1].temperature - 2743) < 0.02 * 2743)
        let enthalpy =
            -CalphadConstants.gasConstant * (points[1].logarithm - points[0].logarithm) / (1 / points[1].temperature - 1 / points[0].temperature)
        // 284 to 294 kJ/mol in the handbooks.
        #expect((270e3...310e3).contains(enthalpy), "\(enthalpy)")
    }
}
