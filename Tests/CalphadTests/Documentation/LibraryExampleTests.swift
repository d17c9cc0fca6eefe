import Calphad
import Foundation
import Testing

/// The example of `docs/calphad.md` compiles and runs: the lines of its Swift block are those between the two marks here.
@Suite("The example in the documentation") struct LibraryExampleTests {
    @Test("It does what it says")
    func runs() throws {
        let file = TestDatabases.configuration.appending(path: TestDatabases.solderName)
        func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }
        var printed: [String] = []
        // The example begins.
        let database = try Database(parsingBytes: Data(contentsOf: file), file: file.lastPathComponent)
        for finding in database.findings() where finding.severity != .note { print(finding.line, finding.message) }

        // A solver keeps what depends on temperature only: use one for many conditions.
        let alloy = try AlloySystem(database, components: ["BI", "SN"])
        var solver = alloy.makeSolver()
        let equilibrium = try solver.equilibrium(atTemperature: 400, moleFractions: [0.5, 0.5])
        for phase in equilibrium.phases { print(phase.phase, phase.amount, phase.moleFractions) }

        // The liquidus: all of it liquid, and the temperature free.
        var conditions = EquilibriumConditions(temperature: .free(guess: 500), components: [.balance, .massFraction(0.42)])
        conditions.fixedPhases = [.init("LIQUID", amount: 1)]
        print(try solver.equilibrium(conditions).temperature)

        let diagram = try BinarySystem(database, components: ("BI", "SN")).diagram()
        for invariant in diagram.invariants { print(invariant.kind, invariant.temperature) }
        // The example ends.
        #expect(printed.contains { $0.contains("GHSERSN jumps by -700.0 J/mol") })
        #expect(printed.contains { $0.hasPrefix("BCT_A5 0.5604") })
        #expect(printed.contains { $0.hasPrefix("414.5") })
        #expect(printed.contains { $0.hasPrefix("eutectic 411.9") })
    }

    @Test("It is the one in the documentation, line by line")
    func isTheSame() throws {
        let root = TestDatabases.configuration.deletingLastPathComponent().deletingLastPathComponent()
        func lines(_ text: some StringProtocol) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        let page = try String(contentsOf: root.appending(path: "docs/calphad.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```swift\n").last?.components(separatedBy: "```").first)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let inner = try #require(
            source.components(separatedBy: "// The example begins.\n").last?.components(separatedBy: "// The example ends.").first)
        #expect(lines(block).filter { !$0.hasPrefix("import ") && !$0.hasPrefix("let file = ") } == lines(inner))
    }
}
