import Foundation
import Testing

/// `tieline assess` as a script sees it.
@Suite("tieline assess", .timeLimit(.minutes(1)))
struct AssessCommandTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let databases = tests.appending(path: "CalphadTests/Databases")
    private static let database = databases.appending(path: "cumg.tdb").path
    private static let data = databases.appending(path: "Cu-Mg").path

    private struct Ended {
        var status: Int32
        var output: String
        var object: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] }
    }

    /// Runs the product beside the test bundle in a folder of its own; `FOLDER` in an argument is its name.
    private func assess(_ arguments: [String], in folder: URL) throws -> Ended {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "tieline")
        process.arguments = ["assess"] + arguments.map { $0.replacingOccurrences(of: "FOLDER", with: folder.path) }
        // A file, not a pipe: a report may be longer than a pipe's buffer.
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Ended(status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-assess-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("Cu-Mg from its files: JSON, and a database with errors and data beside each fitted parameter")
    func copperMagnesium() throws {
        try withFolder { folder in
            let ended = try assess(
                [
                    "--database", Self.database, "--components", "CU,MG", "--data", Self.data, "--free", "LIQUID,L(FCC_A1,CU,MG:VA;0)", "--bands",
                    "--json",
                    "--write", "FOLDER/fitted.tdb",
                ], in: folder)
            #expect(ended.status == 0)
            let object = try #require(ended.object)
            let coefficients = try #require(object["coefficients"] as? [[String: Any]])
            #expect(coefficients.map { $0["form"] as? String } == ["A", "B*T", "A", "A", "B*T"])
            #expect(coefficients.allSatisfy { ($0["standardError"] as? Double ?? 0) > 0 && $0["value"] is Double })
            #expect((object["kinds"] as? [String: Int])?["boundary"] == 235)
            #expect((object["setAside"] as? [String])?.isEmpty == false && (object["notes"] as? [String])?.first?.contains("CU2MG") == true)
            let bands = try #require(object["bands"] as? [String: Any])
            #expect((bands["invariants"] as? [Any])?.count == 3)
            let text = try String(contentsOf: folder.appending(path: "fitted.tdb"), encoding: .utf8)
            #expect(text.contains("$ Fitted by Tieline: A: ") && text.contains("+-"))
        }
    }

    @Test("A file that cannot be read is named with its field, and nothing is written")
    func unreadable() throws {
        try withFolder { folder in
            let data = folder.appending(path: "data")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            try Data(#"{"output": "ZPF", "components": ["CU", "MG"], "phases": ["LIQUID"]}"#.utf8).write(to: data.appending(path: "odd.json"))
            let ended = try assess(
                ["--database", Self.database, "--data", "FOLDER/data", "--free", "LIQUID", "--json", "--write", "FOLDER/fitted.tdb"], in: folder)
            #expect(ended.status == 1)
            let message = (ended.object?["error"] as? [String: Any])?["message"] as? String
            #expect(message?.contains("odd.json") == true && message?.contains("values") == true, "\(ended.output)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "fitted.tdb").path))
        }
    }

    @Test("What is no coefficient and what is no option")
    func usage() throws {
        try withFolder { folder in
            let common = ["--database", Self.database, "--data", Self.data]
            try #expect(assess(common + ["--free", "L(LIQUID,CU,MG;0)=D"], in: folder).status == 1)
            try #expect(assess(common + ["--error-energy", "0"], in: folder).status == 2)
            try #expect(assess(common + ["--phase-name", "LAVES_C15"], in: folder).status == 2)
        }
    }
}
