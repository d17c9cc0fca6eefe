import Testing

@testable import Calphad

/// What lies between certified equilibria is certified by their bounds: here every such point is searched as well.
@Suite("Equilibria certified by their neighbours' bounds") struct BoundedEquilibriumTests {
    struct Case: Sendable {
        var file: String
        var components: [String]
        var temperatures: ClosedRange<Double>
        var seed: UInt64
    }

    static let cases = [
        Case(file: TestDatabases.solderName, components: ["AG", "BI", "CU", "PB", "SB", "SN"], temperatures: 350...900, seed: 41),
        Case(file: TestDatabases.solderName, components: ["AG", "CU", "SN"], temperatures: 350...1100, seed: 42),
        Case(file: "alcrni.tdb", components: ["AL", "CR", "NI"], temperatures: 700...1700, seed: 43),
        Case(file: "alcrni.tdb", components: ["AL", "CR", "NI"], temperatures: 700...1700, seed: 44),
        Case(file: "COST507.tdb", components: ["AL", "CU", "MG", "ZN"], temperatures: 450...950, seed: 45),
        Case(file: "alzn_mey.tdb", components: ["AL", "ZN"], temperatures: 400...800, seed: 46),
    ]

    @Test("Every point of a grid is what a search finds there", arguments: cases) func grid(test: Case) throws {
        var random = SplitMix(state: test.seed)
        func composition() -> [Double] {
            let parts = test.components.map { _ in -Elementary.log(random.unit() + 1e-9) }
            let sum = parts.reduce(0, +)
            return parts.map { $0 / sum }
        }
        let system = try AlloySystem(TestDatabases.read(test.file), components: test.components)
        let (low, high) = (test.temperatures.lowerBound, test.temperatures.upperBound)
        var follower = PlaneFollower(system)
        follower.checkConcavity(in: test.temperatures)
        var grid = IsoplethGrid(
            SectionLine(from: composition(), to: composition(), phases: system.phases.count), shares: (0...8).map { Double($0) / 8 },
            temperatures: (0...12).map { low + (high - low) * Double($0) / 12 })
        grid.fill(&follower)
        #expect(follower.counts.bounded > follower.counts.searched)
        var solver = system.makeSolver()
        for (row, temperature) in grid.temperatures.enumerated() {
            for (column, share) in grid.shares.enumerated() {
                let x = grid.line.composition(share)
                let searched = try solver.equilibrium(atTemperature: temperature, moleFractions: x)
                let bounded = try #require(grid.planes[row][column])
                let energy = zip(bounded.potentials, x).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(energy <= searched.molarGibbsEnergy + 1e-6 * abs(searched.molarGibbsEnergy), "\(temperature) K, \(x), seed \(test.seed)")
                let names = bounded.phases.map { system.phases[$0] }.sorted()
                // A phase about to form may be there with nothing in it.
                #expect(
                    names == searched.phases.map(\.phase).sorted() || abs(energy - searched.molarGibbsEnergy) < 1e-7,
                    "\(temperature) K, \(x): \(names), \(energy) J/mol, searched \(searched.phases.map(\.phase)) \(searched.molarGibbsEnergy) J/mol, seed \(test.seed)"
                )
                // What the bounds promise of other phases is less than what a search finds.
                for force in searched.drivingForces {
                    guard let index = system.phases.firstIndex(of: force.phase) else { continue }
                    #expect(bounded.margins[index] <= -force.value + 1e-3 + 1e-6 * abs(force.value), "\(force), \(bounded.margins[index])")
                }
            }
        }
    }

    /// The bounds found this one: 33 J/mol below what the search had certified.
    @Test("Both wells of a miscibility gap are found beside other phases") func secondWell() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "BI", "CU", "PB", "SB", "SN"])
        let found = try system.equilibrium(atTemperature: 625, moleFractions: [0.4235, 0.0811, 0.3519, 0.0755, 0.0087, 0.0593])
        #expect(found.phases.map(\.phase).sorted() == ["CU3SN", "FCC_A1", "FCC_A1", "LIQUID"])
    }
}
