import ArgumentParser

/// What a researcher believes, said to a campaign at any moment.
struct PriorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prior", abstract: "Tell a campaign what you believe, and how sure you are.",
        subcommands: [PriorAddCommand.self, PriorListCommand.self, PriorWithdrawCommand.self])
}
