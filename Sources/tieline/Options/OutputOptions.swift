import ArgumentParser

/// How a command answers.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document on standard output; progress goes to standard error.")
    var json = false
}

/// A command that can answer in JSON, so that its failures can be told in JSON too.
protocol ReportingCommand: ParsableCommand {
    var output: OutputOptions { get }
}
