import Foundation
import Testing

/// `tieline equilibrium` and `tieline tdb` as a script sees them.
@Suite("Science on the command line", .timeLimit(.minutes(1)))
struct ScienceCommandTests {
    private static let solders = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config/databases/Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb").path
    private static let biSn = ["equilibrium", "--database", solders, "--components", "BI,SN"]

    private struct Ended {
        var status: Int32
        var output: String
        var errors: String

        var object: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] }
        var list: [[String: Any]]? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]] }
    }

    /// Runs the product beside the test bundle, with a file on the side when there is text for one; `FILE` in the arguments is its name.
    private func tieline(_ arguments: [String], file text: String = "") throws -> Ended {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-science-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "given")
        try Data(text.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "tieline")
        process.arguments = arguments.map { $0 == "FILE" ? file.path : $0 }
        // Files, not pipes: a report may be longer than a pipe's buffer.
        let names = ["output", "errors"].map { folder.appending(path: $0) }
        for name in names { try Data().write(to: name) }
        process.standardOutput = try FileHandle(forWritingTo: names[0])
        process.standardError = try FileHandle(forWritingTo: names[1])
        try process.run()
        process.waitUntilExit()
        let texts = try names.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Ended(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    @Test("One condition is one object of the shape that DESIGN states")
    func one() throws {
        let ended = try tieline(Self.biSn + ["-T", "400", "-x", "SN=0.5", "--json"])
        let object = try #require(ended.object)
        #expect(ended.status == 0 && ended.errors.isEmpty)
        #expect(Set(object.keys) == ["T", "x", "GM", "MU", "phases", "drivingForces", "converged", "certificate"])
        #expect(object["T"] as? Double == 400 && object["converged"] as? Bool == true)
        #expect(abs((object["GM"] as? Double ?? 0) + 22145.78) < 0.01)
        let phases = try #require(object["phases"] as? [[String: Any]])
        #expect(phases.map { $0["phase"] as? String } == ["BCT_A5", "RHOMBO_A7"])
        #expect(phases.allSatisfy { Set($0.keys) == ["phase", "amount", "x", "y"] })
        let forces = try #require(object["drivingForces"] as? [[String: Any]])
        #expect(forces.count == 6 && forces.allSatisfy { ($0["value"] as? Double ?? 1) < 0 })
    }

    @Test("Solidus and liquidus of the eutectic alloy and of another, in mass fractions", arguments: [("LIQUID", 411.96), ("LIQUID=1", 414.51)])
    func fixedPhase(fixed: String, kelvin: Double) throws {
        let ended = try tieline(Self.biSn + ["-w", "SN=0.42", "--fix", fixed, "--json"])
        #expect(ended.status == 0)
        #expect(abs((ended.object?["T"] as? Double ?? 0) - kelvin) < 0.01)
        #expect(abs(((ended.object?["x"] as? [String: Double])?["SN"] ?? 0) - 0.56044) < 1e-5)
    }

    @Test("A solubility and a eutectic: fractions that fixed phases find")
    func freeFraction() throws {
        let names = ["equilibrium", "--database", Self.solders, "--components", "PB,SN", "--json"]
        let solubility = try #require(try tieline(names + ["-T", "450", "--fix", "BCT_A5", "--free", "SN=0.1"]).object)
        let eutectic = try #require(
            try tieline(names + ["--conditions", "FILE"], file: #"[{"fix": ["FCC_A1", "BCT_A5"], "free": {"SN": 0.7}, "guess": 470}]"#).list?.first)
        func fraction(_ row: [String: Any]) -> Double { (row["x"] as? [String: Double])?["SN"] ?? 0 }
        #expect(solubility["T"] as? Double == 450 && (0.1...0.3).contains(fraction(solubility)))
        // 183 °C and 74 at% Sn.
        #expect(abs((eutectic["T"] as? Double ?? 0) - 456) < 2 && abs(fraction(eutectic) - 0.74) < 0.02)
    }

    @Test("An activity, the potential it amounts to, and the fraction that follows are one equilibrium")
    func activity() throws {
        let first = try #require(try tieline(Self.biSn + ["-T", "600", "--activity", "SN=0.3@LIQUID", "--json"]).object)
        let potential = try #require((first["MU"] as? [String: Double])?["SN"])
        let second = try #require(try tieline(Self.biSn + ["-T", "600", "--potential", "SN=\(potential)", "--json"]).object)
        let x = try #require((first["x"] as? [String: Double])?["SN"])
        #expect(abs(((second["x"] as? [String: Double])?["SN"] ?? 0) - x) < 1e-8)
        let third = try #require(try tieline(Self.biSn + ["-T", "600", "-x", "SN=\(x)", "--json"]).object)
        #expect(abs(((third["MU"] as? [String: Double])?["SN"] ?? 0) - potential) < 1e-3)
    }

    @Test("A dormant phase says how much it would like to form, a suspended one says nothing")
    func statuses() throws {
        let dormant = try tieline(Self.biSn + ["-T", "420", "-x", "SN=0.5", "--dormant", "LIQUID", "--json"]).object
        let forces = try #require(dormant?["drivingForces"] as? [[String: Any]])
        let liquid = forces.first { $0["phase"] as? String == "LIQUID" }?["value"] as? Double
        #expect(abs((liquid ?? 0) - 149.81) < 0.1)
        let suspended = try tieline(Self.biSn + ["-T", "420", "-x", "SN=0.5", "--suspend", "liquid", "--json"]).object
        let names = (suspended?["drivingForces"] as? [[String: Any]])?.compactMap { $0["phase"] as? String }
        #expect(names?.contains("LIQUID") == false && suspended?["GM"] as? Double == dormant?["GM"] as? Double)
    }

    @Test("A list keeps its order, and a row that failed its place")
    func list() throws {
        let rows = """
            [{"T": 450, "x": {"sn": 0.5}}, {"fix": "liquid", "w": {"SN": 0.42}}, {"T": 400, "x": {"BI": 0.4, "SN": 0.5}},
             {"T": 600, "activity": {"SN": {"value": 0.3, "reference": "liquid"}}, "P": 1e5, "suspend": ["SBSN"]}]
            """
        let ended = try tieline(Self.biSn + ["--conditions", "FILE", "--json"], file: rows)
        let list = try #require(ended.list)
        #expect(ended.status == 1 && ended.errors.contains("sum to 0.9"))
        #expect(list.map { $0["converged"] as? Bool } == [true, true, false, true])
        #expect(list[2]["GM"] is NSNull && list[2]["T"] as? Double == 400)
    }

    @Test(
        "What is wrong with a list is said with row and field",
        arguments: [
            (#"[{"T": 400, "x": {"SN": 0.1}}, {"T": "hot", "x": {"SN": 0.1}}]"#, "row 2, T: a number is needed here"),
            (#"[{"T": 400, "x": {"SN": "much"}}]"#, "row 1, x, SN: a number"),
            (#"[{"x": {"SN": 0.1}}]"#, #"row 1: there is no "T""#),
            (#"[{"T": 400, "y": {"SN": 0.1}}]"#, #"row 1: the key "y" is not known; a row may have "T", "P""#),
            (#"[{"T": 400, "x": {"SN": 0.1}, "w": {"sn": 0.2}}]"#, "row 1, w: SN is given twice"),
            (#"[{"T": 400, "activity": {"SN": {"of": 1}}}]"#, "row 1, activity, SN: an activity is a number"),
            (#"[{"T": 400, "x": {"SN": 0.1}, "suspend": 3}]"#, "row 1, suspend: a phase or a list"),
            ("[{\"T\": 400, \"x\": {\"SN\": 0.1},\n\"T\": 500}]", #"given:2: T: the key "T" is given twice"#),
            (#"[{"T": 400, "x": {"SN": 0.1, "SN": 0.2}}]"#, #"the key "SN" is given twice"#),
            (#"{"T": 400}"#, "the file is not a list"), (#"[{"T": 400,"#, "the file is not JSON"),
        ])
    func wrongList(text: String, message: String) throws {
        let ended = try tieline(Self.biSn + ["--conditions", "FILE", "--json"], file: text)
        #expect(ended.status == 1 && ended.errors.contains(message))
        #expect(ended.object?["error"] != nil)
    }

    @Test(
        "Wrong usage is 2",
        arguments: [
            "", "-T 400 --fix LIQUID", "-T hot -x SN=0.5", "-T 400 -x SN=1.5", "-T 400 -x SN=0.5 -w SN=0.4", "-T 400 --activity SN=-1",
            "--fix LIQUID=2 -x SN=0.5", "-T 400 -x SN=0.5 --guess 300", "-T 400 -x SN=0.5 --pressure 0", "-T 400 -x SN=0.5 --conditions FILE",
            "-T 400 -x SN=0.5 --suspend LIQUID --dormant LIQUID", "-x SN=0.5 --fix LIQUID=0.3 --fix BCT_A5=0.2", "--fix LIQUID --fix LIQUID",
            "-x SN=0.5 --fix LIQUID --dormant LIQUID", "-x SN=0.5 --fix LIQUID --suspend LIQUID", "-T -5 -x SN=0.5", "-T 400 --free SN=0.1",
        ])
    func wrongUsage(line: String) throws {
        let ended = try tieline(Self.biSn + line.split(separator: " ").map(String.init))
        #expect(ended.status == 2 && ended.output.isEmpty && !ended.errors.isEmpty)
    }

    @Test("The check of a database: findings with their lines, and 1 when one is an error")
    func check() throws {
        let good = try tieline(["tdb", "check", Self.solders])
        #expect(good.status == 0 && good.output.contains(":150: warning: function GHSERSN jumps by -700.0 J/mol at 250.0 K"))
        let bad = try tieline(
            ["tdb", "check", "FILE", "--json"],
            file: "ELEMENT A BCC 50 0 0 !\nPHASE L % 1 1 ! CONST L :A: !\nPARAMETER G(L,A) 298 NOWHERE#; 6000 N !")
        #expect(bad.status == 1)
        let findings = try #require(bad.object?["findings"] as? [[String: Any]])
        #expect(findings.first?["code"] as? String == "undefinedFunction" && findings.first?["line"] as? Int == 3)
        let none = try tieline(["tdb", "check", "FILE"])
        #expect(none.status == 1 && none.errors.contains("no statement"))
    }

    @Test("What a database predicts at every place of a library is the table that a campaign names as its reference")
    func reference() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-reference-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("BI PB SN\n0.9 0.05 0.05\n0.05 0.05 0.9\n0.45 0.05 0.5\n".utf8).write(to: folder.appending(path: "library.txt"))
        let campaign = """
            campaign: solders
            strategy: phase-mapping
            seed: 1
            sample: {description: a spread}
            axes:
              - {name: BI, unit: mole fraction, minimum: 0, maximum: 1, resolution: 0.01}
              - {name: PB, unit: mole fraction, minimum: 0, maximum: 1, resolution: 0.01}
              - {name: SN, unit: mole fraction, minimum: 0, maximum: 1, resolution: 0.01}
            simplex: [BI, PB, SN]
            candidates: library.txt
            instruments: {meter: meter-1}
            measurement: {time: 1 min}
            structure:
              - {source: patterns, labels: [BCT_A5, RHOMBO_A7, LIQUID], errorRate: 0.05}
            target: {expectedAccuracy: 0.95}
            known: []
            priors: []
            budget: {patterns: 10, time: 10 h}

            """
        try Data(campaign.utf8).write(to: folder.appending(path: "campaign.yaml"))
        let arguments = ["reference", folder.appending(path: "campaign.yaml").path, "--database", Self.solders, "--components"]
        let ended = try tieline(arguments + ["BI,PB,SN", "-T", "380"])
        #expect(ended.status == 0, "\(ended.errors)")
        let lines = ended.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.count == 4 && lines[0].prefix(3) == ["BI", "PB", "SN"])
        // Each line is the equilibrium of its composition.
        for line in lines.dropFirst() {
            let equilibrium = try tieline(
                [
                    "equilibrium", "--database", Self.solders, "--components", "BI,PB,SN", "-T", "380", "-x", "BI=\(line[0])", "-x", "PB=\(line[1])",
                    "--json",
                ])
            let phases = try #require(equilibrium.object?["phases"] as? [[String: Any]])
            for (region, share) in zip(lines[0], line).dropFirst(3) {
                let amount = phases.filter { $0["phase"] as? String == region }.compactMap { $0["amount"] as? Double }.reduce(0, +)
                #expect(abs((Double(share) ?? -1) - amount) < 1e-5)
            }
        }
        let wrong = try tieline(arguments + ["AG,PB,SN", "-T", "380"])
        #expect(wrong.status == 1 && wrong.errors.contains("mole fractions of AG, PB, SN"))
        // All of it is liquid: a map of one region says nothing.
        let liquid = try tieline(arguments + ["BI,PB,SN", "-T", "900"])
        #expect(liquid.status == 1 && liquid.output.isEmpty, "\(liquid.output)")
        #expect(liquid.errors.contains("at 900.0 K LIQUID is stable at every place") && liquid.errors.contains("another temperature"))
        // A campaign that names the table already, which is missing, or is of an earlier library, can have it made again.
        let naming = campaign + "reference: {file: table.tsv, says: labels, certainty: 0.8}\n"
        try Data(naming.utf8).write(to: folder.appending(path: "campaign.yaml"))
        for stale in [nil, "BI\tPB\tSN\tregion\n0.9\t0.05\t0.2\tRHOMBO_A7\n"] {
            if let stale { try Data(stale.utf8).write(to: folder.appending(path: "table.tsv")) }
            #expect(try tieline(["check", arguments[1]]).status == 1)
            let again = try tieline(arguments + ["BI,PB,SN", "-T", "380"])
            #expect(again.status == 0 && again.output == ended.output, "\(again.errors)")
        }
        try Data(ended.output.utf8).write(to: folder.appending(path: "table.tsv"))
        #expect(try !tieline(["check", arguments[1]]).errors.contains("reference"))
    }
}
