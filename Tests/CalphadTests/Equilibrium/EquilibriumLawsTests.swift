import Calphad
import Foundation
import Testing

/// Whatever the conditions, an equilibrium obeys the laws that define it. Conditions are random and seeded.
@Suite("Laws of every equilibrium") struct EquilibriumLawsTests {
    /// splitmix64: the same numbers on every machine.
    private struct Dice {
        var state: UInt64

        mutating func next() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
        }

        /// Spread evenly over the simplex, with some components nearly absent.
        mutating func composition(_ count: Int) -> [Double] {
            let parts = (0..<count).map { _ in next() < 0.15 ? pow(10, -2 - 8 * next()) : -log(1 - next()) }
            let sum = parts.reduce(0, +)
            return parts.map { $0 / sum }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var database: String
        var components: [String]
        var temperatures: ClosedRange<Double>
        var count: Int
        var testDescription: String { components.joined(separator: "-") }
    }

    static let cases = [
        Case(database: TestDatabases.solderName, components: ["BI", "SN"], temperatures: 250...1500, count: 400),
        Case(database: TestDatabases.solderName, components: ["CU", "SN"], temperatures: 300...1500, count: 300),
        Case(database: TestDatabases.solderName, components: ["AG", "CU"], temperatures: 250...1500, count: 300),
        Case(database: "cumg.tdb", components: ["CU", "MG"], temperatures: 300...1600, count: 300),
        Case(database: "crfe_bcc_magnetic.tdb", components: ["CR", "FE"], temperatures: 300...1800, count: 300),
        Case(database: "alzn_mey.tdb", components: ["AL", "ZN"], temperatures: 300...1100, count: 300),
        Case(database: TestDatabases.solderName, components: ["AG", "CU", "SN"], temperatures: 300...1500, count: 200),
        Case(database: TestDatabases.solderName, components: ["BI", "PB", "SB", "SN"], temperatures: 300...1000, count: 100),
        Case(database: TestDatabases.solderName, components: ["AG", "BI", "CU", "PB", "SB", "SN"], temperatures: 350...1400, count: 60),
    ]

    @Test("Mass is conserved, potentials are equal, nothing lies below, and Gibbs counts the phases", arguments: cases)
    func laws(_ item: Case) throws {
        var dice = Dice(state: 20_260_101)
        let system = try AlloySystem(TestDatabases.read(item.database), components: item.components)
        let reversed = try AlloySystem(TestDatabases.read(item.database), components: item.components.reversed())
        var solver = system.makeSolver()
        var reversedSolver = reversed.makeSolver()
        let count = item.components.count
        for index in 0..<item.count {
            let temperature = item.temperatures.lowerBound + dice.next() * (item.temperatures.upperBound - item.temperatures.lowerBound)
            let x = dice.composition(count)
            let place: Comment = "number \(index): \(temperature) K, \(x)"
            let result = try solver.equilibrium(atTemperature: temperature, moleFractions: x)
            let potentials = result.chemicalPotentials.map { $0 ?? .nan }

            for c in 0..<count {
                #expect(abs(result.phases.reduce(0) { $0 + $1.amount * $1.moleFractions[c] } - x[c]) < 1e-10, place)
            }
            #expect(abs(result.phases.reduce(0) { $0 + $1.amount } - 1) < 1e-10, place)
            #expect(result.phases.allSatisfy { $0.amount >= 0 && $0.moleFractions.allSatisfy { $0 >= 0 } }, place)
            // Every phase touches the plane of the potentials, so its energy is that of the plane at its composition.
            #expect(abs(zip(potentials, x).reduce(0) { $0 + $1.0 * $1.1 } - result.molarGibbsEnergy) < 1e-6, place)
            #expect((result.certificate?.largestDrivingForce ?? .infinity) < 1e-5 && (result.certificate?.samples ?? 0) > 50, place)
            #expect(result.drivingForces.allSatisfy { $0.value < 1e-5 }, place)
            #expect(result.phases.filter { $0.amount > 1e-9 }.count <= count, place)

            // The components' order is the caller's.
            let other = try reversedSolver.equilibrium(atTemperature: temperature, moleFractions: x.reversed())
            #expect(abs(other.molarGibbsEnergy - result.molarGibbsEnergy) < 1e-7 * abs(result.molarGibbsEnergy) + 1e-6, place)

            // From a neighbour the same is found.
            let near = try solver.equilibrium(atTemperature: temperature * 1.002, moleFractions: x)
            let warm = try solver.equilibrium(EquilibriumConditions(temperature: temperature, moleFractions: x), startingFrom: near)
            #expect(abs(warm.molarGibbsEnergy - result.molarGibbsEnergy) < 1e-7 * abs(result.molarGibbsEnergy) + 1e-6, place)
        }
    }

    @Test("Along a line of compositions the energy is convex, and a grid gives what single points give", arguments: cases.prefix(7))
    func convexity(_ item: Case) throws {
        let system = try AlloySystem(TestDatabases.read(item.database), components: item.components)
        let count = item.components.count
        // From nearly the first component alone to nearly none of it.
        let first = (0..<count).map { $0 == 0 ? 0.97 : 0.03 / Double(count - 1) }
        let last = (0..<count).map { $0 == 0 ? 0.03 : 0.97 / Double(count - 1) }
        let line = (0...100).map { step -> [Double] in
            let point = (0..<count).map { c in first[c] + (last[c] - first[c]) * Double(step) / 100 }
            let sum = point.reduce(0, +)
            return point.map { $0 / sum }
        }
        let temperatures = [0.2, 0.5, 0.8].map { item.temperatures.lowerBound + $0 * (item.temperatures.upperBound - item.temperatures.lowerBound) }
        for (temperature, row) in zip(temperatures, system.equilibria(temperatures: temperatures, moleFractions: line)) {
            let energies = try row.map { try $0.get().molarGibbsEnergy }
            for step in 1..<100 { #expect(energies[step] <= (energies[step - 1] + energies[step + 1]) / 2 + 1e-5) }
            for step in stride(from: 0, through: 100, by: 10) {
                let single = try system.equilibrium(atTemperature: temperature, moleFractions: line[step])
                #expect(abs(single.molarGibbsEnergy - energies[step]) < 1e-6)
            }
        }
    }

    @Test("The energy is continuous in temperature through every change of phases") func continuity() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "CU", "SN"])
        var solver = system.makeSolver()
        var previous: Double?
        for step in 0...600 {
            let energy = try solver.equilibrium(atTemperature: 400 + Double(step), moleFractions: [0.03, 0.01, 0.96]).molarGibbsEnergy
            // −S is below 150 J/(mol K) here.
            if let previous { #expect(energy < previous && previous - energy < 150) }
            previous = energy
        }
    }
}
