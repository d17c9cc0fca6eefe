import Calphad
import Foundation
import Testing

@Suite("Equilibria of any number of components") struct EquilibriumTests {
    @Test("Equilibria of the reference, certified", arguments: try TestDatabases.reference().systems.filter { !$0.equilibria.isEmpty })
    func reference(system: Reference.System) throws {
        let alloy = try AlloySystem(
            TestDatabases.read(system.database), components: system.elements, phases: system.phases, gasConstant: 8.3145)
        for row in system.equilibria {
            let x = system.elements.map { row.x[$0] ?? .nan }
            let sum = x.reduce(0, +)
            let result = try alloy.equilibrium(atTemperature: row.T, moleFractions: x.map { $0 / sum })
            #expect((result.certificate?.largestDrivingForce ?? .infinity) < 1e-3 && (result.certificate?.samples ?? 0) > 100)
            #expect(abs(result.molarGibbsEnergy - row.GM) <= 1e-6 * abs(row.GM), "\(row.T) K \(row.x)")
            for (component, potential) in zip(system.elements, result.chemicalPotentials) {
                #expect(abs((potential ?? .nan) - (row.MU[component] ?? .nan)) < 1, "\(component) at \(row.T) K \(row.x)")
            }
            // Mass is conserved, and phases that matter are the reference's.
            for c in system.elements.indices {
                #expect(abs(result.phases.reduce(0) { $0 + $1.amount * $1.moleFractions[c] } - x[c] / sum) < 1e-9)
            }
            let found = result.phases.filter { $0.amount > 1e-6 }.map(\.phase).sorted()
            #expect(found == row.phases.filter { $0.amount > 1e-6 }.map(\.phase).sorted())
            for phase in row.phases where phase.amount > 1e-3 {
                let isFound = result.phases.contains { candidate in
                    candidate.phase == phase.phase && abs(candidate.amount - phase.amount) < 1e-3
                        && zip(system.elements, candidate.moleFractions).allSatisfy { abs($1 - (phase.x[$0] ?? .nan)) < 1e-4 }
                }
                #expect(isFound, "\(phase.phase) at \(row.T) K \(row.x)")
            }
        }
    }

    @Test("A row with numbers, and a row that failed, in the shape scripts read") func rows() throws {
        let alloy = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        func document(_ temperature: Double, _ x: [Double]) throws -> [String: Any] {
            let result = Result<Equilibrium, any Error> { try alloy.equilibrium(atTemperature: temperature, moleFractions: x) }
            let row = EquilibriumRow(components: ["BI", "SN"], temperature: temperature, moleFractions: x, result: result)
            return try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(row)) as? [String: Any])
        }
        let good = try document(450, [0.5, 0.5])
        #expect(Set(good.keys) == ["T", "x", "GM", "MU", "phases", "converged", "drivingForces", "certificate"])
        #expect(good["converged"] as? Bool == true)
        #expect((good["certificate"] as? [String: Any])?.keys.sorted() == ["largestDrivingForce", "samples"])
        let bad = try document(450, [0.5, 0.7])
        #expect(bad["converged"] as? Bool == false && bad["GM"] is NSNull)
        #expect((bad["error"] as? String)?.contains("1.2") == true)
        let impossible = try document(.nan, [0.5, 0.5])
        #expect(impossible["T"] is NSNull)
    }

    @Test("A temperature beyond the database's range is computed and said to be extrapolated") func extrapolated() throws {
        let alloy = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let result = try alloy.equilibrium(atTemperature: 3500, moleFractions: [0.5, 0.5])
        #expect(result.warnings.contains { $0.contains("extrapolated") })
        #expect(try alloy.equilibrium(atTemperature: 500, moleFractions: [0.5, 0.5]).warnings.isEmpty)
    }

    @Test("A composition on a compound, and one component alone") func corners() throws {
        let database = try TestDatabases.solders()
        let compound = try AlloySystem(database, components: ["CU", "SN"]).equilibrium(atTemperature: 600, moleFractions: [0.75, 0.25])
        #expect(compound.phases.first?.phase == "CU3SN")
        #expect(abs((compound.phases.first?.amount ?? 0) - 1) < 1e-6)
        let pure = try AlloySystem(database, components: ["SN"]).equilibrium(atTemperature: 400, moleFractions: [1])
        #expect(pure.phases.map(\.phase) == ["BCT_A5"])
    }

    @Test("No combination of the phases entered can hold the composition: an error") func unreachable() throws {
        let alloy = try AlloySystem(TestDatabases.solders(), components: ["CU", "SN"], phases: ["CU3SN", "CU6SN5"])
        let error = #expect(throws: EquilibriumError.self) { try alloy.equilibrium(atTemperature: 500, moleFractions: [0.05, 0.95]) }
        #expect(error?.code == .noStablePhase)
    }
}
