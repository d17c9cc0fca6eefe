import ArgumentParser
import ControlProtocol

/// Runs the command and turns whatever came of it into an exit status.
package enum CommandProgram {
    package static func main() async {
        var command: any ParsableCommand
        do {
            command = try TielineCommand.parseAsRoot()
        } catch {
            ExitStatus.usage(error).exit()
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let wantsJSON = (command as? any ReportingCommand)?.output.json ?? false
            ExitStatus.failure(error, json: wantsJSON).exit()
        }
    }
}
