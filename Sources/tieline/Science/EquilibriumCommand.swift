import ArgumentParser
import Calphad
import FoundationEssentials
import Tieline

/// `tieline equilibrium`: what is stable, with a certificate.
struct EquilibriumCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "equilibrium", abstract: "The stable phases at a temperature and composition, or at a list of them.",
        discussion: """
            A row that fails keeps its place in the list with "converged": false and the reason; the exit status is then 1.
            --conditions takes a list of {"T": 450, "x": {"SN": 0.5}}: kelvin, and the mole fractions of all components or all but one.
            """)

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var output: OutputOptions

    @Option(name: [.customShort("T"), .customLong("temperature")], help: ArgumentHelp("Temperature in kelvin.", valueName: "kelvin"))
    var temperature: Double?

    @Option(
        name: [.customShort("x"), .customLong("mole-fraction")],
        help: ArgumentHelp("A mole fraction, as SN=0.5; repeat it for more components.", valueName: "name=value"))
    var fractions: [String] = []

    @Option(help: ArgumentHelp("A JSON file with a list of conditions.", valueName: "file"))
    var conditions: String?

    func validate() throws {
        guard (conditions == nil) != (temperature == nil) else { throw ValidationError("Give either -T and -x, or --conditions.") }
        if conditions != nil, !fractions.isEmpty { throw ValidationError("-x belongs to -T; the file has its own compositions.") }
        if temperature != nil { _ = try EquilibriumConditions.table(fractions) }
    }

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        try AlloySystem.check(source.componentNames, database)
        var solver = EquilibriumConditions.Solver(
            database, components: source.componentNames, phases: source.phaseNames, gasConstant: source.gasConstant)
        let rows: [EquilibriumRow]
        if let conditions {
            rows = try EquilibriumConditions.read(conditions).map { solver.row($0) }
        } else {
            let condition = EquilibriumConditions(temperature: temperature ?? .nan, fractions: try EquilibriumConditions.table(fractions))
            // One condition has no list in which to keep its place: what is wrong with it is the command's failure.
            rows = [solver.row(condition)]
        }
        if output.json {
            if conditions == nil { try StandardOutput.json(rows[0]) } else { try StandardOutput.json(rows) }
        } else {
            for row in rows { StandardOutput.line(EquilibriumText(row: row).lines.joined(separator: "\n")) }
        }
        for case .failure(let error) in rows.map(\.result) { StandardError.line("tieline: \(error)") }
        guard rows.allSatisfy(\.converged) else { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
