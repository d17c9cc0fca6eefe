import Calphad
import Foundation
import Testing

@Suite("Conditions of an equilibrium") struct EquilibriumConditionsTests {
    private func biSn() throws -> AlloySystem { try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"], gasConstant: 8.31451) }

    @Test("Solidus and liquidus are the liquid fixed at nothing and at everything: Pb-Sn at 40 at% Sn")
    func solidusAndLiquidus() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["PB", "SN"])
        var conditions = EquilibriumConditions(temperature: 600, moleFractions: [0.6, 0.4])
        conditions.temperature = .free(guess: 600)
        conditions.fixedPhases = [.init("LIQUID", amount: 1)]
        let liquidus = try system.equilibrium(conditions)
        #expect(liquidus.phases.first?.phase == "LIQUID" && liquidus.phases.contains { $0.phase == "FCC_A1" && $0.amount < 1e-9 })
        // The same line, found as the end of a tie-line of the binary search.
        let binary = try BinarySystem(TestDatabases.solders(), components: ("PB", "SN"))
        let line = try #require(try binary.tieLines(atTemperature: liquidus.temperature).first { $0.richer.phase == "LIQUID" })
        #expect(abs(line.richer.x - 0.4) < 1e-8)
        #expect((liquidus.certificate?.largestDrivingForce ?? .infinity) < 1e-5 && (liquidus.certificate?.samples ?? 0) > 100)
        // At 10 at% the first liquid appears on the solidus of the FCC field.
        conditions.components = [.moleFraction(0.9), .moleFraction(0.1)]
        conditions.fixedPhases = [.init("LIQUID", amount: 0)]
        let solidus = try system.equilibrium(conditions)
        let end = try #require(try binary.tieLines(atTemperature: solidus.temperature).first { $0.leaner.phase == "FCC_A1" })
        #expect(abs(end.leaner.x - 0.1) < 1e-8)
        // And half of it in between.
        conditions.fixedPhases = [.init("LIQUID", amount: 0.5)]
        let half = try system.equilibrium(conditions)
        #expect(abs((half.phases.first { $0.phase == "LIQUID" }?.amount ?? 0) - 0.5) < 1e-10)
        #expect(solidus.temperature < half.temperature)
    }

    @Test("A potential taken from an equilibrium gives that equilibrium back", arguments: [420.0, 600, 900])
    func potentials(temperature: Double) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "CU", "SN"])
        let closed = try system.equilibrium(atTemperature: temperature, moleFractions: [0.3, 0.2, 0.5])
        guard closed.phases.filter({ $0.amount > 1e-9 }).count < 3 else { return }
        let potential = try #require(closed.chemicalPotentials[2])
        let conditions = EquilibriumConditions(
            temperature: .fixed(temperature), components: [.moleFraction(0.3), .balance, .chemicalPotential(potential)])
        let open = try system.equilibrium(conditions)
        #expect(abs(open.chemicalPotentials[2]! - potential) < 1e-6)
        #expect(abs(open.moleFractions[0] - 0.3) < 1e-10)
        #expect(abs(open.moleFractions.reduce(0, +) - 1) < 1e-10)
        if closed.phases.count == 1 { #expect(abs(open.moleFractions[2] - 0.5) < 1e-6) }
    }

    @Test("An activity is relative to the pure component in the phase named") func activities() throws {
        let system = try biSn()
        let closed = try system.equilibrium(atTemperature: 700, moleFractions: [0.3, 0.7])
        let pure = try AlloySystem(TestDatabases.solders(), components: ["SN"], gasConstant: 8.31451)
            .equilibrium(atTemperature: 700, moleFractions: [1])
        let activity = exp((closed.chemicalPotentials[1]! - pure.molarGibbsEnergy) / 8.31451 / 700)
        for reference in [nil, "LIQUID"] {
            let open = try system.equilibrium(
                EquilibriumConditions(temperature: .fixed(700), components: [.balance, .activity(activity, referencePhase: reference)]))
            #expect(abs(open.moleFractions[1] - 0.7) < 1e-8)
        }
        let error = #expect(throws: EquilibriumError.self) {
            try system.equilibrium(EquilibriumConditions(temperature: .fixed(700), components: [.balance, .activity(1.5, referencePhase: nil)]))
        }
        #expect(error?.code == .invalidCondition || error?.code == .noStablePhase, "\(String(describing: error))")
    }

    @Test("Mass fractions are mole fractions, weighed") func massFractions() throws {
        let database = try TestDatabases.solders()
        let system = try AlloySystem(database, components: ["PB", "SN"])
        let masses = [207.2, 118.69]
        let x = 0.62 * masses[0] / (0.62 * masses[0] + 0.38 * masses[1])
        let byMass = try system.equilibrium(EquilibriumConditions(temperature: .fixed(480), components: [.balance, .massFraction(0.62)]))
        let w = [1 - 0.62, 0.62]
        let total = w[0] / masses[0] + w[1] / masses[1]
        #expect(abs(byMass.moleFractions[1] - w[1] / masses[1] / total) < 1e-4, "\(x)")
        let both = try system.equilibrium(EquilibriumConditions(temperature: .fixed(480), components: [.massFraction(0.38), .massFraction(0.62)]))
        #expect(both.moleFractions == byMass.moleFractions)
    }

    @Test("A suspended phase is not there; a dormant one says how much it would like to be") func statuses() throws {
        let system = try biSn()
        var conditions = EquilibriumConditions(temperature: 600, moleFractions: [0.5, 0.5])
        conditions.statuses = ["LIQUID": .suspended]
        let solid = try system.equilibrium(conditions)
        #expect(!solid.phases.contains { $0.phase == "LIQUID" } && !solid.drivingForces.contains { $0.phase == "LIQUID" })
        conditions.statuses = ["LIQUID": .dormant]
        let dormant = try system.equilibrium(conditions)
        #expect(dormant.molarGibbsEnergy == solid.molarGibbsEnergy)
        #expect((dormant.certificate?.largestDrivingForce ?? .infinity) < 1e-5)
        #expect((dormant.drivingForces.first { $0.phase == "LIQUID" }?.value ?? 0) > 100)
        let free = try system.equilibrium(atTemperature: 600, moleFractions: [0.5, 0.5])
        #expect(free.molarGibbsEnergy < solid.molarGibbsEnergy)
        #expect(free.drivingForces.allSatisfy { $0.value < 0 } && !free.drivingForces.isEmpty)
    }

    @Test("Conditions that do not fit Gibbs' rule are refused") func freedom() throws {
        let system = try biSn()
        var tooMany = EquilibriumConditions(temperature: 600, moleFractions: [0.5, 0.5])
        tooMany.fixedPhases = [.init("LIQUID", amount: 0)]
        var tooFew = EquilibriumConditions(temperature: 600, moleFractions: [0.5, 0.5])
        tooFew.temperature = .free(guess: 600)
        let twoBalances = EquilibriumConditions(temperature: .fixed(600), components: [.balance, .balance])
        let noBalance = EquilibriumConditions(temperature: .fixed(600), components: [.moleFraction(0.5), .chemicalPotential(-4e4)])
        let tooMuch = EquilibriumConditions(temperature: .fixed(600), components: [.moleFraction(1.2), .balance])
        var unknown = EquilibriumConditions(temperature: 600, moleFractions: [0.5, 0.5])
        unknown.statuses = ["FOG": .suspended]
        for conditions in [tooMany, tooFew, twoBalances, noBalance, tooMuch, unknown] {
            let error = #expect(throws: EquilibriumError.self) { try system.equilibrium(conditions) }
            #expect(error?.code == .invalidCondition)
        }
    }

    @Test("A composition of exactly nothing is the system without that component") func zeroFractions() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "BI", "SN"])
        let ternary = try system.equilibrium(atTemperature: 450, moleFractions: [0, 0.4, 0.6])
        let binary = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"]).equilibrium(atTemperature: 450, moleFractions: [0.4, 0.6])
        #expect(ternary.molarGibbsEnergy == binary.molarGibbsEnergy && ternary.chemicalPotentials[0] == nil)
        let pure = try system.equilibrium(atTemperature: 450, moleFractions: [0, 0, 1])
        #expect(pure.phases.map(\.phase) == ["BCT_A5"] && pure.phases.first?.moleFractions == [0, 0, 1])
    }

    @Test("A dilute solution keeps its solubility however small: 1e-6 down to 1e-14", arguments: [1e-6, 1e-9, 1e-12, 1e-14])
    func dilute(x: Double) throws {
        let system = try biSn()
        let result = try system.equilibrium(atTemperature: 350, moleFractions: [x, 1 - x])
        #expect(result.phases.count == 1)
        // Henry's law: the potential falls by R T ln 10 for each decade.
        let next = try system.equilibrium(atTemperature: 350, moleFractions: [x / 10, 1 - x / 10])
        let fall = try #require(result.chemicalPotentials[0]) - #require(next.chemicalPotentials[0])
        #expect(abs(fall - 8.31451 * 350 * log(10)) < 0.1)
    }

    @Test("Twice the amount is the same equilibrium; another pressure is another compilation") func amountAndPressure() throws {
        let system = try biSn()
        var conditions = EquilibriumConditions(temperature: 450, moleFractions: [0.4, 0.6])
        let one = try system.equilibrium(conditions)
        conditions.totalAmount = 2
        let two = try system.equilibrium(conditions)
        #expect(two.totalAmount == 2 && two.phases == one.phases)
        conditions.pressure = 1e5
        // The file's parameters do not depend on pressure.
        #expect(abs(try system.equilibrium(conditions).molarGibbsEnergy - one.molarGibbsEnergy) < 1e-6)
        conditions.pressure = -1
        #expect(throws: EquilibriumError.self) { try system.equilibrium(conditions) }
    }
}
