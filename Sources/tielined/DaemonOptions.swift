import ArgumentParser

/// The daemon's command line; everything else is in the files.
struct DaemonOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tielined", abstract: "Runs a laboratory: instruments, campaigns, the journal and the control socket.",
        discussion: """
            Runs until SIGTERM or SIGINT, then switches every heater off, reads it back, and ends. SIGUSR1 switches everything off at once. \
            Exit status: 0 done and every heater read back as off, 1 failed, 2 wrong usage or configuration, 3 a heater was not confirmed off.
            """, version: Daemon.version)

    @Option(help: ArgumentHelp("The daemon's configuration.", valueName: "file"), completion: .file(extensions: ["yaml"]))
    var config: String
    @Option(help: ArgumentHelp("The folder of the journal; overrides `state` of the configuration.", valueName: "folder"))
    var state: String?
    @Option(help: ArgumentHelp("The control socket; overrides `socket` of the configuration.", valueName: "path"))
    var socket: String?
}
