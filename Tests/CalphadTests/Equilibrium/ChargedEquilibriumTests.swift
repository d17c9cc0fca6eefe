@testable import Calphad
import Foundation
import Testing

/// Equilibria of phases with ions: neutrality is one condition more, and everything else is as ever.
@Suite("Equilibria with ions") struct ChargedEquilibriumTests {
    /// A monoxide with vacancies, like wüstite: `(A+2, A+3, VA)(O-2)`, two A+3 for every vacancy.
    private static let oxide = """
        ELEMENT VA VACUUM 0 0 0 !
        ELEMENT A FCC 50 0 0 !
        ELEMENT O GAS 16 0 0 !
        SPECIES A+2 A1/+2 !
        SPECIES A+3 A1/+3 !
        SPECIES O-2 O1/-2 !
        PHASE OXIDE:I % 2 1 1 !
        CONSTITUENT OXIDE:I : A+2,A+3,VA : O-2 : !
        PARAMETER G(OXIDE,A+2:O-2;0) 298.15 -250000+60*T; 6000 N !
        PARAMETER G(OXIDE,A+3:O-2;0) 298.15 -310000+75*T; 6000 N !
        PARAMETER G(OXIDE,VA:O-2;0) 298.15 -40000+20*T; 6000 N !
        """

    @Test("A monoxide with vacancies has the potentials of its closed form", arguments: [1e-4, 0.01, 0.05, 0.2]) func wuestite(vacancies v: Double)
        throws
    {
        let system = try AlloySystem(Database(parsing: Self.oxide, file: "oxide.tdb"), components: ["A", "O"])
        for temperature in [900.0, 1400] {
            let x = 1 / (2 - v)
            let found = try system.equilibrium(atTemperature: temperature, moleFractions: [1 - x, x])
            // G(v) with y = (1 − 3v, 2v, v); μ_A = −dG/dv and G = (1 − v) μ_A + μ_O.
            let ends = [-250_000 + 60 * temperature, -310_000 + 75 * temperature, -40_000 + 20 * temperature]
            let y = [1 - 3 * v, 2 * v, v]
            let thermal = CalphadConstants.gasConstant * temperature
            var energy = 0.0
            for (end, fraction) in zip(ends, y) { energy += fraction * (end + thermal * log(fraction)) }
            let slope = -3 * ends[0] + 2 * ends[1] + ends[2] + thermal * (-3 * log(y[0]) + 2 * log(y[1]) + log(y[2]))
            let potentials = [-slope, energy + (1 - v) * slope]
            for c in 0..<2 { #expect(abs((found.chemicalPotentials[c] ?? 0) - potentials[c]) < 1e-4, "\(temperature) K") }
            let phase = try #require(found.phases.first)
            for (one, two) in zip(phase.constitution, y + [1]) { #expect(abs(one - two) < 1e-9) }
        }
    }

    @Test("Ions keep neutrality, balance and the phase rule", arguments: [1, 2, 3]) func laws(seed: UInt64) throws {
        let system = try AlloySystem(TestDatabases.read("models.tdb"), components: ["A", "B", "C", "O"], phases: ["IONIC", "SPINEL"])
        var random = SplitMix(state: seed)
        for _ in 0..<8 {
            // Metals in any proportion and less oxygen than they can bind: what the ionic liquid can hold.
            let parts = (0..<3).map { _ in 0.05 + random.unit() }
            let oxygen = 0.02 + 0.43 * random.unit()
            let total = parts.reduce(0, +)
            let x = parts.map { $0 / total * (1 - oxygen) } + [oxygen]
            let temperature = 900 + 1500 * random.unit()
            let found = try system.equilibrium(atTemperature: temperature, moleFractions: x)
            #expect(found.phases.count <= 4)
            #expect((found.certificate?.largestDrivingForce ?? .infinity) < 1e-5)
            for c in 0..<4 {
                let held = found.phases.reduce(0.0) { $0 + $1.amount * $1.moleFractions[c] }
                #expect(abs(held - x[c]) < 1e-9)
            }
            for phase in found.phases where phase.phase == "SPINEL" {
                // A+2, A+3, B+2 on one site, A+3, C+3, VA on two, O-2 on four.
                let charges = [2.0, 3, 2, 6, 6, 0, -8]
                var charge = 0.0
                for (each, fraction) in zip(charges, phase.constitution) { charge += each * fraction }
                #expect(abs(charge) < 1e-7)
            }
        }
    }

    @Test("A binary system leaves ionic phases out by name, and refuses them when they are asked for") func binary() throws {
        let database = try TestDatabases.read("models.tdb")
        let system = try BinarySystem(database, components: ("A", "B"))
        #expect(!system.phases.contains("IONIC"))
        #expect(system.unsupported.contains { $0.phase == "IONIC" && $0.reason.contains("AlloySystem") })
        let error = #expect(throws: DatabaseError.self) { try BinarySystem(database, components: ("A", "B"), phases: ["IONIC"]) }
        #expect(error?.code == .unsupportedPhase)
    }
}
