import Calphad
import Testing

/// What `tieline tdb check` finds: each slip that was planted, those of published files, and nothing in a file that is right.
@Suite("What looks wrong in a database") struct DatabaseCheckTests {
    private func findings(_ text: String) throws -> [DatabaseFinding] { try Database(parsing: text, file: "planted.tdb").findings() }

    /// Two elements that are assessed in one liquid.
    private static let sound = """
        ELEMENT A BCC_A2 50 0 0 !
        ELEMENT B BCC_A2 60 0 0 !
        FUNCTION GHSERA 298.15 -5000-20*T; 900 Y -5900-19*T; 6000 N !
        PHASE LIQUID:L % 1 1 !
        CONSTITUENT LIQUID:L :A,B: !
        PARAMETER G(LIQUID,A;0) 298.15 GHSERA#; 6000 N !
        PARAMETER G(LIQUID,B;0) 298.15 -4000-20*T; 6000 N !
        PARAMETER L(LIQUID,A,B;0) 298.15 -1000; 6000 N !
        """

    @Test("A jump of the slope alone is a finding of its own, and nothing else is wrong")
    func kink() throws {
        let found = try findings(Self.sound)
        #expect(found.map(\.code) == [.slopeJump])
        #expect(found.first?.severity == .warning && found.first?.line == 3)
        #expect(found.first?.message == "the slope of function GHSERA jumps by 1.0 J/(mol K) at 900.0 K")
        #expect(try findings(Self.sound.replacing("-5900-19*T", with: "-5000-20*T")).isEmpty)
    }

    /// A slip: what is added to the sound file, and what must be said about it.
    private static let slips: [(added: String, code: DatabaseFinding.Code, severity: DatabaseFinding.Severity, subject: String)] = [
        ("FUNCTION UNUSED 298.15 1; 6000 N !", .unusedFunction, .note, "UNUSED"),
        ("FUNCTION GHSERA 298.15 -1; 6000 N !", .givenTwice, .warning, "function GHSERA"),
        ("PARAMETER L(LIQUID,B,A;0) 298.15 -1000; 6000 N !", .givenTwice, .note, "parameter L(LIQUID,A,B;0)"),
        ("PARAMETER L(LIQUID,A,B;1) 298.15 +NOWHERE#; 6000 N !", .undefinedFunction, .error, "L(LIQUID,A,B;1)"),
        ("PARAMETER L(LIQUID,A,B;1) 298.15 LN(100-T); 6000 N !", .noNumber, .error, "L(LIQUID,A,B;1)"),
        ("PARAMETER L(LIQUID,A,B;1) 298.15 -4E8; 6000 N !", .suspiciousSize, .warning, "L(LIQUID,A,B;1)"),
        ("PARAMETER L(LIQUID,A,B;1) 298.15 -4; 500 Y 96; 6000 N !", .valueJump, .warning, "parameter L(LIQUID,A,B;1)"),
        ("PARAMETER L(SOLID,A,B;0) 298.15 -4; 6000 N !", .parameterWithoutPhase, .warning, "L(SOLID,A,B;0)"),
        ("PARAMETER L(LIQUID,A,C;0) 298.15 -4; 6000 N !", .wrongConstituents, .warning, "L(LIQUID,A,C;0)"),
        (
            "PHASE C15 % 2 1 2 ! CONST C15 :A,B:A,B: ! PARA G(C15,A:A) 298.15 1; 6000 N ! PARA G(C15,B:B) 298.15 1; 6000 N !", .missingEndMembers,
            .note, "C15"
        ),
        ("PHASE FCC % 1 1 ! CONST FCC :A,B: ! PARA G(FCC,A) 298.15 1; 6000 N !", .missingLatticeStability, .warning, "FCC"),
        ("PHASE FCC % 1 1 ! CONST FCC :A: !", .phaseWithoutEnergy, .warning, "FCC"),
        ("PHASE HOLES % 1 1 ! CONST HOLES :VA: ! PARA G(HOLES,VA) 298.15 1; 6000 N !", .phaseWithoutAtoms, .warning, "HOLES"),
        ("PHASE MYSTERY:Q % 1 1 ! CONST MYSTERY:Q :A: !", .unsupportedModel, .warning, "MYSTERY"),
        ("ELEMENT C GRAPHITE 12 0 0 !", .elementWithoutPhase, .warning, "C"),
        ("ELEMENT C GRAPHITE 0 0 0 !", .missingMolarMass, .note, "C"),
        (
            "PHASE FCC % 1 1 ! CONST FCC :A,B: ! PARA G(FCC,A) 298.15 1; 6000 N ! PARA G(FCC,B) 298.15 1; 6000 N !", .partlyAssessedBinary, .note,
            "A-B"
        ),
        (
            "ELEMENT C GRAPHITE 12 0 0 ! PHASE FCC % 1 1 ! CONST FCC :B,C: ! PARA G(FCC,B) 298 1; 6000 N ! PARA G(FCC,C) 298 1; 6000 N !",
            .unassessedBinary, .warning, "B-C"
        ),
        ("GARBAGE here !", .unknownStatement, .warning, "GARBAGE"),
    ]

