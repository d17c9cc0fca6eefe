import ArgumentParser
import ControlProtocol
import Tieline

struct PauseCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let the running point end, then wait.",
        discussion: "The furnace holds its temperature for at most the campaign's maximumPause, then cools.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.show(connection.client().send(PauseCampaign(campaign: campaign.campaign, because: reason.because)))
    }
}

struct ResumeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let a paused or an interrupted campaign go on.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.show(connection.client().send(ResumeCampaign(campaign: campaign.campaign, because: reason.because)))
    }
}

struct AbortCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort", abstract: "End a campaign now, with the furnace off.",
        discussion: "In an emergency use `tieline stop`: it needs no name and no daemon.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.show(connection.client().send(AbortCampaign(campaign: campaign.campaign, because: reason.because)))
    }
}

extension OutputOptions {
    fileprivate func show(_ status: CampaignStatus) throws {
        if json { return try StandardOutput.json(status) }
        StandardOutput.line("\(status.campaign) is \(status.state.rawValue): \(status.reason)")
    }
}
