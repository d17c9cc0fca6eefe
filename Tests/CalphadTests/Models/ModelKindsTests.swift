@testable import Calphad
import Foundation
import Testing

/// Every kind of model, on a database written for the purpose: the laws, and what pycalphad makes of the same text.
@Suite("Kinds of models") struct ModelKindsTests {
    struct Row: Decodable {
        var components: [String]
        var phase: String
        var sublattices: [[String]]
        var y: [Double]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var T: Double
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var P: Double
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var GM: Double
    }

    static func database() throws -> Database { try TestDatabases.read("models.tdb") }

    @Test("Every phase is supported, and only disordered parts are not entered by default")
    func supported() throws {
        let database = try Self.database()
        for phase in database.phaseNames { #expect(database.unsupportedModelReason(of: phase) == nil, "\(phase)") }
        #expect(Set(database.phaseNames).subtracting(database.defaultPhaseNames) == ["BCC_DIS", "FCC_DIS", "SIGMA_DIS"])
    }

    @Test("Every kind of model obeys the laws, at two pressures", arguments: [101_325, 2e9])
    func laws(pressure: Double) throws {
        let database = try Self.database()
        for phase in database.phaseNames {
            for components in [["A", "B", "C", "O"], ["A", "B"], ["A", "C", "O"]] {
                guard let model = try GibbsModel(database, phase: phase, components: components, pressure: pressure) else { continue }
                checkGibbsModel(model)
            }
        }
    }

    @Test("Energies are those of pycalphad to 1e-10")
    func reference() throws {
        let database = try Self.database()
        let rows = try JSONDecoder().decode([Row].self, from: TestDatabases.data("models_reference.json"))
        #expect(rows.count > 90)
        for row in rows {
            let model = try #require(
                try GibbsModel(database, phase: row.phase, components: row.components, gasConstant: 8.3145, pressure: row.P), "\(row.phase)")
            #expect(model.sublattices == row.sublattices)
            let energy = model.molarGibbsEnergy(model.isotherm(at: row.T), siteFractions: row.y)
            #expect(abs(energy - row.GM) <= 1e-10 * abs(row.GM), "\(row.phase) at \(row.T) K: \(energy), reference \(row.GM)")
        }
    }

    @Test("Without order an ordered phase has the energy of its disordered part")
    func disordered() throws {
        let database = try Self.database()
        let ordered = try #require(try GibbsModel(database, phase: "BCC_ORD", components: ["A", "B", "C"]))
        let disordered = try #require(try GibbsModel(database, phase: "BCC_DIS", components: ["A", "B", "C"]))
        let lattice = [0.5, 0.3, 0.2]
        let between = [0.1, 0.9]
        let one = ordered.molarGibbsEnergy(ordered.isotherm(at: 700), siteFractions: lattice + lattice + between)
        let two = disordered.molarGibbsEnergy(disordered.isotherm(at: 700), siteFractions: lattice + between)
        #expect(abs(one - two) < 1e-9 * abs(two))
    }

