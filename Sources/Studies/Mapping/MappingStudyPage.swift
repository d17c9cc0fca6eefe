import Figures
import Inference
import Tieline

/// A study of mapping strategies as one page that needs nothing beside it.
public struct MappingStudyPage: Sendable {
    private let report: MappingStudyReport
    /// As it was typed, so that anybody can make the page again.
    private let commandLine: String

    public init(_ report: MappingStudyReport, commandLine: String) {
        self.report = report
        self.commandLine = commandLine
    }

    public func html() -> String {
        var page = SupplementaryPage(
            title: "\(report.campaign): \(report.strategies.count) strategies that map phases, \(report.seeds) seeds",
            subtitle: "Simulated campaigns on \(report.bench); nothing here was measured by this program.")
        if !commandLine.isEmpty { page.commandLine(commandLine) }
        page.table(
            caption:
                "Measurements until so much of the map is right for the first time, and from which on it is to the end of the run, by the bench's truth: medians and "
                + "quartiles; ∞ stands for never. A run \(report.endsAtTarget ? "ends at 95 %, or after" : "has") \(report.patterns) measurements.",
            head: StudyTable.mappingHead(report).map(\.markup), rows: report.strategies.map { StudyTable.cells($0, in: report) })
        if !report.comparisons.isEmpty {
            page.table(
                caption:
                    "The same seeds compared, to the first time that so much is right: seeds with fewer, more and as many measurements, the exact sign test, and by how "
                    + "much median and mean are larger. A run that never gets there counts with \(report.patterns) measurements.",
                head: StudyTable.mappingComparisonHead.map(\.markup), rows: report.comparisons.map(StudyTable.cells))
        }
        page.figure(
            progress.svg(isStandalone: false),
            caption:
                "The share of all points whose most probable region is the true one: median and quartiles. A run that has ended keeps its last value."
        )
        page.heading("Maps of the first seed")
        for strategy in report.strategies {
            guard let run = report.runs.first(where: { $0.strategy == strategy.name }), let map = run.map,
                let figure = PhaseMapFigure(map, space: report.space, title: strategy.name, isSimulated: true)
            else { continue }
            page.figure(
                figure.svg(isStandalone: false),
                caption:
                    "\(SupplementaryPage.escaped(strategy.name)) after \(run.accuracies.count) measurements. Filled marks are measured, colours are regions, "
                    + "the paler the less sure; the cross is what would be measured next.")
        }
        return page.html()
    }

    private var progress: CurvesFigure {
        let series = report.strategies.map { strategy -> CurvesFigure.Series in
            let runs = report.runs.filter { $0.strategy == strategy.name && !$0.accuracies.isEmpty }
            var line: [(x: Double, y: Double)] = []
            var band: [(x: Double, low: Double, high: Double)] = []
            for count in 1...max(runs.map(\.accuracies.count).max() ?? 1, 1) {
                let shares = runs.map { 100 * $0.accuracies[min(count, $0.accuracies.count) - 1] }.sorted()
                guard let low = quantile(0.25, ofSorted: shares), let middle = quantile(0.5, ofSorted: shares),
                    let high = quantile(0.75, ofSorted: shares)
                else { continue }
                line.append((Double(count), middle))
                band.append((Double(count), low, high))
            }
            return CurvesFigure.Series(strategy.name, line: line, band: band)
        }
        let longest = series.map(\.line.count).max() ?? 1
        let lowest = series.flatMap { $0.band.map(\.low) }.min() ?? 0
        var figure = CurvesFigure(
            title: "How much of the map is right", summary: "The share of the map that is right against the number of measurements.",
            x: PlotAxis("measurements", range: 0...Double(longest)), y: PlotAxis("map right (%)", range: max(0, lowest - 3)...101), series: series)
        figure.mark = 95
        return figure
    }
}
