import ArgumentParser
import ControlProtocol

struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc", abstract: "Send any method of the control socket and print its result as JSON.",
        discussion: "For example: tieline rpc campaign.status '{\"campaign\": \"latest\"}'. The methods are in docs/control-protocol.md.")

    @Argument(help: "The method, as campaign.list.")
    var method: String
    @Argument(help: "Its parameters, a JSON object.")
    var parameters = "{}"
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        do throws(ControlFailure) { _ = try JSONValue(parsing: Array(parameters.utf8)) } catch { throw ValidationError(error.description) }
    }

    func run() throws {
        do {
            try StandardOutput.json(connection.client().send(method: method, parameters: JSONValue(parsing: Array(parameters.utf8))))
        } catch {
            // This command always answers in JSON.
            throw ExitCode(ExitStatus.failure(error, json: true).rawValue)
        }
    }
}
