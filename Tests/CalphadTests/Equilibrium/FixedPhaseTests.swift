import Calphad
import Foundation
import Testing

/// Fixed phases with whatever they set free: temperature, a fraction, or both. The other side of every comparison is found without them.
@Suite("Fixed phases") struct FixedPhaseTests {
    /// No phase lies below the plane on a grid that the engine knows nothing of.
    private func check(_ equilibrium: Equilibrium) throws {
        #expect(equilibrium.certificate != nil)
        #expect(try PlaneCheck.lowest(TestDatabases.solders(), equilibrium) > -1e-4)
        #expect(abs(equilibrium.moleFractions.reduce(0, +) - 1) < 1e-9)
    }

    @Test("A solubility is a phase fixed at nothing at a fixed temperature", arguments: [420.0, 500, 560])
    func solubility(temperature: Double) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["PB", "SN"])
        let binary = try BinarySystem(TestDatabases.solders(), components: ("PB", "SN"))
        let line = try #require(try binary.tieLines(atTemperature: temperature).first { $0.leaner.phase == "FCC_A1" })
        for guess in [0.02, 0.15, 0.4] {
            let found = try system.equilibrium(
                EquilibriumConditions(
                    temperature: .fixed(temperature), components: [.balance, .free(guess: guess)],
                    fixedPhases: [.init(line.richer.phase, amount: 0)]))
            try check(found)
            #expect(abs(found.moleFractions[1] - line.leaner.x) < 1e-8, "from \(guess)")
            #expect(found.temperature == temperature)
        }
    }

    @Test("Two phases fixed at nothing below the liquid are the eutectic", arguments: ["BI", "PB"]) func eutectic(with element: String) throws {
        let names = [element, "SN"]
        let system = try AlloySystem(TestDatabases.solders(), components: names)
        let binary = try BinarySystem(TestDatabases.solders(), components: (element, "SN"))
        let invariant = try #require(try binary.invariants(in: 350...560).first { $0.kind == .eutectic })
        let solids = invariant.vertices.map(\.phase).filter { $0 != "LIQUID" }
        for guess in [(450.0, 0.5), (500, 0.7), (400, 0.5)] {
            let found = try system.equilibrium(
                EquilibriumConditions(
                    temperature: .free(guess: guess.0), components: [.balance, .free(guess: guess.1)],
                    fixedPhases: solids.map { .init($0, amount: 0) }))
            try check(found)
            #expect(abs(found.temperature - invariant.temperature) < 1e-6, "from \(guess)")
            let liquid = try #require(invariant.vertices.first { $0.phase == "LIQUID" })
            #expect(abs(found.moleFractions[1] - liquid.x) < 1e-8)
        }
    }

    @Test("A eutectic valley of a ternary: both solids at nothing, one fraction given") func valley() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "PB", "SN"])
        let found = try system.equilibrium(
            EquilibriumConditions(
                temperature: .free(guess: 440), components: [.moleFraction(0.02), .balance, .free(guess: 0.7)],
                fixedPhases: [.init("FCC_A1", amount: 0), .init("BCT_A5", amount: 0)]))
        try check(found)
        #expect(abs(found.moleFractions[0] - 0.02) < 1e-9)
        // The same alloy, asked for nothing but its phases on either side.
        let above = try system.equilibrium(atTemperature: found.temperature + 0.01, moleFractions: found.moleFractions)
        let below = try system.equilibrium(atTemperature: found.temperature - 0.01, moleFractions: found.moleFractions)
        #expect(above.phases.map(\.phase) == ["LIQUID"])
        #expect(Set(below.phases.map(\.phase)) == ["LIQUID", "FCC_A1", "BCT_A5"])
    }

    @Test("A fixed phase at a given activity: the temperature at which an alloy of that activity begins to freeze") func activity() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["PB", "SN"])
        // Where the liquidus of 30 at% Sn is, and the activity of tin there.
        var conditions = EquilibriumConditions(
            temperature: .free(guess: 550), components: [.balance, .moleFraction(0.3)], fixedPhases: [.init("FCC_A1", amount: 0)])
        let liquidus = try system.equilibrium(conditions)
        let pure = try AlloySystem(TestDatabases.solders(), components: ["SN"])
            .equilibrium(
                {
                    var alone = EquilibriumConditions(temperature: liquidus.temperature, moleFractions: [1])
                    for name in try TestDatabases.solders().defaultPhaseNames where name != "LIQUID" { alone.statuses[name] = .suspended }
                    alone.statuses = alone.statuses.filter { ["BCT_A5", "FCC_A1", "RHOMBO_A7", "HCP_A3", "BCC_A2"].contains($0.key) }
                    return alone
                }())
        let activity = exp(
            (try #require(liquidus.chemicalPotentials[1]) - pure.molarGibbsEnergy) / CalphadConstants.gasConstant / liquidus.temperature)
        conditions.components = [.balance, .activity(activity, referencePhase: "LIQUID")]
        conditions.temperature = .free(guess: liquidus.temperature + 15)
        let found = try system.equilibrium(conditions)
        try check(found)
        #expect(abs(found.temperature - liquidus.temperature) < 1e-5)
        #expect(abs(found.moleFractions[1] - 0.3) < 1e-6)
    }

    @Test("A pure element melts where its solid and its liquid have one energy", arguments: [("BI", 0.0), ("BI", 1), ("SN", 0), ("SN", 1)])
    func meltingPoint(element: String, amount: Double) throws {
        let alone = try AlloySystem(TestDatabases.solders(), components: [element])
        let solid = element == "BI" ? "RHOMBO_A7" : "BCT_A5"
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let fraction = element == "SN" ? 1.0 : 0
        let found = try system.equilibrium(
            EquilibriumConditions(
                temperature: .free(guess: 1000), components: [.balance, .moleFraction(fraction)], fixedPhases: [.init("LIQUID", amount: amount)]))
        func energy(of phase: String) throws -> Double {
            var conditions = EquilibriumConditions(temperature: found.temperature, moleFractions: [1])
            for name in alone.phases where name != phase { conditions.statuses[name] = .suspended }
            return try alone.equilibrium(conditions).molarGibbsEnergy
        }
        #expect(abs(try energy(of: "LIQUID") - energy(of: solid)) < 1e-6)
        #expect(found.moleFractions == [1 - fraction, fraction])
    }

    @Test("A reservoir that no phase can hold at the guess bounds the search, and does not end it") func reservoir() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let found = try system.equilibrium(
            EquilibriumConditions(
                temperature: .free(guess: 1000), components: [.balance, .chemicalPotential(-40_000)], fixedPhases: [.init("LIQUID", amount: 1)]))
        try check(found)
        #expect(abs((found.chemicalPotentials[1] ?? 0) + 40_000) < 1e-6)
        #expect(found.temperature < 560)
    }

    @Test("The search goes up from the lowest temperature there is") func lowestGuess() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let temperatures = try [1.0, 400].map { guess in
            try system.equilibrium(
                EquilibriumConditions(
                    temperature: .free(guess: guess), components: [.balance, .moleFraction(0.5)], fixedPhases: [.init("LIQUID", amount: 0)])
            ).temperature
        }
        #expect(abs(temperatures[0] - temperatures[1]) < 1e-6)
    }

    @Test("A fixed phase is entered", arguments: [EquilibriumConditions.Status.dormant, .suspended])
    func contradiction(status: EquilibriumConditions.Status) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        var conditions = EquilibriumConditions(
            temperature: .free(guess: 400), components: [.balance, .moleFraction(0.5)], fixedPhases: [.init("LIQUID", amount: 0)])
        conditions.statuses["LIQUID"] = status
        let error = #expect(throws: EquilibriumError.self) { try system.equilibrium(conditions) }
        #expect(error?.code == .invalidCondition && error?.message.contains(status.rawValue) ?? false)
    }

    @Test("The liquidus of a liquid that is two liquids: both of them, and the crystal at nothing") func liquidusOfTwoLiquids() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["CU", "PB", "SN"])
        let found = try system.equilibrium(
            EquilibriumConditions(
                temperature: .free(guess: 1000), components: [.moleFraction(0.4691), .moleFraction(0.2792), .balance],
                fixedPhases: [.init("LIQUID", amount: 1)]))
        #expect(abs(found.temperature - 1289.77) < 0.01)
        #expect(found.phases.map(\.phase) == ["LIQUID", "LIQUID", "FCC_A1"])
        #expect(found.phases[2].amount == 0 && found.phases[1].amount > 0.1)
        // On either side of it there is some of the crystal, and none.
        for (offset, phases) in [(-0.05, 3), (0.05, 2)] {
            let beside = try system.equilibrium(atTemperature: found.temperature + offset, moleFractions: found.moleFractions)
            #expect(beside.phases.count == phases)
        }
    }

    @Test("A eutectic is found without a guess near it", arguments: [["RHOMBO_A7", "BCT_A5"], ["RHOMBO_A7", "LIQUID"], ["BCT_A5", "LIQUID"]])
    func eutecticFromAfar(phases: [String]) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let found = try system.equilibrium(
            EquilibriumConditions(
                temperature: .free(guess: 1000), components: [.balance, .free(guess: 0.5)], fixedPhases: phases.map { .init($0, amount: 0) }))
        let eutectic = try #require(
            try BinarySystem(TestDatabases.solders(), components: ("BI", "SN")).diagram().invariants.first { $0.kind == .eutectic })
        #expect(abs(found.temperature - eutectic.temperature) < 1e-3)
        #expect(found.phases.map(\.phase).sorted() == ["BCT_A5", "LIQUID", "RHOMBO_A7"])
        #expect(Set(found.phases.filter { $0.amount == 0 }.map(\.phase)) == Set(phases))
    }

    @Test("As many phases are fixed as conditions are free, and the error says so") func freedom() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["PB", "SN"])
        for (temperature, fixed) in [(EquilibriumConditions.Temperature.fixed(500), 0), (.fixed(500), 2), (.free(guess: 500), 1)] {
            let phases = ["LIQUID", "FCC_A1"].prefix(fixed).map { EquilibriumConditions.FixedPhase($0, amount: 0) }
            let error = #expect(throws: EquilibriumError.self) {
                try system.equilibrium(.init(temperature: temperature, components: [.balance, .free(guess: 0.2)], fixedPhases: phases))
            }
            #expect(error?.code == .invalidCondition)
            #expect(error?.message.contains("\(fixed) phases are fixed") ?? false)
        }
    }
}
