import ArgumentParser
import ControlProtocol
import Figures
import Tieline

struct ReportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Say what a campaign found, finished or not.",
        discussion:
            """
            The last line is for scripts: eutectic: T = 133.2 ± 0.6 °C, x = 0.534 ± 0.008 Sn, 52 patterns. ± is one posterior standard deviation. \
            Of a map: phase map: accuracy = 0.972 of 0.980, 2 of 2 regions seen, 23 patterns.
            """)

    @OptionGroup var campaign: CampaignArgument
    @Option(help: "Write one self-contained page with the diagram, the points and the history.", completion: .file(extensions: ["html"]))
    var html: String?
    @Option(help: "Write the phase diagram with its uncertainty band.", completion: .file(extensions: ["svg"]))
    var svg: String?
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let report = try connection.client().send(ReadReport(campaign: campaign.campaign))
        if let html { try TextFile.write(ReportPage(report).html(), to: html) }
        if let svg { try TextFile.write(Self.figure(report), to: svg) }
        if output.json { return try StandardOutput.json(report) }
        for path in [html, svg].compactMap(\.self) { StandardError.line("wrote \(path)") }
        Self.lines(report).forEach(StandardOutput.line)
    }

    private static func figure(_ report: CampaignReport) throws -> String {
        guard let map = report.map else { return CampaignFigure(report).svg() }
        let space = report.specification.space
        guard
            let figure = PhaseMapFigure(
                map, space: space, priors: report.priors, title: report.status.campaign, isSimulated: report.status.isSimulated)
        else {
            throw ControlError(
                .notPossible, message: "a map of \(space.axes.count) axes has no figure", remedy: "Two axes and three components have; read --json")
        }
        return figure.svg()
    }

    static func lines(_ report: CampaignReport) -> [String] {
        var lines = CampaignView(status: report.status).lines(width: .max)
        if !report.parameterSet.isEmpty {
            lines.append((report.map == nil ? "theory    " : "reference ") + report.parameterSet)
        }
        if let map = report.map { lines += Self.regions(map) }
        let rows = report.parameters.map { parameter in
            [
                "          " + parameter.name,
                "\(Wording.fixed(parameter.shift.value, 0)) ± \(Wording.fixed(parameter.shift.standardDeviation, 0)) J/mol",
                "(prior ± \(Wording.fixed(parameter.priorStandardDeviation, 0)))",
            ]
        }
        lines += TextTable(rows: rows).lines
        if report.map == nil, report.status.state == .finished, report.gridPatterns > 0 {
            let saved = 100 * (1 - Double(report.status.patterns) / Double(report.gridPatterns))
            lines.append(
                "saved     \(report.status.patterns) patterns instead of \(report.gridPatterns) on a grid: \(Wording.fixed(saved, 0)) % fewer")
        }
        lines += report.wanted.map { "boundary  \(BoundaryLine.name($0.target)): \(BoundaryLine.value($0))" }
        lines += report.warnings.map { "warning   \($0)" }
        lines.append(ResultLine.text(for: report))
        return lines
    }

    /// Every region with its samples and its expected share of the map.
    private static func regions(_ map: PhaseMapReport) -> [String] {
        let count = Double(max(map.points.count, 1))
        let rows = map.regions.enumerated().map { index, name in
            let samples = map.samples.count { $0.region == index }
            let share = map.points.reduce(0) { $0 + $1.probabilities[index] } / count
            return ["          " + name, samples == 0 ? "not seen yet" : "\(samples) samples", "\(Wording.fixed(100 * share, 1)) % of the map"]
        }
        return ["regions"] + TextTable(rows: rows).lines + map.judgements.map { "said      \($0.prior): \($0.sentence)" }
    }
}
