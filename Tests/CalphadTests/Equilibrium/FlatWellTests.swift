@testable import Calphad
import Foundation
import Testing

/// Miscibility gaps that samples do not show: two wells of one phase beside each other in a flat valley, or between traces.
@Suite("Flat wells") struct FlatWellTests {
    /// Six components of COST 507 at 1100 K: the liquid beside silicon and FeSi2 is two liquids, by 2 J/mol. pycalphad 0.11.2 returns one of them, at
    /// −58515.558 J/mol.
    @Test("A liquid that unmixes in a flat valley is found as two") func lightAlloy() throws {
        let database = try TestDatabases.read("COST507.tdb")
        let x = [0.2071811079394395, 0.05498537308313989, 0.11828821634266898, 0.02246339932643536, 0.471686189095972]
        let components = ["AL", "FE", "MG", "MN", "SI", "ZN"]
        let system = try AlloySystem(database, components: components, gasConstant: 8.3145)
        let found = try system.equilibrium(atTemperature: 1100, moleFractions: x + [1 - x.reduce(0, +)])
        #expect(found.phases.map(\.phase).sorted() == ["DIAMOND_A4", "FESI2_L", "LIQUID", "LIQUID"])
        #expect(found.molarGibbsEnergy < -58_517.5)
        // Priced again, phase by phase.
        var energy = 0.0
        for phase in found.phases {
            let model = try #require(try GibbsModel(database, phase: phase.phase, components: components, gasConstant: 8.3145))
            let compiled = CompiledPhase(model, index: 0)
            let y = try #require(compiled.variables(phase.constitution))
            energy += phase.amount * model.energy(model.isotherm(at: 1100), y) / model.amounts(y).reduce(0, +)
        }
        #expect(abs(energy - found.molarGibbsEnergy) < 1e-6)
    }

    @Test("Every point between two liquids in a flat valley has both", arguments: [0.1, 0.5, 0.9]) func tieLine(share: Double) throws {
        let system = try AlloySystem(
            TestDatabases.read("COST507.tdb"), components: ["AL", "FE", "MG", "MN", "SI", "ZN"], phases: ["LIQUID"], gasConstant: 8.3145)
        let one = [0.26610985, 0.028392399, 0.15193364, 0.028852798, 0.36364856]
        let two = [0.27820876, 0.03618422, 0.13418098, 0.033714138, 0.37031394]
        let x = zip(one, two).map { $0 + share * ($1 - $0) }
        let found = try system.equilibrium(atTemperature: 1100, moleFractions: x + [1 - x.reduce(0, +)])
        #expect(found.phases.count == 2)
    }

    /// In the two-sublattice model of ionic liquids, metals that repel each other do so in any dilution: of 1e-7 each, every one has a liquid of its own.
    @Test("Traces that unmix in an ionic liquid are told apart", arguments: [1300.0, 1900]) func traces(temperature: Double) throws {
        let text = """
            ELEMENT VA VACUUM 0 0 0 !
            ELEMENT A FCC 55 0 0 !
            ELEMENT B FCC 54 0 0 !
            ELEMENT S X 32 0 0 !
            SPECIES A+2 A1/+2 !
            SPECIES B+2 B1/+2 !
            SPECIES S-2 S1/-2 !
            PHASE IONIC:Y % 2 1 1 !
            CONSTITUENT IONIC:Y : A+2,B+2 : S-2,VA,S : !
            PARAMETER G(IONIC,A+2:S-2;0) 298.15 -300000; 6000 N !
            PARAMETER G(IONIC,B+2:S-2;0) 298.15 -500000; 6000 N !
            PARAMETER G(IONIC,A+2:VA;0) 298.15 -60000; 6000 N !
            PARAMETER G(IONIC,B+2:VA;0) 298.15 -65000; 6000 N !
            PARAMETER G(IONIC,S;0) 298.15 -90000; 6000 N !
            PARAMETER L(IONIC,A+2,B+2:S-2,S;0) 298.15 300000; 6000 N !
            """
        let system = try AlloySystem(Database(parsing: text, file: "ionic.tdb"), components: ["A", "B", "S"])
        let x = [9.999998e-8, 9.999998e-8]
        let found = try system.equilibrium(atTemperature: temperature, moleFractions: x + [1 - x[0] - x[1]])
        #expect(found.phases.count == 2)
        for c in 0..<2 {
            let held = found.phases.reduce(0.0) { $0 + $1.amount * $1.moleFractions[c] }
            #expect(abs(held / x[c] - 1) < 1e-3)
            // Nearly all of it in one of the two.
            let most = found.phases.map { $0.amount * $0.moleFractions[c] }.max() ?? 0
            #expect(most > 0.99 * x[c])
        }
    }
}
