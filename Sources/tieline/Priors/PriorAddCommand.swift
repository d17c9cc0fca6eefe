public import ArgumentParser
import ControlProtocol
import Tieline

struct PriorAddCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a prior: a boundary, a region, or where to look first.",
        discussion: """
            Points are in the campaign's axis order and units: mole fraction and kelvin.
              tieline prior add latest boundary --points '0.80,400;0.88,405' --between BCT_A5,RHOMBO_A7 --certainty 0.8 --because 'seen in DSC'
              tieline prior add latest region --polygon '0.72,365;0.94,365;0.89,395;0.72,395' --phases BCT_A5,RHOMBO_A7 --certainty 0.9 --because 'both were seen'
              tieline prior add latest roi --polygon '0.72,400;0.80,400;0.80,420' --certainty 0.7 --because 'the eutectic is near'
            """)

    @OptionGroup var campaign: CampaignArgument
    @Argument(help: "boundary, region, roi, same or different.")
    var kind: AddPrior.Kind
    @Option(help: ArgumentHelp("The points of a boundary, or two or more to compare.", valueName: "x,T;x,T;…"))
    var points: PointList?
    @Option(help: ArgumentHelp("The corners of a region.", valueName: "x,T;x,T;x,T;…"))
    var polygon: PointList?
    @Option(help: ArgumentHelp("The two phases that a boundary parts.", valueName: "phase,phase"))
    var between: NameList?
    @Option(help: ArgumentHelp("The phases that a region holds.", valueName: "phase,…"))
    var phases: NameList?
    @Option(help: ArgumentHelp("The probability that it is right, from 0.5 up to but not 1.", valueName: "p"))
    var certainty: Double
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        switch kind {
        case .boundary:
            guard points != nil, between != nil, polygon == nil, phases == nil else {
                throw ValidationError("A boundary takes --points and --between.")
            }
        case .region:
            guard polygon != nil, phases != nil, points == nil, between == nil else {
                throw ValidationError("A region takes --polygon and --phases.")
            }
        case .regionOfInterest:
            guard polygon != nil, points == nil, between == nil, phases == nil else { throw ValidationError("A region of interest takes --polygon.") }
        case .same, .different:
            guard points != nil, polygon == nil, between == nil, phases == nil else { throw ValidationError("\(kind.rawValue) takes --points.") }
        }
        do throws(ControlFailure) { try request.check() } catch { throw ValidationError(error.description) }
    }

    var request: AddPrior {
        AddPrior(
            campaign: campaign.campaign, kind: kind, points: (points ?? polygon)?.points ?? [], phases: (between ?? phases)?.names,
            certainty: certainty,
            because: reason.because)
    }

    func run() throws {
        let prior = try connection.client().send(request)
        if output.json { return try StandardOutput.json(prior) }
        StandardOutput.line("\(prior.identifier) counts from the next decision on, with a certainty of \(prior.certainty).")
    }
}

// `boundary` on the command line is `boundary` on the wire.
extension AddPrior.Kind: ExpressibleByArgument {}
