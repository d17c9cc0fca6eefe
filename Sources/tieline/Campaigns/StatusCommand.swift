import ArgumentParser
import ControlProtocol
import Tieline

struct StatusCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show how a campaign stands.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let status = try connection.client().send(ReadStatus(campaign: campaign.campaign))
        if output.json { return try StandardOutput.json(status) }
        CampaignView(status: status).lines(width: .max).forEach(StandardOutput.line)
    }
}

struct WatchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watch a campaign until it ends.", discussion: "Ctrl-C stops watching, not the campaign.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try CampaignFollower(client: connection.client(), json: output.json).follow(campaign.campaign)
    }
}
