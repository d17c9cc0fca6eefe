import ArgumentParser
import Calphad
import Campaigns
import ControlProtocol
import FoundationEssentials
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
        let specification = try CampaignFile(parsing: TextFile.read(file), file: file).specification
        try checkTheory(of: specification)
        if let instruments {
            try CampaignReach(specification, file: file).check(InstrumentConfiguration(parsing: TextFile.read(instruments), file: instruments))
        }
        if output.json { return try StandardOutput.json(specification) }
        for axis in specification.space.axes {
            StandardOutput.line("\(axis.name): \(Self.ends(of: axis)), steps of \(axis.resolution)\(axis.isMonotone ? ", never falling" : "")")
        }
        let budget = specification.budget
        StandardOutput.line("budget: \(budget.patterns) patterns, \(Wording.duration(seconds: budget.seconds)) lab time")
        StandardOutput.line("\(file) is a valid campaign.")
    }

    private func checkTheory(of specification: CampaignSpecification) throws {
        let theory = specification.theory
        let path = URL(filePath: theory.database, relativeTo: URL(filePath: TextFile.absolutePath(file)).deletingLastPathComponent()).path
        let database = try Database(parsing: TextFile.read(path), file: theory.database)
        let free = try theory.free.map { try ParameterIdentifier($0.parameter) }
        _ = try BinarySystem(database, components: (theory.components[0], theory.components[1]), phases: theory.phases, free: free)
    }

    private static func ends(of axis: Axis) -> String {
        switch axis.unit {
        case .kelvin: "\(Wording.temperature(kelvin: axis.minimum)) to \(Wording.temperature(kelvin: axis.maximum))"
        case .moleFraction, .none: "\(axis.minimum) to \(axis.maximum)"
        }
    }
}
