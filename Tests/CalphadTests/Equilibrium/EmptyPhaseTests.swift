import Calphad
import Foundation
import Testing

/// Where every sublattice can be empty, the energy per mole of atoms of a lattice of vacancies with a few atoms runs to minus infinity as
/// `R T ln y`. Al-Ni at 1303 K and 12.5 at% Al was once reported as 374 kJ/mol of nearly empty BCC_A2 for that reason.
@Suite("Phases with vacancies") struct EmptyPhaseTests {
    private func system(interaction: Double, others: String = "") throws -> AlloySystem {
        try AlloySystem(
            Database(
                parsing: """
                    ELEMENT CU FCC_A1 63.546 0 0 !
                    ELEMENT VA VACUUM 0 0 0 !
                    PHASE BCC_A2 % 1 1 !
                    CONSTITUENT BCC_A2 :CU,VA: !
                    PARAMETER G(BCC_A2,CU;0) 298.15 -10000; 6000 N !
                    PARAMETER G(BCC_A2,VA;0) 298.15 0; 6000 N !
                    PARAMETER L(BCC_A2,CU,VA;0) 298.15 \(interaction); 6000 N !
                    \(others)
                    """, file: "vacancies.tdb"), components: ["CU"])
    }

    @Test("A crystal keeps its atoms: vacancies at their equilibrium, exp(−L/RT)", arguments: [60_000.0, 100_000])
    func crystal(interaction: Double) throws {
        let result = try system(interaction: interaction).equilibrium(atTemperature: 1000, moleFractions: [1])
        let vacancies = try #require(result.phases.first?.constitution.last)
        #expect(abs(result.molarGibbsEnergy + 10_000) < 50)
        let expected = exp(-interaction / (CalphadConstants.gasConstant * 1000))
        #expect(abs(log(vacancies / expected)) < 0.1)
    }

    @Test("A model whose only minimum is empty space has no equilibrium, and says so") func emptySpace() throws {
        let error = #expect(throws: EquilibriumError.self) { try system(interaction: 0).equilibrium(atTemperature: 1000, moleFractions: [1]) }
        #expect(error?.code == .notConverged)
        #expect(error?.message.contains("BCC_A2 empties itself") == true)
    }

    @Test("A lattice that empties itself is left out with a warning, and the other phases are as if it were not there") func otherPhases() throws {
        let liquid = """
            PHASE LIQUID % 1 1 !
            CONSTITUENT LIQUID :CU: !
            PARAMETER G(LIQUID,CU;0) 298.15 -9000; 6000 N !
            """
        let found = try system(interaction: 0, others: liquid).equilibrium(atTemperature: 1000, moleFractions: [1])
        #expect(found.phases.map(\.phase) == ["LIQUID"])
        #expect(abs(found.molarGibbsEnergy + 9000) < 1e-6)
        #expect(found.warnings.contains { $0.contains("BCC_A2 is left out at 1000.0 K") })
        // With vacancies that cost something it is a crystal again, and more stable.
        let crystal = try system(interaction: 60_000, others: liquid).equilibrium(atTemperature: 1000, moleFractions: [1])
        #expect(crystal.phases.map(\.phase) == ["BCC_A2"])
        #expect(!crystal.warnings.contains { $0.contains("left out") })
    }
}
