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
        let database = try TestDatabases.read("models.tdb")
        let system = try AlloySystem(database, components: ["A", "B", "C", "O"], phases: ["IONIC", "SPINEL"])
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
            #expect(try PlaneCheck.lowest(database, found, phases: ["IONIC", "SPINEL"], divisions: 20) > -1e-4)
            for c in 0..<4 {
                let held = found.phases.reduce(0.0) { $0 + $1.amount * $1.moleFractions[c] }
                #expect(abs(held - x[c]) < 1e-9)
            }
            for phase in found.phases where phase.phase == "SPINEL" {
                // A+2, A+3, B+2 on one site, A+3, C+3, VA on two, O-2 on four.
                let charges = [2.0, 3, 2, 6, 6, 0, -8]
                var charge = 0.0
                for (each, fraction) in zip(charges, phase.constitution) { charge += each * fraction }
                #expect(abs(charge) < 1e-10)
            }
        }
    }

    /// Like corundum with two metals that do not mix, and a defect on a site of its own: `(A+3, B+2, B+3)2 (B+3, VA) (O-2)3`.
    private static let sesquioxide = """
        ELEMENT VA VACUUM 0 0 0 !
        ELEMENT A FCC 27 0 0 !
        ELEMENT B BCC 56 0 0 !
        ELEMENT O GAS 16 0 0 !
        SPECIES A+3 A1/+3 !
        SPECIES B+2 B1/+2 !
        SPECIES B+3 B1/+3 !
        SPECIES O-2 O1/-2 !
        PHASE OXIDE:I % 3 2 1 3 !
        CONSTITUENT OXIDE:I : A+3,B+2,B+3 : B+3,VA : O-2 : !
        PARAMETER G(OXIDE,A+3:VA:O-2;0) 298.15 -1700000; 6000 N !
        PARAMETER G(OXIDE,B+2:VA:O-2;0) 298.15 -860000; 6000 N !
        PARAMETER G(OXIDE,B+3:VA:O-2;0) 298.15 -860000; 6000 N !
        PARAMETER G(OXIDE,A+3:B+3:O-2;0) 298.15 -1615000; 6000 N !
        PARAMETER G(OXIDE,B+2:B+3:O-2;0) 298.15 -775000; 6000 N !
        PARAMETER G(OXIDE,B+3:B+3:O-2;0) 298.15 -775000; 6000 N !
        PARAMETER L(OXIDE,A+3,B+3:VA:O-2;0) 298.15 80000; 6000 N !
        """

    @Test("The way down to a minimum leaves no charge, and ends where no neutral neighbour is lower", arguments: [1, 2, 3, 4])
    func neutralDescent(seed: UInt64) throws {
        let model = try #require(
            try GibbsModel(Database(parsing: Self.sesquioxide, file: "oxide.tdb"), phase: "OXIDE", components: ["A", "B", "O"]))
        let phase = CompiledPhase(model, index: 0)
        let isotherm = model.isotherm(at: 1100)
        var random = SplitMix(state: seed)
        var examined = 0
        for _ in 0..<20 {
            // Charged starts, most of them inside the miscibility gap, where the energy is not convex.
            let raw = (0..<5).map { _ in 1e-6 + random.unit() }
            var workspace = PhaseWorkspace(phase)
            workspace.y = raw[0..<3].map { $0 / (raw[0] + raw[1] + raw[2]) } + raw[3..<5].map { $0 / (raw[3] + raw[4]) }
            var potentials = [-700_000 - 20_000 * random.unit(), -270_000 - 20_000 * random.unit(), -120_000 - 5000 * random.unit()]
            // The way down ends early far above a plane: it is raised until the phase lies below it.
            let start = workspace.y
            let above = try #require(workspace.minimise(isotherm, potentials: potentials).height)
            for c in 0..<3 { potentials[c] += above + 50 }
            workspace.y = start
            let height = try #require(workspace.minimise(isotherm, potentials: potentials).height)
            #expect(abs(model.charge(workspace.y)) < 1e-13)
            guard height < PhaseWorkspace.clearHeight else { continue }
            // Per formula unit, which is what goes down.
            func excess(_ y: [Double]) -> Double {
                let amounts = model.amounts(y)
                var result = model.energy(isotherm, y)
                for (amount, potential) in zip(amounts, potentials) { result -= amount * potential }
                return result
            }
            let lowest = excess(workspace.y)
            #expect(abs(lowest - height * workspace.total) < 1e-6)
            examined += 1
            // Neutral directions: A+3 for B+3; three B+2 for three B+3 and two B+3 more on the second site.
            for direction in [[1.0, 0, -1, 0, 0], [0, 3, -3, 2, -2]] {
                let reach = zip(workspace.y, direction).filter { $0.1 != 0 }.map { $0.0 / abs($0.1) }.min() ?? 0
                for share in [-1e-2, 1e-2] {
                    let y = zip(workspace.y, direction).map { $0 + share * reach * $1 }
                    #expect(excess(y) > lowest - 1e-6)
                }
            }
        }
        #expect(examined > 10)
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
