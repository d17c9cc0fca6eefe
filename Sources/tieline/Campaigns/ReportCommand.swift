import ArgumentParser
import ControlProtocol
import Figures
import Tieline

struct ReportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Say what a campaign found, finished or not.",
        discussion:
            "The last line is for scripts: eutectic: T = 133.2 ± 0.6 °C, x = 0.534 ± 0.008 Sn, 52 patterns. ± is one posterior standard deviation.")

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
        if let svg { try TextFile.write(CampaignFigure(report).svg(), to: svg) }
        if output.json { return try StandardOutput.json(report) }
        for path in [html, svg].compactMap(\.self) { StandardError.line("wrote \(path)") }
        Self.lines(report).forEach(StandardOutput.line)
    }

    static func lines(_ report: CampaignReport) -> [String] {
        var lines = CampaignView(status: report.status).lines(width: .max)
        lines.append("theory    \(report.parameterSet)")
        let rows = report.parameters.map { parameter in
            [
                "          " + parameter.name,
                "\(Wording.fixed(parameter.shift.value, 0)) ± \(Wording.fixed(parameter.shift.standardDeviation, 0)) J/mol",
                "(prior ± \(Wording.fixed(parameter.priorStandardDeviation, 0)))",
            ]
        }
        lines += TextTable(rows: rows).lines
        if report.status.state == .finished, report.gridPatterns > 0 {
            let saved = 100 * (1 - Double(report.status.patterns) / Double(report.gridPatterns))
            lines.append(
                "saved     \(report.status.patterns) patterns instead of \(report.gridPatterns) on a grid: \(Wording.fixed(saved, 0)) % fewer")
        }
        lines += report.wanted.map { "boundary  \(BoundaryLine.name($0.target)): \(BoundaryLine.value($0))" }
        lines += report.warnings.map { "warning   \($0)" }
        lines.append(ResultLine.text(for: report))
        return lines
    }
}
