import Figures
import Tieline

/// A study as one page that needs nothing beside it: what was compared, the tables, the plots, and how to read them.
public struct StudyPage: Sendable {
    let report: StudyReport
    /// As it was typed, so that anybody can make the page again.
    let commandLine: String

    public init(_ report: StudyReport, commandLine: String) {
        self.report = report
        self.commandLine = commandLine
    }

    public func html() -> String {
        var page = SupplementaryPage(
            title: "\(report.campaign): \(report.strategies.count == 1 ? "a strategy" : "\(report.strategies.count) strategies") on \(seeds)",
            subtitle: "Simulated campaigns on \(report.bench); nothing here was measured on a sample.")
        page.facts([
            ("campaign", report.campaign), ("bench", report.bench), ("hidden truths", truths),
            ("seeds", report.seeds == 1 ? "1" : "1 to \(report.seeds)"),
            ("patterns of every run", "\(report.patterns)"), ("evidence", report.evidence.rawValue),
        ])
        if !commandLine.isEmpty { page.commandLine(commandLine) }
        for paragraph in introduction { page.paragraph(paragraph) }
        page.table(caption: paceCaption, head: StudyTable.paceHead.map(\.markup), rows: report.strategies.map(StudyTable.paceCells))
        page.table(caption: accuracyCaption, head: StudyTable.accuracyHead.map(\.markup), rows: report.strategies.map(StudyTable.accuracyCells))
        if !report.comparisons.isEmpty {
            page.table(caption: comparisonCaption, head: StudyTable.comparisonHead.map(\.markup), rows: report.comparisons.map(StudyTable.cells))
        }
        page.heading("How fast, and how near")
        page.figure(StudyPlots.progress(report).svg(isStandalone: false), caption: progressCaption)
        page.figure(StudyPlots.error(report, of: .temperature).svg(isStandalone: false), caption: errorCaption("T", "kelvin", "1 K"))
        page.figure(StudyPlots.error(report, of: .composition).svg(isStandalone: false), caption: errorCaption("x", "mole fraction", "0.01"))
        page.heading("How honest")
        page.figure(StudyPlots.coverage(report, of: .temperature).svg(isStandalone: false), caption: coverageCaption("T"))
        page.figure(StudyPlots.coverage(report, of: .composition).svg(isStandalone: false), caption: coverageCaption("x"))
        page.figure(StudyPlots.pulls(report).svg(isStandalone: false), caption: pullCaption)
        page.heading("Where, and at what cost")
        page.figure(StudyPlots.visited(report).svg(isStandalone: false), caption: visitedCaption)
        page.figure(StudyPlots.temperatures(report).svg(isStandalone: false), caption: temperaturesCaption)
        page.figure(StudyPlots.seconds(report).svg(isStandalone: false), caption: secondsCaption)
        page.footer([
            "<b>How to repeat it.</b> The command above gives the same truths, the same patterns and the same decisions, bit for bit, with any number of "
                + "workers; only the seconds differ. With <code>--json</code> it prints every run's truth, result and estimate."
        ])
        return page.html()
    }

    private var seeds: String { report.seeds == 1 ? "one seed" : "\(report.seeds) seeds" }

    private var truths: String {
        report.truths == "bench"
            ? "the bench's own film, the same for every seed" : "drawn from the campaign's prior, one for every seed, eutectic in range"
    }
}
