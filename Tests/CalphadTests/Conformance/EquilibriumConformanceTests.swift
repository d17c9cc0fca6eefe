import Calphad
import Testing

@Suite("Conformance: equilibria") struct EquilibriumConformanceTests {
    /// The issue's tolerances.
    static let energyTolerance = 1e-6  // relative
    static let potentialTolerance = 1.0  // J/mol
    static let fractionTolerance = 1e-4
    /// Below this a phase is rounding in one program and absent in the other, mol of atoms per mole of atoms.
    static let smallestAmount = 1e-6
    /// Amounts follow from compositions by the lever rule, whose arm may be short.
    static let amountTolerance = 1e-3

    @Test("The evidence is whole") func whole() {
        #expect(ConformanceEvidence.systems.allSatisfy { $0.equilibria.count == 40 })
    }

    @Test("Every row of the reference, certified", arguments: ConformanceEvidence.systems)
    func equilibria(system: Reference.System) throws {
        let database = try TestDatabases.read(system.database)
        let phases = system.phases.filter { !ConformanceEvidence.needsUndefinedFunction(system, $0) }
        let alloy = try AlloySystem(
            database, components: system.elements, phases: phases, gasConstant: ConformanceEvidence.gasConstant)
        for row in system.equilibria {
            let x = system.elements.map { row.x[$0] ?? .nan }
            let sum = x.reduce(0, +)
            let condition = "\(row.T) K \(row.x)"
            guard let result = try? alloy.equilibrium(atTemperature: row.T, moleFractions: x.map { $0 / sum }) else {
                Issue.record("\(condition): not converged")
                continue
            }
            #expect((result.certificate?.largestDrivingForce ?? .infinity) < 1e-3 && (result.certificate?.samples ?? 0) > 0, "\(condition)")
            for c in system.elements.indices {
                #expect(abs(result.phases.reduce(0) { $0 + $1.amount * $1.moleFractions[c] } - x[c] / sum) < 1e-9, "\(condition): mass")
            }
            let excess = row.GM - result.molarGibbsEnergy
            let known = ConformanceEvidence.lowerThanReference.first { $0.system == system.name && abs($0.temperature - row.T) < 0.01 }
            if let known {
                #expect(abs(excess - known.excess) <= 0.01 * known.excess, "\(condition): lower by \(excess) J/mol")
                continue
            }
            #expect(abs(excess) <= Self.energyTolerance * abs(row.GM), "\(condition): \(result.molarGibbsEnergy), reference \(row.GM)")
            comparePotentials(result, row, system, condition)
            comparePhases(result, row, system, condition)
        }
    }

    private func comparePotentials(_ result: Equilibrium, _ row: Reference.Row, _ system: Reference.System, _ condition: String) {
        for (component, potential) in zip(system.elements, result.chemicalPotentials) {
            let difference = (potential ?? .nan) - (row.MU[component] ?? .nan)
            #expect(abs(difference) <= Self.potentialTolerance, "\(condition): the potential of \(component) differs by \(difference) J/mol")
        }
    }

    private func comparePhases(_ result: Equilibrium, _ row: Reference.Row, _ system: Reference.System, _ condition: String) {
        let found = result.phases.filter { $0.amount > Self.smallestAmount }.map(\.phase).sorted()
        let expected = row.phases.filter { $0.amount > Self.smallestAmount }.map(\.phase).sorted()
        #expect(found == expected, "\(condition)")
        for phase in row.phases where phase.amount > Self.amountTolerance {
            let isFound = result.phases.contains { candidate in
                candidate.phase == phase.phase && abs(candidate.amount - phase.amount) < Self.amountTolerance
                    && zip(system.elements, candidate.moleFractions).allSatisfy { abs($1 - (phase.x[$0] ?? .nan)) <= Self.fractionTolerance }
            }
            #expect(isFound, "\(condition): \(phase.phase) \(phase.x)")
        }
    }
}
