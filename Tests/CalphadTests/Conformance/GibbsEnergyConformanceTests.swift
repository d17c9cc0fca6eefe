import Calphad
import Testing

@Suite("Conformance: Gibbs energies") struct GibbsEnergyConformanceTests {
    /// Relative, as the issue asks; what is found is about 1e-12.
    static let tolerance = 1e-8

    @Test("The evidence is whole") func whole() {
        #expect(ConformanceEvidence.systems.count == 14)
        #expect(ConformanceEvidence.systems.reduce(0) { $0 + $1.gibbs.count } == 688)
    }

    @Test("Every phase at the reference's site fractions", arguments: ConformanceEvidence.systems)
    func energies(system: Reference.System) throws {
        let database = try TestDatabases.read(system.database)
        for row in system.gibbs where !ConformanceEvidence.needsUndefinedFunction(system, row.phase) {
            let model = try #require(
                try GibbsModel(database, phase: row.phase, components: system.elements, gasConstant: ConformanceEvidence.gasConstant))
            #expect(model.sublattices == row.sublattices, "\(row.phase)")
            if ConformanceEvidence.leavesOutEndMember(system, row.phase) {
                #expect(row.GM == 0, "pycalphad has learnt to read L(\(row.phase),…) of an end member: compare it")
                continue
            }
            let energy = model.molarGibbsEnergy(model.isotherm(at: row.T), siteFractions: row.y)
            #expect(abs(energy - row.GM) <= Self.tolerance * abs(row.GM), "\(row.phase) at \(row.T) K: \(energy), reference \(row.GM)")
        }
    }
}
