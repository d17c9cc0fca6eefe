import Calphad
import Testing

@Suite("TDB reader") struct DatabaseReaderTests {
    @Test("The NIST solder file is read as shipped") func solders() throws {
        let database = try TestDatabases.solders()
        #expect(database.elementNames == ["AG", "BI", "CU", "PB", "SB", "SN"])
        #expect(database.phaseNames.count == 15)
        #expect(database.functionNames.count == 27)
        #expect(database.unsupported.isEmpty)
        #expect(database.warnings.isEmpty)
        #expect(database.phase("LIQUID")?.isLiquid == true)
        #expect(database.phase("BCT_A5")?.constituents == [["AG", "BI", "CU", "PB", "SB", "SN"]])
        #expect(database.phase("FCC_A1")?.magnetism?.antiferromagneticFactor == -3)
        #expect(database.phase("FCC_A1")?.magnetism?.structureFactor == 0.28)
    }

    @Test("A parameter is identified by its TDB spelling, alphabetical whatever the file says")
    func identifiers() throws {
        #expect(try ParameterIdentifier("L(LIQUID,SN,BI;1)") == ParameterIdentifier("g(liquid,bi,sn;1)"))
        #expect(try ParameterIdentifier("L(LIQUID,SN,BI;1)").description == "L(LIQUID,BI,SN;1)")
        #expect(try ParameterIdentifier("G(FCC_A1,SN:VA)").description == "G(FCC_A1,SN:VA;0)")
        #expect(try ParameterIdentifier("BM(BCC_A2,FE:VA;0)").kind == .magneticMoment)
        for wrong in ["", "L", "L(LIQUID", "L(LIQUID,BI;", "L(LIQUID,BI;x)", "L(,BI;0)", "L(LIQUID,BI;0) more"] {
            #expect(throws: DatabaseError.self) { try ParameterIdentifier(wrong) }
        }
    }

    static let dialect = """
        $ Comments anywhere $\r
        ELEM /- ELECTRON_GAS 0 0 0 !\r
        ELEM VA VACUUM 0 0 0 ! ELEMENT A FCC_A1 10.0 0 0 !
        ELEMENT B FCC_A1 20.0 0 0 !  $ trailing comment ! with a bang
        FUN TWO 298.15 +2.0D0; 6000 N !
        FUNCTION GA  298.15 -1.5E3*TWO#**(-1)+.5*T*LN(T); 500 Y
              +-3000+5.*T**2; 6000.00 N REF: 91DIN !
        TYPE_DEF % SEQ * ! DEFINE_SYS_DEFAULT ELEMENT 2 !
        PHASE LIQUID:L % 1 1.0 ! CONST LIQUID:L :A%,B: !
        PARA G(LIQUID,A) +GA; N !
        PAR G(LIQUID,B;0) 298.15 EXP(-1000*T**(-1))*R#*T;,,N !
        PARAMETER L(LIQUID,B,A;1) 298.15 -1234.5; 6000 N!
        """

    @Test("Abbreviations, comments, Windows line ends, signs and defaults of the dialect")
    func dialect() throws {
        let database = try Database(parsing: Self.dialect, file: "dialect.tdb")
        #expect(database.elementNames == ["A", "B"])
        #expect(database.unsupported.isEmpty)
        let model = try #require(try GibbsModel(database, phase: "LIQUID", components: ["A", "B"], gasConstant: 8))
        func energy(_ y: [Double], _ temperature: Double) -> Double { model.molarGibbsEnergy(model.isotherm(at: temperature), siteFractions: y) }
        // 400 K: −1500/2 + 0.5·T·ln T; 500 K belongs to the second range.
        #expect(abs(energy([1, 0], 400) - (-750 + 200 * 5.991464547107982)) < 1e-9)
        #expect(abs(energy([1, 0], 500) - (-3000 + 5 * 250_000)) < 1e-9)
        #expect(abs(energy([0, 1], 500) - 0.1353352832366127 * 8 * 500) < 1e-9)
        // Odd orders have the sign of the alphabetical order: y_A·y_B·(y_A − y_B)·L.
        let mixing = 8 * 400 * (0.75 * -0.2876820724517809 + 0.25 * -1.3862943611198906)
        let linear = 0.75 * energy([1, 0], 400) + 0.25 * energy([0, 1], 400)
        #expect(abs(energy([0.75, 0.25], 400) - linear - mixing - 0.75 * 0.25 * 0.5 * -1234.5) < 1e-9)
    }

