import Calphad
import Testing

@Suite("Invariants of binaries") struct InvariantKindTests {
    /// A real binary for each kind the files hold: temperatures are in no table here, the kinds and the conditions are what is checked.
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var components: (String, String)
        var kinds: Set<Invariant.Kind>
        var testDescription: String { "\(components.0)-\(components.1)" }
    }

    static let cases: [Case] = [
        Case(file: TestDatabases.solderName, components: ("BI", "SN"), kinds: [.eutectic]),
        Case(file: TestDatabases.solderName, components: ("AG", "SN"), kinds: [.eutectic, .peritectic]),
        Case(file: TestDatabases.solderName, components: ("CU", "SN"), kinds: [.eutectic, .peritectic, .eutectoid]),
        Case(file: "alzn_mey.tdb", components: ("AL", "ZN"), kinds: [.eutectic, .monotectoid]),
        Case(file: "cumg.tdb", components: ("CU", "MG"), kinds: [.eutectic]),
    ]

    @Test("Kinds of real binaries, and the three-phase conditions by an independent evaluation", arguments: cases)
    func real(_ example: Case) throws {
        let system = try BinarySystem(TestDatabases.read(example.file), components: example.components)
        let invariants = try system.invariants(in: 298.15...1500)
        #expect(example.kinds.isSubset(of: Set(invariants.map(\.kind))))
        for invariant in invariants {
            #expect(invariant.kind != .unclassified)
            #expect(system.conditionResidual(of: invariant) < 1e-6, "\(invariant.temperature) K \(invariant.kind)")
        }
    }

    @Test("The independent check sees an invariant that is wrong by a hundredth of a kelvin") func sensitivity() throws {
        let system = try TestDatabases.biSn()
        var invariant = try system.invariant(near: 412)
        #expect(system.conditionResidual(of: invariant) < 1e-6)
        invariant.temperature += 0.01
        #expect(system.conditionResidual(of: invariant) > 1e-2)
    }

    // MARK: Every kind, from free energies made for it

    /// Solutions of A and B: `G(A)` and `G(B)` linear in T, and a regular interaction.
    struct Phase: Sendable {
        var name: String
        var a: (Double, Double)
        var b: (Double, Double)
        var interaction: Double

        var text: String {
            let isLiquid = name == "LIQUID"
            return """
                PHASE \(name)\(isLiquid ? ":L" : "") % 1 1 !
                CONSTITUENT \(name)\(isLiquid ? ":L" : "") : A, B : !
                PARAMETER G(\(name),A;0) 1 \(a.0)+\(a.1)*T; 6000 N !
                PARAMETER G(\(name),B;0) 1 \(b.0)+\(b.1)*T; 6000 N !
                PARAMETER L(\(name),A,B;0) 1 \(interaction); 6000 N !

                """
        }
    }

    /// A compound of fixed composition, energy per mole of atoms relative to the solids.
    struct Compound: Sendable {
        var a: Double
        var energy: (Double, Double)
        var text: String {
            """
            PHASE COMPOUND % 2 \(a) \(1 - a) !
            CONSTITUENT COMPOUND : A : B : !
            PARAMETER G(COMPOUND,A:B;0) 1 \(energy.0)+\(energy.1)*T; 6000 N !

            """
        }
    }

    struct Synthetic: Sendable, CustomTestStringConvertible {
        var kind: Invariant.Kind
        var phases: [Phase]
        var compound: Compound?
        var range: ClosedRange<Double> = 300...1500
        var testDescription: String { kind.rawValue }
    }

    private static let solid = (0.0, 0.0)
    static let synthetics: [Synthetic] = [
        Synthetic(
            kind: .eutectic,
            phases: [
                Phase(name: "LIQUID", a: (10000, -10), b: (9000, -10), interaction: 0),
                Phase(name: "SOLID", a: solid, b: solid, interaction: 20000),
            ]),
        Synthetic(
            kind: .peritectic,
            phases: [
                Phase(name: "LIQUID", a: (12000, -10), b: (7000, -10), interaction: 0),
                Phase(name: "SOLID", a: solid, b: (3000, 0), interaction: 3000),
                Phase(name: "OTHER", a: (3000, 0), b: solid, interaction: 3000),
            ]),
        // Below the melting range a compound decomposes a solution from the middle, or forms from both of its sides.
        Synthetic(
            kind: .peritectoid,
            phases: [
                Phase(name: "LIQUID", a: (15000, -10), b: (14000, -10), interaction: 0),
                Phase(name: "SOLID", a: solid, b: solid, interaction: 16000),
            ], compound: Compound(a: 0.5, energy: (-3000, 5))),
        Synthetic(
            kind: .eutectoid,
            phases: [
                Phase(name: "LIQUID", a: (20000, -10), b: (20000, -10), interaction: 0),
                Phase(name: "SOLID", a: solid, b: solid, interaction: 30000),
                Phase(name: "HIGH", a: (3000, -4), b: (3000, -4), interaction: 5000),
            ]),
        Synthetic(
            kind: .monotectic,
            phases: [
                Phase(name: "LIQUID", a: (10000, -8), b: (4000, -8), interaction: 22000),
                Phase(name: "SOLID", a: solid, b: solid, interaction: 60000),
            ]),
        Synthetic(
            kind: .syntectic,
            phases: [
                Phase(name: "LIQUID", a: (6000, -12), b: (6000, -12), interaction: 25000),
                Phase(name: "SOLID", a: solid, b: solid, interaction: 60000),
            ], compound: Compound(a: 0.5, energy: (-8000, 2))),
        Synthetic(
            kind: .monotectoid,
            phases: [
                Phase(name: "LIQUID", a: (20000, -10), b: (20000, -10), interaction: 0),
                // The potential of B on the gap rises from −1161 J/mol at its top to −243 at 500 K, and passes that of nearly pure B on its way.
                Phase(name: "SOLID", a: solid, b: solid, interaction: 12000),
                Phase(name: "OTHER", a: (10000, 0), b: (-800, 0), interaction: 20000),
            ]),
        Synthetic(
            kind: .metatectic,
            phases: [
                Phase(name: "LIQUID", a: (9000, -9), b: (2000, -9), interaction: 0),
                Phase(name: "SOLID", a: solid, b: (4000, 0), interaction: 12000),
                Phase(name: "HIGH", a: (2700, -3), b: (3000, -3), interaction: 2000),
            ]),
    ]

    @Test("Every kind from free energies made for it", arguments: synthetics) func synthetic(_ example: Synthetic) throws {
        var text = "ELEMENT A X 10 0 0 !\nELEMENT B X 10 0 0 !\n"
        for phase in example.phases { text += phase.text }
        if let compound = example.compound { text += compound.text }
        let system = try BinarySystem(Database(parsing: text, file: "synthetic.tdb"), components: ("A", "B"))
        let invariants = try system.invariants(in: example.range)
        #expect(invariants.contains { $0.kind == example.kind }, "\(invariants.map { ($0.kind, $0.temperature, $0.compositions) })")
        for invariant in invariants { #expect(system.conditionResidual(of: invariant) < 1e-6) }
        // What the middle phase does: the two outer fields lie above it, or below.
        for invariant in invariants where invariant.kind == example.kind {
            #expect(invariant.compositions[0] < invariant.compositions[1] && invariant.compositions[1] < invariant.compositions[2])
        }
    }
}
