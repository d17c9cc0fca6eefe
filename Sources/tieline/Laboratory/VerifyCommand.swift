import ArgumentParser
import ControlProtocol
import FoundationEssentials
import Journal
import Tieline

struct VerifyCommand: ReportingCommand, AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the audit chain of the journal, and name the first bad row.",
        discussion: "Asks the daemon; with --state it reads the journal of a daemon that does not run.")

    @Option(help: ArgumentHelp("The state folder of a daemon that does not run.", valueName: "folder"))
    var state: String?
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = if let state { try await Self.verify(state) } else { try connection.client().send(VerifyJournal()) }
        if output.json { try StandardOutput.json(report) } else { StandardOutput.line(report.message) }
        if report.firstBadRow != nil { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func verify(_ folder: String) async throws -> AuditReport {
        // Opening would make a journal where there is none, and call it whole.
        guard TextFile.isFolder(folder), FileManager.default.fileExists(atPath: folder + "/journal.sqlite") else {
            throw JournalError(.unreadable, message: "there is no journal in \(folder)", remedy: "Name the `state` of the daemon's configuration.")
        }
        let journal = try Journal.open(at: folder)
        // Nothing was written: a failure to close loses nothing.
        defer { try? journal.close() }
        return try await journal.verify()
    }
}
