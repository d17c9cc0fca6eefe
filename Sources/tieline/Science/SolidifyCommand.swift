import ArgumentParser
import Calphad
import Figures
import Tieline

/// `tieline solidify`: how an alloy freezes.
struct SolidifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "solidify", abstract: "How an alloy freezes: what forms, from which temperature on, and how much.",
        discussion: """
            Scheil's rule (nothing moves in the solid, everything in the liquid) unless --equilibrium asks for the lever rule.
            Example: tieline solidify --database solders.tdb --components BI,SN -x SN=0.3 --json
            """)

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: [.customShort("x"), .customLong("mole-fraction")],
        help: ArgumentHelp("A mole fraction of the alloy, as SN=0.3; all components but one.", valueName: "name=value"))
    var fractions: [String] = []

    @Flag(help: "Scheil and Gulliver's rule; this is the default.")
    var scheil = false

    @Flag(help: "The lever rule: everything is in equilibrium at every temperature.")
    var equilibrium = false

    @Option(help: ArgumentHelp("The liquid fraction at which Scheil's rule stops.", valueName: "fraction"))
    var residual: Double = 1e-4

    @Option(help: ArgumentHelp("The lowest temperature in kelvin.", valueName: "kelvin"))
    var to: Double = 298.15

    @Option(help: ArgumentHelp("Write the figure to this file, as SVG.", valueName: "file"))
    var svg: String?

    func validate() throws {
        if scheil, equilibrium { throw ValidationError("Give either --scheil or --equilibrium.") }
        guard residual.isFinite, residual > 0, residual < 1 else { throw ValidationError("--residual \(residual) is not between 0 and 1.") }
        guard to.isFinite, (1...4000).contains(to) else { throw ValidationError("--to \(to) K is outside 1 to 4000 K.") }
        _ = try CompositionText.fractions(fractions, components: source.componentNames, option: "-x")
    }

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        let names = source.componentNames
        let system = try AlloySystem(database, components: names, phases: source.phaseNames, gasConstant: source.gasConstant)
        let alloy = try CompositionText.fractions(fractions, components: names, option: "-x")
        let result = try system.solidification(alloy, model: equilibrium ? .equilibrium : .scheil, residual: residual, lowest: to)
        if let svg { try TextFile.write(SolidificationFigure(result).svg(), to: svg) }
        if output.json {
            try StandardOutput.json(result)
        } else {
            StandardOutput.line(SolidificationText(result: result).lines.joined(separator: "\n"))
        }
    }
}
