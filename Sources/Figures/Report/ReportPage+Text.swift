import Tieline

extension ReportPage {
    /// The points at the end of the terminal's table.
    static let rowsOnTerminal = 12

    /// The report for a terminal: at most 100 columns where its words allow; the last line is the result line.
    public func text() -> String {
        let status = report.status
        var lines: [String] = []
        if status.isSimulated { lines.append("SIMULATED: the instruments of this campaign are models") }
        lines.append(
            "campaign       \(printable(status.campaign)), \(status.state.rawValue)" + (status.reason.isEmpty ? "" : ": \(printable(status.reason))"))
        lines.append("sample         \(printable(report.specification.sample.description))")
        lines.append("parameter set  \(printable(report.parameterSet))")
        lines.append("patterns       \(status.patterns) of \(status.patternBudget); a grid takes \(report.gridPatterns)")
        lines.append("lab time       \(Numbers.duration(seconds: status.elapsedSeconds)) of \(Numbers.duration(seconds: status.budgetSeconds))")
        if !report.parameters.isEmpty {
            lines.append("")
            let width = report.parameters.map(\.name.count).max() ?? 0
            lines.append(padded("parameter", width) + "   before (J/mol)    after (J/mol)")
            for parameter in report.parameters {
                let before = "0 ± \(Numbers.fixed(parameter.priorStandardDeviation, 0, minus: "-"))"
                let after = ResultLine.value(
                    Estimate(parameter.shift.value.rounded(), standardDeviation: max(1, parameter.shift.standardDeviation)), fewest: 0)
                lines.append(padded(printable(parameter.name), width) + "   " + padded(before, 14) + "    " + after)
            }
        }
        for prior in report.priors {
            lines.append("")
            lines.append("\(printable(prior.identifier))  \(printable(description(of: prior.kind)))")
            lines.append("  \(printable(prior.author)), \(Numbers.fixed(100 * prior.certainty, 0)) % sure, because \(printable(prior.reason))")
        }
        if !report.points.isEmpty {
            lines += [""] + pointLines
        }
        for warning in report.warnings { lines += ["", "warning: \(printable(warning))"] }
        lines += ["", printable(ResultLine.text(for: report))]
        return lines.joined(separator: "\n") + "\n"
    }

    private var pointLines: [String] {
        let shown = report.points.suffix(Self.rowsOnTerminal)
        var lines = ["last \(shown.count) of \(report.points.count) points"]
        let width = max(6, shown.map { phases($0.phases).count }.max() ?? 0)
        lines.append("  no.    x \(padded(printable(second), 4))  T (°C)  " + padded("phases", width) + "  why")
        for point in shown {
            lines.append(
                leading("\(point.number)", 5) + "   " + Numbers.fixed(point.x, 3, minus: "-") + "   "
                    + leading(Numbers.fixed(degreesCelsius(fromKelvin: point.temperature), 1, minus: "-"), 6) + "  "
                    + padded(printable(phases(point.phases)), width) + "  " + printable(point.reason))
        }
        return lines
    }

    private func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    private func leading(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

    /// A terminal obeys control characters, so none of them gets there from a name that somebody gave.
    private func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0 }))
    }
}
