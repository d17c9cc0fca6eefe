public import Tieline

/// A campaign's report as one page that needs nothing beside it: no script, no font, no network.
public struct ReportPage: Sendable {
    let report: CampaignReport
    let names: PhaseNames
    /// The second component as chemists write it: `Sn`.
    let second: String

    public init(_ report: CampaignReport) {
        self.report = report
        names = PhaseNames(report.specification)
        second = PhaseNames.element(report.specification.theory.components.last ?? "")
    }

    public func html() -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="Tieline">
        <title>\(escaped(report.status.campaign)): \(escaped(ResultLine.text(for: report)))</title>
        <style>
        \(ReportStyle.css)
        \(FigureStyle.css)\(report.map == nil ? "" : "\n" + mapStyle)
        </style>
        </head>
        <body>
        <main>
        \(report.map.map(body) ?? theoryBody)
        </main>
        </body>
        </html>

        """
    }

    private var theoryBody: String {
        [heading, warnings, facts, figures, parameterTable, priorTable, pointTable, readingNotes].joined(separator: "\n")
    }

    /// What a simulated campaign has above everything else.
    var banner: String {
        report.status.isSimulated
            ? "<p class=\"simulated\" role=\"note\">SIMULATED. The instruments of this campaign are models; nothing here was measured on a sample.</p>\n"
            : ""
    }

    private var heading: String {
        let system = report.specification.theory.components.map(PhaseNames.element).joined(separator: "–")
        return """
            \(banner)<h1>\(escaped(system)): the \(escaped(report.specification.target.invariant)) by a closed loop</h1>
            <p class="subtitle">Campaign \(escaped(report.status.campaign)) · \(escaped(report.specification.sample.description))</p>
            <p class="result">\(result)</p>
            <p>\(sentence)</p>
            """
    }

    /// The result line, with its quantities in italics.
    private var result: String {
        escaped(ResultLine.text(for: report)).replacing(": T = ", with: ": <i>T</i> = ").replacing(", x = ", with: ", <i>x</i> = ")
    }

    var sentence: String {
        var text = "The campaign is \(escaped(report.status.state.rawValue))"
        if !report.status.reason.isEmpty { text += ": \(escaped(report.status.reason))" }
        if !text.hasSuffix(".") { text += "." }
        if let saving { text += " \(saving)" }
        return text
    }

    /// What the loop saved against measuring a grid, one sentence.
    private var saving: String? {
        let patterns = report.status.patterns
        // A map may end unfinished, and a grid may be coarser than its pool.
        guard report.map == nil, report.status.state == .finished, patterns > 0, report.gridPatterns > 0 else { return nil }
        let ratio = Double(report.gridPatterns) / Double(patterns)
        return "It took \(patterns) pattern\(patterns == 1 ? "" : "s"); a regular grid takes \(report.gridPatterns)"
            + (ratio > 1.05 ? ", \(Numbers.fixed(ratio, ratio < 10 ? 1 : 0)) times as many." : ".")
    }

    private var facts: String {
        let status = report.status
        var rows: [(String, String)] = [
            ("patterns", "\(status.patterns) of \(status.patternBudget)"),
            ("lab time", "\(Numbers.duration(seconds: status.elapsedSeconds)) of \(Numbers.duration(seconds: status.budgetSeconds))"),
        ]
        if report.status.state == .finished, report.gridPatterns > 0 {
            rows.append(("patterns saved", "\(max(0, report.gridPatterns - status.patterns)) of \(report.gridPatterns)"))
        }
        rows += report.wanted.map { wanted in (BoundaryLine.name(wanted.target), BoundaryLine.value(wanted)) }
        rows += [
            (
                "target precision",
                "\(plain(report.specification.target.temperatureKelvin)) K, \(plain(report.specification.target.moleFraction)) in x"
            ),
            ("parameter set", report.parameterSet.isEmpty ? "–" : report.parameterSet),
            ("strategy, seed", "\(report.specification.strategy.rawValue), \(status.seed)"),
        ]
        return list(rows)
    }

    func list(_ rows: [(String, String)]) -> String {
        "<dl>\n"
            + rows.map { "<div\($0.1.count > 40 ? " class=\"wide\"" : "")><dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd></div>" }.joined(
                separator: "\n") + "\n</dl>"
    }

    var warnings: String {
        guard !report.warnings.isEmpty else { return "" }
        let items = report.warnings.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n")
        return "<section class=\"warnings\"><h2>Before believing these numbers</h2>\n<ul>\n\(items)\n</ul></section>"
    }

    private var figures: String {
        var text = figure(
            CampaignFigure(report).drawing(), number: 1,
            caption: "Temperature against composition. Lines are the posterior medians of the boundaries, bands hold them with 90 % probability. "
                + "Marks are the measured points in their order; the diamond is the \(escaped(report.specification.target.invariant)) with one standard deviation each way. "
                + "Thin upright lines bound the compositions that the sample has.")
        text += figure(
            HistoryFigure(report).drawing(), number: 2,
            caption: "The estimate after each pattern. The yellow stripe is the precision that the campaign was after.")
        if let pattern = report.lastPattern {
            text += figure(
                PatternFigure(
                    pattern, peaks: report.specification.peaks, evidence: report.points.last?.evidence, phases: report.specification.theory.phases
                ).drawing(), number: 3,
                caption: "The last pattern: \(Numbers.fixed(pattern.exposureSeconds, 0)) s at \(pattern.wavelength) Å. "
                    + "Stripes are where the tracked peaks lie at room temperature.")
        }
        return text
    }

    private func figure(_ drawing: Drawing, number: Int, caption: String) -> String {
        figure(drawing.svg(isStandalone: false), number: number, caption: caption)
    }

    func figure(_ svg: String, number: Int, caption: String) -> String {
        "<figure>\n\(svg)\n<figcaption><b>Figure \(number).</b> \(caption)</figcaption>\n</figure>\n"
    }

    func escaped(_ text: String) -> String { Markup.escape(text) }

    /// A number with no more digits than it has: `1`, `0.01`.
    func plain(_ value: Double) -> String {
        let text = Numbers.fixed(value, 6)
        guard text.contains(".") else { return text }
        let shortened = text.reversed().drop { $0 == "0" }.reversed()
        return shortened.last == "." ? String(shortened.dropLast()) : String(shortened)
    }
}
