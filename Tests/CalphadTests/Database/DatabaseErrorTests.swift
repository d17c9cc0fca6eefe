import Calphad
import Testing

@Suite("TDB bad input") struct DatabaseErrorTests {
    private static let head = "ELEMENT A FCC 1 0 0 !\nELEMENT B FCC 1 0 0 !\n"

    private func failure(_ text: String) -> DatabaseError? {
        do {
            _ = try Database(parsing: text, file: "bad.tdb")
            return nil
        } catch { return error }
    }

    @Test("Zero bytes, blanks and comments alone are one clear error", arguments: ["", "  \n\r\n", "$ nothing here\n$ at all"])
    func empty(text: String) { #expect(failure(text)?.code == .emptyFile) }

    @Test("A file that is something else is not a database")
    func somethingElse() { #expect(failure("# Minutes of the meeting ! We met !")?.code == .notADatabase) }

    @Test("The shipped file cut anywhere inside a statement says that it is truncated")
    func truncated() throws {
        let bytes = [UInt8](try TestDatabases.data(TestDatabases.solderName))
        var refused = 0
        for length in stride(from: 0, to: bytes.count, by: 97) {
            do {
                _ = try Database(parsingBytes: bytes[..<length], file: "cut.tdb")
            } catch {
                refused += 1
                #expect(
                    [.unterminatedStatement, .emptyFile, .notADatabase].contains(error.code), "cut at \(length): \(error)")
            }
        }
        #expect(refused > 100)
    }

    @Test("A cyclic function is found, with the way round it")
    func cyclic() {
        let error = failure(Self.head + "FUNCTION F 298 G#; 6000 N !\nFUNCTION G 298 2*H#; 6000 N !\nFUNCTION H 298 F#+1; 6000 N !")
        #expect(error?.code == .cyclicFunction)
        #expect(error?.message.contains("F → G → H → F") == true)
        #expect(failure(Self.head + "FUNCTION F 298 F#; 6000 N !")?.code == .cyclicFunction)
    }

    @Test("Deep nesting has a bound: brackets, and functions that call functions")
    func deep() {
        let brackets = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
        #expect(failure(Self.head + "FUNCTION F 298 \(brackets); 6000 N !")?.code == .tooDeep)
        var chain = "FUNCTION F0 298 1; 6000 N !\n"
        for index in 1...1000 { chain += "FUNCTION F\(index) 298 F\(index - 1)#; 6000 N !\n" }
        #expect(failure(Self.head + chain)?.code == .tooDeep)
    }

    @Test("A function that doubles a hundred times is one number, and one that cannot be written out is refused")
    func doubling() throws {
        func text(_ start: String) -> String {
            var text = Self.head + "FUNCTION F0 298 \(start); 6000 N !\n"
            for index in 1...100 { text += "FUNCTION F\(index) 298 F\(index - 1)#+F\(index - 1)#; 6000 N !\n" }
            return text + "PHASE L % 1 1 ! CONST L :A: ! PARA G(L,A) 298 F100#; 6000 N !"
        }
        let model = try #require(try GibbsModel(Database(parsing: text("1"), file: "double.tdb"), phase: "L", components: ["A"]))
        #expect(model.molarGibbsEnergy(model.isotherm(at: 300), siteFractions: [1]) == 0x1p100)
        let wild = try Database(parsing: text("LN(1+T)"), file: "double.tdb")
        #expect(throws: DatabaseError.self) { try GibbsModel(wild, phase: "L", components: ["A"]) }
    }

    @Test("Line, column and offending text of a broken expression")
    func place() throws {
        let error = try #require(failure("ELEMENT A FCC 1 0 0 !\n FUNCTION F 298 1+*T; 6000 N !"))
        #expect(error.code == .malformedExpression)
        #expect((error.line, error.column) == (2, 19))
        #expect(error.offendingText.hasPrefix("*T"))
        #expect(error.description.hasPrefix("bad.tdb:2:19: "))
    }

    @Test(
        "Every malformed statement is refused with a remedy",
        arguments: [
            "PHASE P % 2 1 !", "PHASE P % x 1 !", "PHASE P % 1 0 !", "CONSTITUENT P :A: !", "PHASE P % 1 1 ! CONSTITUENT P :A:B: !",
            "FUNCTION F 298 1 !", "FUNCTION F 298 (1; 6000 N !", "FUNCTION F 298 1; 500 Y 2; 400 N !", "FUNCTION 1 298 1; N !",
            "PARAMETER G(P;0) 298 1; N !", "PARAMETER G P 298 1; N !", "SPECIES X Y1 !",
        ])
    func malformed(statement: String) throws {
        let error = try #require(failure(Self.head + statement))
        #expect([.malformedStatement, .malformedExpression, .undefinedPhase].contains(error.code))
        #expect(error.line > 0)
        #expect(!error.remedy.isEmpty)
    }

    @Test("A function that nobody defined is a warning, and an error of the phase that needs it")
    func undefinedFunction() throws {
        let database = try Database(
            parsing: Self.head + "PHASE P % 1 1 ! CONST P :A,B: ! PARA G(P,A) 298 GNONE#; N ! PHASE Q % 1 1 ! CONST Q :A: ! PARA G(Q,A) 298 1; N !",
            file: "part.tdb")
        #expect(database.unsupported.isEmpty)
        #expect(database.warnings.contains { $0.contains("G(P,A;0)") && $0.contains("GNONE") })
        #expect(throws: DatabaseError.self) { try GibbsModel(database, phase: "P", components: ["A", "B"]) }
        #expect(try GibbsModel(database, phase: "P", components: ["B"]) != nil)
    }

    @Test("A temperature range that runs backwards is an error with its line and a remedy")
    func reversedRange() throws {
        let text = Self.head + "PHASE P % 1 1 !\nCONST P :A: !\nPARA G(P,A;0) 6000 0; 298 N !"
        let error = #expect(throws: DatabaseError.self) { try Database(parsing: text, file: "part.tdb") }
        #expect(error?.code == .malformedExpression)
        #expect(error?.line == Self.head.count(where: { $0.isNewline }) + 3)
        #expect(error?.message.contains("ends at 298.0 K") == true && error?.message.contains("6000.0 K") == true)
        #expect(error?.remedy.contains("lower limit first") == true)
    }

    @Test(
        "A parameter without a value at a temperature is named, with its phase and the temperature, and the others do not win in silence",
        arguments: [("EXP(EXP(T))", 400.0, "inf"), ("LN(T-1000)", 400, "not a number"), ("T**99999", 400, "inf"), ("1E308*T", 400, "inf")])
    func nonFinite(expression: String, temperature: Double, value: String) throws {
        let text =
            Self.head + """
                PHASE P % 1 1 ! CONST P :A,B: ! PARA G(P,A;0) 298 0; 6000 N ! PARA G(P,B;0) 298 \(expression); 6000 N !
                PHASE Q % 1 1 ! CONST Q :A,B: ! PARA G(Q,A;0) 298 0; 6000 N ! PARA G(Q,B;0) 298 0; 6000 N !
                """
        let system = try AlloySystem(Database(parsing: text, file: "part.tdb"), components: ["A", "B"])
        let error = #expect(throws: EquilibriumError.self) { try system.equilibrium(atTemperature: temperature, moleFractions: [0.5, 0.5]) }
        #expect(error?.code == .invalidCondition)
        for part in ["G(P,B;0)", "phase P", value, "400.0 K"] { #expect(error?.message.contains(part) == true, "\(part)") }
        // Without the phase there is nothing wrong.
        var conditions = EquilibriumConditions(temperature: temperature, moleFractions: [0.5, 0.5])
        conditions.statuses["P"] = .suspended
        #expect(try system.equilibrium(conditions).phases.map(\.phase) == ["Q"])
    }

    @Test("Unknown components, phases and parameters name what there is")
    func unknown() throws {
        let database = try TestDatabases.solders()
        func code(_ body: () throws -> Void) -> DatabaseError.Code? {
            do { try body(); return nil } catch { return (error as? DatabaseError)?.code }
        }
        #expect(code { _ = try BinarySystem(database, components: ("BI", "XX")) } == .unknownComponent)
        #expect(code { _ = try BinarySystem(database, components: ("BI", "BI")) } == .unknownComponent)
        #expect(code { _ = try BinarySystem(database, components: ("BI", "SN"), phases: ["NOPE"]) } == .undefinedPhase)
        #expect(
            code { _ = try BinarySystem(database, components: ("BI", "SN"), free: [ParameterIdentifier("L(LIQUID,AG,CU;0)")]) } == .unknownParameter)
        #expect(code { _ = try AlloySystem(database, components: ["BI", "bi"]) } == .unknownComponent)
    }
}