    @Test("Four equivalent sublattices: an exchange of any two changes nothing")
    func symmetry() throws {
        let model = try #require(try GibbsModel(Self.database(), phase: "FCC_ORD", components: ["A", "B"]))
        let isotherm = model.isotherm(at: 600)
        let fractions = [[0.9, 0.1], [0.2, 0.8], [0.55, 0.45], [0.7, 0.3]]
        let energies = SublatticeSymmetry.faceCentred.arrangements.map { arrangement in
            model.energy(isotherm, arrangement.flatMap { fractions[$0] })
        }
        #expect(energies.count == 24)
        for energy in energies { #expect(abs(energy - energies[0]) < 1e-9 * abs(energies[0])) }
    }

    @Test("The revised magnetic model is smooth at its transition, as Xiong et al. wrote it")
    func revised() throws {
        for structure in [0.28, 0.37, 0.4] {
            let magnetism = RevisedMagnetism(structureFactor: structure)
            let below = magnetism.shape(1 - 1e-12)
            let above = magnetism.shape(1 + 1e-12)
            // The paper's constants have eight digits.
            #expect(abs(below.value - above.value) < 1e-7)
            #expect(abs(below.first - above.first) < 1e-6)
        }
        let text = """
            ELEMENT A X 1 0 0 ! ELEMENT B X 1 0 0 ! TYPE_DEF M GES A_P_D P MAGNETIC 0 0.37 ! PHASE P %M 1 1 ! CONST P :A,B: !
            PARA G(P,A) 298 -1000; N ! PARA TC(P,A) 298 1043; N ! PARA NT(P,B) 298 600; N ! PARA BMAGN(P,A) 298 2.2; N !
            PARA BMAGN(P,B) 298 1.1; N ! PARA TC(P,A,B;0) 298 300; N ! PARA NT(P,A,B;0) 298 -100; N !
            """
        var database = try Database(parsing: text, file: "revised.tdb")
        database.unsupported = []
        let model = try #require(try GibbsModel(database, phase: "P", components: ["A", "B"]))
        #expect(model.direct.contributions.count == 1)
        checkGibbsModel(model)
    }

    @Test("Charges: neutral constitutions exist or the phase does not")
    func charges() throws {
        let database = try Self.database()
        let spinel = try #require(try GibbsModel(database, phase: "SPINEL", components: ["A", "B", "C", "O"]))
        #expect(spinel.isCharged)
        #expect(spinel.fixedCharge == -8)
        #expect(spinel.degreesOfFreedom == 6 - 2 - 1)
        // (A+2)(A+3)2(O-2)4
        #expect(abs(spinel.charge([1, 0, 0, 1, 0, 0])) < 1e-12)
        let ionic = try #require(try GibbsModel(database, phase: "IONIC", components: ["A", "B", "C", "O"]))
        #expect(!ionic.isCharged)
        #expect(ionic.hasVariableSites)
        // Pure A+2 with vacancies: P = Q = 2, atoms 2.
        let only = try #require(try GibbsModel(database, phase: "IONIC", components: ["A", "O"]))
        let amounts = only.amounts([0, 0, 1])
        #expect(amounts == [2, 0], "\(only.sublattices)")
    }

    @Test("What cannot be described is named")
    func unsupported() throws {
        let head = "ELEMENT A X 1 0 0 ! ELEMENT B X 1 0 0 ! ELEMENT VA X 0 0 0 ! "
        let cases = [
            ("PHASE P:Q % 1 1 ! CONST P:Q :A,B: !", "option"), ("PHASE P % 1 1 ! CONST P :A,B: ! PARA XYZ(P,A) 298 1; N !", "kind"),
            ("PHASE P % 1 1 ! CONST P :A,B: ! PARA L(P,A,*;0) 298 1; N !", "*"),
            ("PHASE P:F % 4 1 1 1 3 ! CONST P:F :A,B:A,B:A,B:A,B: !", "four sublattices"),
        ]
        for (text, word) in cases {
            let reason = try #require(try Database(parsing: head + text, file: "u.tdb").unsupportedModelReason(of: "P"), "\(text)")
            #expect(reason.contains(word), "\(reason)")
        }
    }

    @Test("Compressibilities count for nothing at the standard pressure and are refused at others")
    func compressibility() throws {
        let text =
            "ELEMENT A X 1 0 0 ! PHASE P % 1 1 ! CONST P :A: ! PARA G(P,A) 298 -1000; N ! PARA V0(P,A) 298 7E-6; N ! PARA VK(P,A) 298 1E-11; N !"
        let database = try Database(parsing: text, file: "k.tdb")
        let model = try #require(try GibbsModel(database, phase: "P", components: ["A"]))
        #expect(model.molarGibbsEnergy(model.isotherm(at: 500), siteFractions: [1]) == -1000)
        #expect(throws: DatabaseError.self) { try GibbsModel(database, phase: "P", components: ["A"], pressure: 1e9) }
    }
}
