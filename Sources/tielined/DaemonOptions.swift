import ArgumentParser

/// The daemon's command line; everything else is in the files.
struct DaemonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's configuration.", valueName: "file"), completion: .file(extensions: ["yaml"]))
    var config: String
    @Option(help: ArgumentHelp("The folder of the journal; overrides `state` of the configuration.", valueName: "folder"))
    var state: String?
    @Option(help: ArgumentHelp("The control socket; overrides `socket` of the configuration.", valueName: "path"))
    var socket: String?
}
