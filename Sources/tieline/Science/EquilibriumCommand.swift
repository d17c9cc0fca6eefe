import ArgumentParser
import Calphad

/// `tieline equilibrium`: what is stable, with a certificate.
struct EquilibriumCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "equilibrium", abstract: "The stable phases under some conditions, or under a list of them.",
        usage: """
            tieline equilibrium --database <file> --components <list> -T <kelvin> [-x <name=value>] ...
            tieline equilibrium --database <file> --components <list> --fix <phase=amount> [-x <name=value>] ...
            tieline equilibrium --database <file> --components <list> --conditions <file> [--json]
            """,
        discussion: """
            Every component but one has a condition: a fraction, an activity or a chemical potential; the one that is left out is the balance.

            A solder at 450 K, and its solidus and liquidus:
              tieline equilibrium --database solders.tdb --components BI,SN -T 450 -x SN=0.5
              tieline equilibrium --database solders.tdb --components BI,SN -w SN=0.42 --fix LIQUID
              tieline equilibrium --database solders.tdb --components BI,SN -w SN=0.42 --fix LIQUID=1
            The most tin that solid lead takes up at 450 K, and the eutectic, where both solids are at nothing below the liquid:
              tieline equilibrium --database solders.tdb --components PB,SN -T 450 --fix BCT_A5 --free SN=0.1
              tieline equilibrium --database solders.tdb --components PB,SN --fix FCC_A1 --fix BCT_A5 --free SN=0.7 --guess 460
            Under a vapour that holds tin at an activity of 0.3, against liquid tin:
              tieline equilibrium --database solders.tdb --components BI,SN -T 600 --activity SN=0.3@LIQUID
            The metastable equilibrium without a phase, and how much that phase would like to form:
              tieline equilibrium --database solders.tdb --components BI,SN -T 420 -x SN=0.5 --dormant LIQUID

            --conditions takes a list of rows, {"T": 450, "x": {"SN": 0.5}}, with the keys T and P (kelvin, Pa), x and w (fractions), activity
            ({"SN": 0.3} or {"SN": {"value": 0.3, "reference": "LIQUID"}}), potential (J/mol), fix ({"LIQUID": 0}), free ({"SN": 0.1}, a fraction to
            find and its guess), guess (kelvin), suspend and dormant (lists of phases). A row that fails keeps its place in the list with "converged": false and the reason; the exit status is then 1.
            """)

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var given: ConditionOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A JSON file with a list of conditions.", valueName: "file"))
    var conditions: String?

    func validate() throws {
        guard conditions != nil || !given.isEmpty else { throw ValidationError("Give -T and -x, or --conditions.") }
        guard conditions == nil || given.isEmpty else {
            throw ValidationError("The rows of --conditions hold everything: give either the file or conditions on the command line.")
        }
        if conditions == nil { _ = try given.row() }
    }

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        try AlloySystem.check(source.componentNames, database)
        var solver = RowSolver(database, components: source.componentNames, phases: source.phaseNames, gasConstant: source.gasConstant)
        // One condition has no list in which to keep its place: it is printed as one object.
        let rows = try conditions.map { try ConditionList.read($0).map { solver.row($0) } } ?? [solver.row(given.row())]
        if output.json {
            if conditions == nil { try StandardOutput.json(rows[0]) } else { try StandardOutput.json(rows) }
        } else {
            for row in rows { StandardOutput.line(EquilibriumText(row: row).lines.joined(separator: "\n")) }
        }
        let warnings = solver.assessmentWarnings
        if !warnings.isEmpty { StandardError.line("tieline: \(warnings.joined(separator: "; "))") }
        for case .failure(let error) in rows.map(\.result) { StandardError.line("tieline: \(error)") }
        guard rows.allSatisfy(\.converged) else { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
