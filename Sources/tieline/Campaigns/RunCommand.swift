import ArgumentParser
import ControlProtocol
import FoundationEssentials
import Tieline

struct RunCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Start a campaign from a campaign file.",
        discussion: "Needs a running daemon and never starts one. Without --follow it prints the campaign's name and returns at once.")

    @Argument(help: "The campaign file.", completion: .file(extensions: ["yaml"]))
    var file: String
    @Flag(help: "Stay and watch until the campaign ends; Ctrl-C stops watching, not the campaign.")
    var follow = false
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = try TextFile.read(file)
        let client = try connection.client()
        let started = try client.send(RunCampaign(specification: text, path: TextFile.absolutePath(file)))
        if follow {
            try CampaignFollower(client: client, json: output.json).follow(started.campaign, started: started)
        } else if output.json {
            try StandardOutput.json(started)
        } else {
            StandardOutput.line("\(started.campaign) has started. Watch it: tieline watch \(started.campaign)")
        }
    }
}
