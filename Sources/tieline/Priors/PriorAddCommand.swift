public import ArgumentParser
import ControlProtocol
import Tieline

struct PriorAddCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a prior: a boundary, a region, or where to look first.",
        discussion: """
            Points are in the campaign's axis order and units: mole fraction and kelvin, or what the axes of a map are.
              tieline prior add latest boundary --points '0.80,400;0.88,405' --between BCT_A5,RHOMBO_A7 --certainty 0.8 --because 'seen in DSC'
              tieline prior add latest region --polygon '0.72,365;0.94,365;0.89,395;0.72,395' --phases BCT_A5,RHOMBO_A7 --certainty 0.9 --because 'both were seen'
              tieline prior add latest roi --polygon '0.72,400;0.80,400;0.80,420' --certainty 0.7 --because 'the eutectic is near'
            A campaign that maps phases knows its regions by their labels, and takes a boundary or a region without any; of three components all three mole
            fractions are given.
              tieline prior add latest ball --center '0.75,0.20,0.05' --radius 0.05 --phases 'region 1' --certainty 0.8 --because 'DFT'
              tieline prior add latest different --points '0.80,0.15,0.05;0.60,0.20,0.20' --certainty 0.9 --because 'two patterns, two structures'
            """)

    @OptionGroup var campaign: CampaignArgument
    @Argument(help: "boundary, region, ball, roi, same or different.")
    var kind: AddPrior.Kind
    // Coordinates may begin with a minus sign.
    @Option(parsing: .unconditional, help: ArgumentHelp("The points of a boundary, or two or more to compare.", valueName: "x,T;x,T;…"))
    var points: PointList?
    @Option(parsing: .unconditional, help: ArgumentHelp("The corners of a region.", valueName: "x,T;x,T;x,T;…"))
    var polygon: PointList?
    @Option(parsing: .unconditional, help: ArgumentHelp("The middle of a ball.", valueName: "x,y,…"))
    var center: PointList?
    @Option(help: ArgumentHelp("The radius of a ball: a difference in mole fraction, or a share of the extent of other axes.", valueName: "r"))
    var radius: Double?
    @Option(help: ArgumentHelp("The two phases that a boundary parts.", valueName: "phase,phase"))
    var between: NameList?
    @Option(help: ArgumentHelp("The phases that a region or a ball holds.", valueName: "phase,…"))
    var phases: NameList?
    @Option(help: ArgumentHelp("The probability that it is right, above 0.5 and below 1.", valueName: "p"))
    var certainty: Double
    @OptionGroup var reason: ReasonOption
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let given = options.filter(\.isGiven).map(\.name)
        let (wanted, named): ([String], [String]) =
            switch kind {
            case .boundary: (["--points"], ["--between"])
            case .region: (["--polygon"], ["--phases"])
            case .ball: (["--center", "--radius"], ["--phases"])
            case .regionOfInterest: (["--polygon"], [])
            case .same, .different: (["--points"], [])
            }
        guard given == wanted || given == wanted + named else {
            let optional = named.map { ", perhaps \($0)" }.joined()
            throw ValidationError(
                "A prior of kind \(kind.rawValue) takes \(wanted.joined(separator: " and "))\(optional), and nothing else of its kind.")
        }
        do throws(ControlFailure) { try request.check() } catch { throw ValidationError(error.description) }
    }

    /// What says where, and of which phases; in the order in which messages name them.
    private var options: [(name: String, isGiven: Bool)] {
        [
            ("--points", points != nil), ("--polygon", polygon != nil), ("--center", center != nil), ("--radius", radius != nil),
            ("--between", between != nil), ("--phases", phases != nil),
        ]
    }

    var request: AddPrior {
        AddPrior(
            campaign: campaign.campaign, kind: kind, points: (points ?? polygon ?? center)?.points ?? [], radius: radius,
            phases: (between ?? phases)?.names, certainty: certainty, because: reason.because)
    }

    func run() throws {
        let prior = try connection.client().send(request)
        if output.json { return try StandardOutput.json(prior) }
        StandardOutput.line("\(prior.identifier) counts from the next decision on, with a certainty of \(prior.certainty).")
    }
}

// `boundary` on the command line is `boundary` on the wire.
extension AddPrior.Kind: ExpressibleByArgument {}
