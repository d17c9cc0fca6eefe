import ArgumentParser
import Calphad
import Campaigns
import Tieline

/// `tieline reference`: what a database predicts at every place of a campaign that maps phases, as the table of its key `reference`.
struct ReferenceCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "The stable phases at every place of a campaign, as a table for its key `reference`.",
        usage: "tieline reference <campaign> --database <file> --components <list> -T <kelvin> > table.tsv",
        discussion: """
            One line for every condition that the campaign can measure: its axes, then the share of the atoms in each phase, which is how probable it is that an
            analysis names the phase. In the campaign file:
              reference: {file: table.tsv, says: likeness, certainty: 0.8}    places of the same phases are alike; which label they have is left open
              reference: {file: table.tsv, says: labels, certainty: 0.8}      the phases have the names of the labels
            The certainty is the probability that the database is right where it is sure: it is your judgement of the assessment and of how near to equilibrium
            the samples are. A database that the measurements contradict loses its force by itself.
            """)

    @Argument(help: "The campaign file.", completion: .file(extensions: ["yaml"]))
    var campaign: String
    @OptionGroup var source: DatabaseOptions
    @Option(name: [.customShort("T"), .customLong("temperature")], help: ArgumentHelp("Kelvin.", valueName: "kelvin"))
    var temperature: Double
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard temperature.isFinite, (1...10_000).contains(temperature) else {
            throw ValidationError("\(temperature) K is outside 1 to 10000 K.")
        }
    }

    func run() throws {
        let file = try CampaignFile(reading: TextFile.read(campaign), path: campaign, skipsReference: true)
        let space = file.specification.space
        let axes = try Self.axes(space, components: source.componentNames, file: campaign)
        let database = try DatabaseOptions.read(source.database)
        try AlloySystem.check(source.componentNames, database)
        var solver = RowSolver(database, components: source.componentNames, phases: source.phaseNames, gasConstant: source.gasConstant)
        let conditions = space.pool
        let rows = conditions.map { condition in
            var row = ConditionRow()
            row.temperature = temperature
            // The last component of a whole simplex is the balance.
            for (component, axis) in axes.prefix(source.componentNames.count - 1) { row.components[component] = .moleFraction(condition[axis]) }
            return solver.row(row)
        }
        for (condition, row) in zip(conditions, rows) {
            guard case .failure(let error) = row.result else { continue }
            throw SpecificationError(
                .inconsistent, file: source.database, line: nil, field: "\(condition.coordinates)", message: "\(error)",
                remedy: "Leave out the phase with --phases, choose another temperature, or take the place out of the campaign's candidates.")
        }
        let table = ReferenceTable(axes: space.axes.map(\.name), conditions: conditions, equilibria: rows.compactMap { try? $0.result.get() })
        guard table.regions.count > 1 else {
            throw SpecificationError(
                .inconsistent, file: source.database, line: nil, field: "-T",
                message:
                    "at \(temperature) K \(table.regions.joined()) is stable at every place of the campaign, and a map of one region says nothing",
                remedy: "Give another temperature.")
        }
        if output.json { try StandardOutput.json(table) } else { StandardOutput.line(table.text) }
        if !solver.assessmentWarnings.isEmpty { StandardError.line("tieline: \(solver.assessmentWarnings.joined(separator: "; "))") }
    }

    /// Each component with the position of its axis, those of the campaign first in the order of the components.
    private static func axes(_ space: ParameterSpace, components: [String], file: String) throws(SpecificationError) -> [(String, Int)] {
        var found: [(String, Int)] = []
        for component in components {
            guard let axis = space.axes.firstIndex(where: { $0.name.uppercased() == component }) else { continue }
            found.append((component, axis))
        }
        let unused = space.axes.map(\.name).filter { !components.contains($0.uppercased()) }
        guard unused.isEmpty, space.axes.allSatisfy({ $0.unit == .moleFraction }), found.count >= components.count - 1 else {
            throw SpecificationError(
                .inconsistent, file: file, line: nil, field: "axes",
                message: "the axes \(space.axes.map(\.name).joined(separator: ", ")) are not mole fractions of \(components.joined(separator: ", "))",
                remedy: "Name the axes as the database names its components, all of them or all but one, and give these as --components.")
        }
        return found
    }
}
