import ArgumentParser
import ControlProtocol
import Tieline

struct CampaignsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "campaigns", abstract: "List the campaigns, the latest first.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let campaigns = try connection.client().send(ListCampaigns())
        if output.json { return try StandardOutput.json(campaigns) }
        guard !campaigns.isEmpty else { return StandardOutput.line("There is no campaign yet. Start one: tieline run FILE") }
        let table = TextTable(
            rows: campaigns.map { status in
                [
                    status.campaign, status.state.rawValue, "\(status.patterns) of \(status.patternBudget) patterns",
                    status.invariant.map { "\($0.kind) \(Wording.invariant($0))" } ?? status.map.map(Wording.map) ?? "",
                    status.isSimulated ? "simulated" : "",
                ]
            })
        table.lines.forEach(StandardOutput.line)
    }
}
