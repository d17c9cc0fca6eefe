import Calphad
import Testing

@Suite("Gibbs models") struct GibbsModelTests {
    @Test(
        "Every phase of every test database obeys the laws",
        arguments: [
            (TestDatabases.solderName, ["AG", "CU", "SN"]), (TestDatabases.solderName, ["SB", "SN"]), ("cumg.tdb", ["CU", "MG"]),
            ("alzn_mey.tdb", ["AL", "ZN"]),
            ("Al-Mg_Zhong.tdb", ["AL", "MG"]), ("alfe.tdb", ["AL", "FE"]), ("crfe_bcc_magnetic.tdb", ["CR", "FE"]),
        ] as [(String, [String])])
    func laws(file: String, components: [String]) throws {
        let database = try TestDatabases.read(file)
        for phase in database.phaseNames where database.isSupported(phase) {
            guard let model = try GibbsModel(database, phase: phase, components: components) else { continue }
            checkGibbsModel(model)
        }
    }

    @Test("Reciprocal, ternary and four-constituent parameters obey the laws")
    func higherOrders() throws {
        let text = """
            ELEMENT A X 1 0 0 ! ELEMENT B X 1 0 0 ! ELEMENT C X 1 0 0 ! ELEMENT D X 1 0 0 !
            PHASE P % 2 2 3 ! CONST P :A,B,C,D:A,B,VA: !
            PARA G(P,A:A) 298 -1000+3*T; N ! PARA L(P,A,B,C:A;0) 298 5000; N ! PARA L(P,A,B,C:A;2) 298 -700*T; N !
            PARA L(P,A,B:A,VA;0) 298 900; N ! PARA L(P,A,B:A,VA;1) 298 -800; N ! PARA L(P,A,B:A,VA;2) 298 600; N !
            PARA L(P,A,D:*;3) 298 1200-T; N ! PARA L(P,A,B,C,D:B;0) 298 4000; N ! PARA L(P,B,C,D:VA;0) 298 -3000; N !
            """
        let database = try Database(parsing: text, file: "orders.tdb")
        checkGibbsModel(try #require(try GibbsModel(database, phase: "P", components: ["A", "B", "C", "D"])))
    }

    @Test("Order 0 alone of a ternary parameter counts for all three")
    func symmetricTernary() throws {
        func energy(_ parameters: String) throws -> Double {
            let text =
                "ELEMENT A X 1 0 0 ! ELEMENT B X 1 0 0 ! ELEMENT C X 1 0 0 ! ELEMENT D X 1 0 0 ! PHASE P % 1 1 ! CONST P :A,B,C,D: ! " + parameters
            let model = try #require(try GibbsModel(Database(parsing: text, file: "t.tdb"), phase: "P", components: ["A", "B", "C", "D"]))
            return model.molarGibbsEnergy(model.isotherm(at: 500), siteFractions: [0.1, 0.2, 0.3, 0.4])
        }
        let alone = try energy("PARA L(P,A,B,C;0) 298 6000; N !")
        let all = try energy("PARA L(P,A,B,C;0) 298 6000; N ! PARA L(P,A,B,C;1) 298 6000; N ! PARA L(P,A,B,C;2) 298 6000; N !")
        let first = try energy("PARA L(P,A,B,C;0) 298 6000; N ! PARA L(P,A,B,C;1) 298 0; N !")
        let none = try energy("")
        #expect(abs(alone - all) < 1e-9)
        #expect(abs(alone - none - 6000 * 0.006) < 1e-9)
        // Muggianu: v_A = 0.1 + (1 − 0.6)/3.
        #expect(abs(first - none - 6000 * 0.006 * (0.1 + 0.4 / 3)) < 1e-9)
    }

    @Test("Gibbs energies of the reference to 1e-10", arguments: try TestDatabases.reference().systems)
    func reference(system: Reference.System) throws {
        let database = try TestDatabases.read(system.database)
        for row in system.gibbs {
            let model = try #require(try GibbsModel(database, phase: row.phase, components: system.elements, gasConstant: 8.3145))
            #expect(model.sublattices == row.sublattices)
            let energy = model.molarGibbsEnergy(model.isotherm(at: row.T), siteFractions: row.y)
            #expect(abs(energy - row.GM) <= 1e-10 * abs(row.GM), "\(row.phase) at \(row.T) K: \(energy), reference \(row.GM)")
        }
    }

    @Test("A phase that cannot exist between the components is nil, not an error")
    func impossible() throws {
        let database = try TestDatabases.solders()
        let model = try GibbsModel(database, phase: "CU6SN5", components: ["BI", "SN"])
        #expect(model == nil, "it has no copper")
    }
}
