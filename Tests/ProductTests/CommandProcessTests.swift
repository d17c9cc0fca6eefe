import Foundation
import Testing

@Suite("tieline as a process", .timeLimit(.minutes(1)))
struct CommandProcessTests {
    private struct Ended {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The product beside the test bundle, with nothing in its environment that could lead it to a real daemon.
    private func tieline(_ arguments: String...) throws -> Ended {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = folder.appending(path: "tieline")
        process.arguments = arguments
        process.environment = ["TIELINE_SOCKET": "/nowhere/tieline.sock"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Both are far smaller than a pipe's buffer, so that reading one after the other cannot block the process.
        let texts = [output, errors].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        process.waitUntilExit()
        return Ended(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    @Test("Help and version are done, on standard output")
    func help() throws {
        let help = try tieline("--help")
        #expect(help.status == 0 && help.output.contains("equilibrium") && help.errors.isEmpty)
        #expect(try tieline("--version").status == 0)
    }

    @Test("Wrong usage is 2, on standard error")
    func wrongUsage() throws {
        let ended = try tieline("melt")
        #expect(ended.status == 2 && ended.output.isEmpty && ended.errors.contains("melt"))
        #expect(try tieline("pause", "latest").status == 2)
    }

    @Test("Without a daemon: 1, and how to start one; with --json the error is a document too")
    func noDaemon() throws {
        let ended = try tieline("campaigns", "--json")
        #expect(ended.status == 1 && ended.errors.contains("tielined --config"))
        let document = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: [String: Any]]
        #expect(document?["error"]?["code"] as? Int == 1301)
    }

    @Test("`stop` with nothing to stop is not a success, and says what it needs")
    func stop() throws {
        let ended = try tieline("stop")
        #expect(ended.status == 1 && ended.output.contains("--instruments"))
    }
}
