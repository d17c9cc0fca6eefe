import ArgumentParser
import ControlProtocol
import Tieline

struct PriorListCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the priors of a campaign.")

    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let priors = try connection.client().send(ListPriors(campaign: campaign.campaign))
        if output.json { return try StandardOutput.json(priors) }
        guard !priors.isEmpty else { return StandardOutput.line("The campaign has no priors.") }
        let rows = priors.map { [$0.identifier, $0.kind.words, "certainty \($0.certainty)", $0.author, $0.reason] }
        TextTable(rows: rows).lines.forEach(StandardOutput.line)
    }
}

struct PriorWithdrawCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Withdraw a prior: it counts no longer; the journal keeps that it did.")

    @OptionGroup var campaign: CampaignArgument
    @Argument(help: "The prior, as prior-1.")
    var prior: String
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let withdrawn = try connection.client().send(WithdrawPrior(campaign: campaign.campaign, prior: prior, because: reason.because))
        if output.json { return try StandardOutput.json(withdrawn) }
        StandardOutput.line("\(withdrawn.prior) of \(withdrawn.campaign) counts no longer.")
    }
}

extension Prior.Kind {
    /// `boundary between BCT_A5 and RHOMBO_A7, 2 points`
    fileprivate var words: String {
        switch self {
        case .regionOfInterest(let polygon): "look first inside \(polygon.count) corners"
        case .phaseRegion(let polygon, let phases): "\(Self.holding(phases)) inside \(polygon.count) corners"
        case .phaseBall(let center, let radius, let phases): "\(Self.holding(phases)) within \(radius) of \(center.coordinates)"
        case .phaseBoundary(let points, let between):
            between.isEmpty ? "boundary, \(points.count) points" : "boundary between \(between.joined(separator: " and ")), \(points.count) points"
        case .samePhase(let points): "\(points.count) points of the same phases"
        case .differentPhase(let points): "\(points.count) points of different phases"
        }
    }

    private static func holding(_ phases: [String]) -> String { phases.isEmpty ? "one phase" : phases.joined(separator: " + ") }
}
