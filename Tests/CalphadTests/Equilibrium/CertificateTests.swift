@testable import Calphad
import Testing

@Suite("Certificates") struct CertificateTests {
    @Test("No certificate was asked for, so there is none: no promise, no driving forces") func none() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        var conditions = EquilibriumConditions(temperature: 400, moleFractions: [0.4, 0.6])
        let certified = try system.equilibrium(conditions)
        #expect((certified.certificate?.samples ?? 0) > 0 && !certified.drivingForces.isEmpty)
        conditions.certification = .none
        for start in [nil, certified] {
            let bare = try system.equilibrium(conditions, startingFrom: start)
            #expect(bare.certificate == nil && bare.drivingForces.isEmpty)
            #expect(abs(bare.molarGibbsEnergy - certified.molarGibbsEnergy) < 1e-6)
        }
    }

    @Test("Planes shared at one temperature change no result", arguments: [500.0, 700, 850]) func shared(temperature: Double) throws {
        let system = try AlloySystem(TestDatabases.read("COST507.tdb"), components: ["AL", "CU", "MG"])
        var compositions: [[Double]] = []
        for i in 1..<11 { for j in 1..<(12 - i) { compositions.append([i, j, 12 - i - j].map { Double($0) / 12 }) } }
        var one = system.makeSolver()
        var two = system.makeSolver()
        let full = one.equilibria(atTemperature: temperature, moleFractions: compositions)
        let shared = two.equilibria(atTemperature: temperature, moleFractions: compositions, certification: .shared)
        for (x, (one, two)) in zip(compositions, zip(full, shared)) {
            let (one, two) = (try one.get(), try two.get())
            #expect(abs(one.molarGibbsEnergy - two.molarGibbsEnergy) < 1e-4, "\(x)")
            #expect(one.phases.map(\.phase) == two.phases.map(\.phase), "\(x)")
            #expect(two.certificate != nil)
        }
        // A few of them by brute force: a phase that was not searched again is not below the plane either.
        let database = try TestDatabases.read("COST507.tdb")
        for place in stride(from: 0, to: shared.count, by: 11) {
            #expect(try PlaneCheck.lowest(database, shared[place].get(), divisions: 20) > -1e-4, "\(compositions[place])")
        }
    }

    @Test("The bound is a bound: no phase is found below it") func bound() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "CU", "SN"])
        var solver = system.makeSolver()
        var planes = CertifiedPlanes()
        var compared = 0
        for (x, y) in [(0.1, 0.1), (0.2, 0.1), (0.3, 0.3), (0.05, 0.6), (1e-8, 0.4), (0.6, 0.2)] {
            let found = try solver.equilibrium(atTemperature: 600, moleFractions: [x, y, 1 - x - y])
            let potentials = found.chemicalPotentials.map { $0 ?? 0 }
            let names = system.phases
            let heights = names.map { name in found.drivingForces.first { $0.phase == name }.map { -$0.value } }
            if planes.compare(potentials, temperature: 600) {
                for (index, height) in heights.enumerated() {
                    let bound = planes.bound(phase: index, of: names.count)
                    if let height, bound > -.infinity {
                        #expect(height >= bound - 1e-3, "\(names[index]) at \(x), \(y)")
                        compared += 1
                    }
                }
            }
            let isComparedElsewhere = planes.compare(potentials, temperature: 601)
            #expect(!isComparedElsewhere)
            planes.remember(potentials, heights: heights, temperature: 600)
        }
        #expect(compared > 10)
    }

    @Test("Within a facet the balance of every component is computed anew; outside there is nothing") func facet() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["AG", "CU", "SN"])
        let triangle = try system.equilibrium(atTemperature: 420, moleFractions: [0.1, 0.1, 0.8])
        try #require(triangle.phases.count == 3)
        func mix(_ weights: [Double]) -> [Double] {
            var x = [0.0, 0, 0]
            for (weight, phase) in zip(weights, triangle.phases) { for c in 0..<3 { x[c] += weight * phase.moleFractions[c] } }
            return x
        }
        for weights in [[0.2, 0.3, 0.5], [0.98, 0.01, 0.01], [1.0 / 3, 1.0 / 3, 1.0 / 3]] {
            let x = mix(weights)
            let inside = try #require(EquilibriumSolver.withinFacet(triangle, composition: x))
            for c in 0..<3 {
                let held = inside.phases.reduce(0.0) { $0 + $1.amount * $1.moleFractions[c] }
                #expect(abs(held - x[c]) < 1e-12)
            }
            let again = try system.equilibrium(atTemperature: 420, moleFractions: x)
            #expect(abs(again.molarGibbsEnergy - inside.molarGibbsEnergy) < 1e-6)
            #expect(Set(inside.phases.map(\.phase)) == Set(again.phases.map(\.phase)))
        }
        #expect(EquilibriumSolver.withinFacet(triangle, composition: mix([1.2, -0.1, -0.1])) == nil)
        // Corners on one line: no amounts are right, and none are given.
        var flat = triangle
        flat.phases[2].moleFractions = (0..<3).map { (flat.phases[0].moleFractions[$0] + flat.phases[1].moleFractions[$0]) / 2 }
        #expect(EquilibriumSolver.withinFacet(flat, composition: [0.2, 0.3, 0.5]) == nil)
    }
}