    @Test("A phase that is not supported is named with the reason and left out")
    func unsupported() throws {
        let database = try Database(
            parsing: """
                ELEMENT A FCC 1 0 0 ! ELEMENT B FCC 1 0 0 !
                TYPE-DEF W IF(X<1) THEN GES A-P-D P MAGNETIC -1 .4 !
                PHASE P %W 1 1 ! CONST P :A,B: ! PHASE Q:Q % 1 1 ! CONST Q :A,B: ! PHASE L % 1 1 ! CONST L :A,B: !
                PHASE M %Z 1 1 ! CONST M :A,B: ! PARA TC(M,A) 298 1043; N !
                """, file: "part.tdb")
        #expect(database.unsupported.map(\.phase) == ["P", "Q", "M"])
        #expect(database.unsupported.first?.reason.contains("IF(X<1)") == true)
        #expect(throws: DatabaseError.self) { try GibbsModel(database, phase: "P", components: ["A", "B"]) }
        #expect(try AlloySystem(database, components: ["A", "B"]).phases == ["L"])
        // Written and read again they are left out as well.
        #expect(try Database(parsing: database.tdb(), file: "part.tdb").unsupported.map(\.phase) == database.unsupported.map(\.phase))
    }

    @Test("Hyphens for underscores, quotation marks between statements, mobilities, phases before their elements, codes that nothing defines")
    func wild() throws {
        let database = try Database(
            parsing: """
                PARAMETER MQ(P&A,*;0),, -1000;,,N !"
                PARAMETER G(P,A;0) 298.15 +.5E1; 6000 N REF:91DIN !
                PHASE P %MZ 1 1 ! CONST P :A,B-1: ! SPECIES B-1 B/-1 !
                ELEMENT A FCC 1 0 0 ! ELEMENT B FCC 1 0 0 ! TYPE-DEF M GES AMEND_PHASE_DESCRIPTION @ MAGNETIC -3. .28 !
                """, file: "wild.tdb")
        #expect(database.phase("P")?.magnetism?.structureFactor == 0.28)
        #expect(database.parameterIdentifiers.map(\.description) == ["MQ(P&A,*;0)", "G(P,A;0)"])
        #expect(try database.parameter(ParameterIdentifier("G(P,A)"))?.reference == "REF:91DIN")
        #expect(database.warnings.count == 2)
        let text = "ELEMENT A FCC 1 0 0 ! FUN F 1 1; N ! GARBAGE words\nPARAMETER G(P,A) 298 1; N !"
        #expect(throws: DatabaseError.self) { try Database(parsing: text, file: "swallowed.tdb") }
    }

    @Test("Shifts make a hidden truth and change nothing else")
    func shifts() throws {
        let database = try TestDatabases.solders()
        let liquid = try ParameterIdentifier("L(LIQUID,BI,SN;0)")
        let absent = try ParameterIdentifier("L(RHOMBO_A7,BI,SN;1)")
        let truth = try database.adding([(liquid, -546), (absent, 100)])
        func energy(_ database: Database, _ phase: String) throws -> Double {
            let model = try #require(try GibbsModel(database, phase: phase, components: ["BI", "SN"]))
            return model.molarGibbsEnergy(model.isotherm(at: 500), siteFractions: [0.25, 0.75])
        }
        #expect(abs(try energy(truth, "LIQUID") - energy(database, "LIQUID") + 546 * 0.1875) < 1e-9)
        #expect(abs(try energy(truth, "RHOMBO_A7") - energy(database, "RHOMBO_A7") + 100 * 0.1875 * 0.5) < 1e-9)
        #expect(try energy(truth, "BCT_A5") == energy(database, "BCT_A5"))
        #expect(throws: DatabaseError.self) { try database.adding([(ParameterIdentifier("L(LIQUID,BI,XX;0)"), 1)]) }
        #expect(throws: DatabaseError.self) { try database.adding([(ParameterIdentifier("L(SOLID,BI,SN;0)"), 1)]) }
        #expect(throws: DatabaseError.self) { try database.adding([(liquid, .nan)]) }
    }
}
