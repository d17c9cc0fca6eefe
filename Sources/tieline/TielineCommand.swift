import ArgumentParser

/// `tieline`: the laboratory from a terminal or a script.
///
/// `--json` prints one JSON document on standard output, progress goes to standard error, and the exit status is 0 for done, 1 for failed, 2 for wrong
/// usage (``ExitStatus``).
struct TielineCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tieline", abstract: "Autonomous phase-diagram experiments: start, watch and stop campaigns; equilibria and diagrams.",
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "Campaigns",
                subcommands: [
                    RunCommand.self, CampaignsCommand.self, StatusCommand.self, WatchCommand.self, PauseCommand.self, ResumeCommand.self,
                    AbortCommand.self, ReportCommand.self, PriorCommand.self, CheckCommand.self,
                ]),
            CommandGroup(
                name: "Laboratory", subcommands: [StopCommand.self, InstrumentsCommand.self, VerifyCommand.self, CallCommand.self]),
            CommandGroup(name: "Studies", subcommands: [StudyCommand.self]),
            CommandGroup(
                name: "Thermodynamics",
                subcommands: [
                    EquilibriumCommand.self, DiagramCommand.self, SolidifyCommand.self, ReferenceCommand.self, AssessCommand.self,
                    DatabaseCommand.self,
                ]),
        ])
}
