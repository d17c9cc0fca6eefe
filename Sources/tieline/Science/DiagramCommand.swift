import ArgumentParser
import Calphad
import Figures
import Tieline

/// `tieline diagram`: a binary phase diagram as data and as a figure.
struct DiagramCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram", abstract: "The temperature-composition diagram of a binary: invariants, boundaries, tie-lines.")

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Write the figure to this file, as SVG.", valueName: "file"))
    var svg: String?

    @Option(help: ArgumentHelp("The lowest temperature in kelvin; room temperature unless given.", valueName: "kelvin"))
    var from: Double?

    @Option(help: ArgumentHelp("The highest temperature in kelvin; above the last two-phase field unless given.", valueName: "kelvin"))
    var to: Double?

    func validate() throws {
        guard source.componentNames.count == 2 else { throw ValidationError("A diagram has two components, as --components BI,SN.") }
        for limit in [from, to].compactMap({ $0 }) where !limit.isFinite || limit < 1 || limit > 10_000 {
            throw ValidationError("\(limit) K is outside 1 to 10000 K.")
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) K is not below --to \(to) K.") }
    }

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        let names = source.componentNames
        let system = try BinarySystem(database, components: (names[0], names[1]), phases: source.phaseNames, gasConstant: source.gasConstant)
        var range = try system.diagramRange()
        let low = from ?? min(range.lowerBound, to.map { $0 - 1 } ?? .infinity)
        let high = to ?? max(range.upperBound, low + 1)
        range = low...high
        let diagram = try system.diagram(in: range)
        if let svg { try TextFile.write(PhaseDiagramFigure(diagram).svg(), to: svg) }
        if output.json { try StandardOutput.json(diagram) } else { StandardOutput.line(DiagramText(diagram: diagram).lines.joined(separator: "\n")) }
    }
}