    @Test("Every planted slip is found, on its line, with its weight and a remedy", arguments: slips.indices)
    func planted(index: Int) throws {
        let slip = Self.slips[index]
        let found = try findings(Self.sound + "\n" + slip.added)
        let finding = try #require(found.first { $0.code == slip.code }, "\(slip.added)")
        #expect(finding.severity == slip.severity && finding.subject == slip.subject)
        #expect(!finding.remedy.isEmpty && !finding.message.isEmpty)
        // Pairs of elements stand on no line.
        if ![.unassessedBinary, .partlyAssessedBinary].contains(slip.code) { #expect(finding.line == 9) }
    }

    @Test("Errors come before warnings and these before notes, each in the order of the file")
    func order() throws {
        let found = try TestDatabases.read("COST507.tdb").findings()
        let ranks = found.compactMap { DatabaseFinding.Severity.allCases.firstIndex(of: $0.severity) }
        #expect(ranks == ranks.sorted())
        for severity in DatabaseFinding.Severity.allCases {
            let lines = found.filter { $0.severity == severity }.map { $0.line ?? 0 }
            #expect(lines == lines.sorted())
        }
    }

    /// SGTE's tin below 250 K begins with −7958.517 where the file has −7258.517, and bismuth above 544.55 K with 30208.022 where it has 30207.022.
    @Test("In the NIST solder file: two misprints, parameters of constituents a phase does not have, binaries nobody assessed")
    func solders() throws {
        let found = try TestDatabases.solders().findings()
        #expect(!found.contains { $0.severity == .error })
        let tin = found.filter { $0.code == .valueJump && $0.severity == .warning }
        #expect(tin.map(\.message) == ["function GHSERSN jumps by -700.0 J/mol at 250.0 K"] && tin.map(\.line) == [150])
        let bismuth = found.filter { $0.code == .valueJump && $0.severity == .note }
        #expect(bismuth.map(\.subject) == ["function GHSERBI", "function GHSERBI"])
        #expect(found.filter { $0.code == .unassessedBinary }.map(\.subject) == ["BI-SB", "CU-SB", "PB-SB"])
        #expect(found.count { $0.code == .wrongConstituents } == 5)
    }

    @Test(
        "Files that are right have no error and no warning",
        arguments: ["alzn_mey.tdb", "cumg.tdb", "Al-Mg_Zhong.tdb", "alcrni.tdb", "alni_dupin_2001.tdb"])
    func right(name: String) throws {
        #expect(try TestDatabases.read(name).findings().filter { $0.severity != .note }.isEmpty)
    }

    @Test("A function that doubles a hundred times is checked in no time")
    func doubling() throws {
        var text = "ELEMENT A BCC 50 0 0 !\nFUNCTION F0 298 1; 6000 N !\n"
        for index in 1...100 { text += "FUNCTION F\(index) 298 F\(index - 1)#+F\(index - 1)#; 6000 N !\n" }
        let found = try findings(text + "PHASE L % 1 1 ! CONST L :A: ! PARA G(L,A) 298 F100#; 6000 N !")
        #expect(found.map(\.code) == [.suspiciousSize])
    }
}
