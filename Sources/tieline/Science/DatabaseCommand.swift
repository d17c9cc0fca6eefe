import ArgumentParser
import Calphad

/// `tieline tdb`: what is in a thermodynamic database.
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tdb", abstract: "Look into a thermodynamic database.",
        subcommands: [DatabaseCheckCommand.self, DatabaseWriteCommand.self, DatabaseEnergiesCommand.self])
}

/// `tieline tdb check FILE`: what it holds, what is not supported, what looks wrong.
struct DatabaseCheckCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "What a database holds, what of it is not supported, and what looks wrong.",
        discussion: """
            Each finding has a line of the file, a severity and a remedy. An error is what makes a calculation fail or wrong, a warning is probably
            a mistake or a gap that changes results, a note is common in published files. With errors the exit status is 1.
            Example: tieline tdb check solders.tdb --json
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A TDB file.", valueName: "file"))
    var file: String

    func run() throws {
        let report = DatabaseReport(try DatabaseOptions.read(file))
        if output.json { try StandardOutput.json(report) } else { StandardOutput.line(report.lines.joined(separator: "\n")) }
        if report.hasErrors { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
