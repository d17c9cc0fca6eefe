import ArgumentParser
import Calphad
import Campaigns
import Instruments
import Tieline

struct CheckCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a campaign file: its keys, its database, and the limits of its instruments.",
        discussion: "Needs no daemon and touches no instrument.")

    @Argument(help: "The campaign file.", completion: .file(extensions: ["yaml"]))
    var file: String
    @Option(help: "The instrument file, to check reach and limits against.", completion: .file(extensions: ["yaml"]))
    var instruments: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
        let campaign = try CampaignFile(reading: TextFile.read(file), path: file)
        let specification = campaign.specification
        if specification.mapping == nil { try Self.checkTheory(of: campaign) } else { _ = try Self.strategy(of: campaign) }
        if let instruments {
            try InstrumentConfiguration(parsing: TextFile.read(instruments), file: instruments).check(reachOf: specification, file: file)
        }
        if output.json { return try StandardOutput.json(specification) }
        for axis in specification.space.axes {
            StandardOutput.line("\(axis.name): \(Self.ends(of: axis)), steps of \(axis.resolution)\(axis.isMonotone ? ", never falling" : "")")
        }
        if let mapping = specification.mapping { Self.lines(mapping, space: specification.space).forEach(StandardOutput.line) }
        let budget = specification.budget
        StandardOutput.line("budget: \(budget.patterns) patterns, \(Wording.duration(seconds: budget.seconds)) lab time")
        StandardOutput.line("\(file) is a valid campaign.")
    }

    private static func checkTheory(of campaign: CampaignFile) throws {
        let theory = campaign.specification.theory
        let database = try Database(parsing: campaign.database, file: theory.database)
        let free = try theory.moving.map { try ParameterIdentifier($0.parameter) }
        _ = try BinarySystem(database, components: (theory.components[0], theory.components[1]), phases: theory.phases, free: free)
        // What the strategy asks of the theory, as a target that its diagram has, and once.
        _ = try strategy(of: campaign)
    }

    private static func strategy(of campaign: CampaignFile) throws -> any Strategy {
        try campaign.specification.strategy.strategy(
            CampaignStart(
                specification: campaign.specification, database: campaign.database, parameterSet: campaign.parameterSet, isSimulated: false))
    }

    /// What a campaign that maps phases starts from.
    private static func lines(_ mapping: MappingSpecification, space: ParameterSpace) -> [String] {
        var lines = ["map: \(space.poolCount) places, regions \(mapping.regions.joined(separator: ", "))"]
        if mapping.unseenRegions > 0 { lines.append("and \(mapping.unseenRegions) that no label speaks of") }
        for property in mapping.properties {
            lines.append(
                "property: \(property.name), \(property.plausible.lowerBound) to \(property.plausible.upperBound)\(property.unit == "1" ? "" : " " + property.unit)"
            )
        }
        if let reference = mapping.reference {
            lines.append(
                "reference: \(reference.name), \(reference.locations.count) places in \(reference.regions.count) regions, says \(reference.says.rawValue), certainty \(reference.certainty)"
            )
        }
        for prior in mapping.priors { lines.append("prior: \(prior.identifier) of \(prior.author), certainty \(prior.certainty): \(prior.reason)") }
        return lines
    }

    private static func ends(of axis: Axis) -> String {
        switch axis.unit {
        case .kelvin: "\(Wording.temperature(kelvin: axis.minimum)) to \(Wording.temperature(kelvin: axis.maximum))"
        case .moleFraction, .none: "\(axis.minimum) to \(axis.maximum)"
        }
    }
}
