import Figures
import Inference
import Tieline

extension StudyPlots {
    /// Bins of the temperatures set, over the range of the axis.
    private static let temperatureBins = 48

    static func visited(_ report: StudyReport) -> HistogramsFigure {
        let rows = report.results.map { result in
            HistogramsFigure.Row(
                result.strategy.rawValue, values: [result.runs.flatMap { run in run.visited.map { $0 - run.truth.temperature } }])
        }
        let values = rows.flatMap { $0.values[0] }.sorted()
        // One pattern in 200 at either end may lie beyond.
        let low = quantile(0.005, ofSorted: values) ?? -1
        let high = quantile(0.995, ofSorted: values) ?? 1
        let axis = PlotAxis("temperature set − true " + Quantity.temperature.symbol + " (K)", around: [low, high, 0])
        return HistogramsFigure(
            title: "Temperatures visited", summary: "Histograms of the temperatures set, less the true eutectic temperature.",
            columns: [HistogramsFigure.Column(x: axis, bins: temperatureBins)], rows: rows)
    }

    static func temperatures(_ report: StudyReport) -> DistributionsFigure {
        let rows = rows(report) { Double($0.temperatures) }
        let most = rows.flatMap(\.values).max() ?? 1
        return DistributionsFigure(
            title: "Distinct temperatures", summary: "How many distinct temperatures the runs of each strategy visited.",
            x: PlotAxis("distinct temperatures of a run", range: 0...(1.04 * max(most, 1))), rows: rows)
    }

    static func seconds(_ report: StudyReport) -> DistributionsFigure {
        let rows = rows(report, \.secondsPerPattern)
        return DistributionsFigure(
            title: "Seconds a pattern", summary: "What a pattern cost in the simulation, belief and decision, by strategy.",
            x: PlotAxis("seconds a pattern", around: rows.flatMap(\.values), isLogarithmic: true), rows: rows)
    }

    private static func rows(_ report: StudyReport, _ value: (StudyRun) -> Double) -> [DistributionsFigure.Row] {
        report.results.map { result in
            let values = result.runs.map(value)
            let sorted = values.sorted()
            let quartiles = quantile(0.25, ofSorted: sorted).flatMap { first in
                quantile(0.5, ofSorted: sorted).flatMap { median in
                    quantile(0.75, ofSorted: sorted).map { (first: first, median: median, third: $0) }
                }
            }
            return DistributionsFigure.Row(result.strategy.rawValue, values: values, quartiles: quartiles)
        }
    }
}
