import Figures
import Inference
import Tieline

/// The plots of a study's page, from its runs.
enum StudyPlots {
    /// The two numbers that a campaign looks for.
    enum Quantity {
        case temperature, composition

        var name: String { self == .temperature ? "eutectic temperature" : "eutectic composition" }
        var symbol: Label { .italic(self == .temperature ? "T" : "x") + .lowered("e") }
        var tolerance: Double { self == .temperature ? StudyRun.temperatureTolerance : StudyRun.compositionTolerance }

        func of(_ pair: (temperature: Double, composition: Double)) -> Double { self == .temperature ? pair.temperature : pair.composition }
    }

    private static func patterns(_ report: StudyReport) -> PlotAxis { PlotAxis("patterns", range: 0...Double(max(report.patterns, 1))) }

    static func progress(_ report: StudyReport) -> CurvesFigure {
        let series = report.results.map { result -> CurvesFigure.Series in
            let reached = result.runs.compactMap(\.patternsToTarget)
            let line = (0...report.patterns).map { count in
                (x: Double(count), y: 100 * Double(reached.count { $0 <= count }) / Double(max(result.runs.count, 1)))
            }
            return CurvesFigure.Series(result.strategy.rawValue, line: line)
        }
        var figure = CurvesFigure(
            title: "Runs at target", summary: "The share of runs that have reached the target for good, against the number of patterns.",
            x: patterns(report), y: PlotAxis("runs at target (%)", range: 0...102), series: series)
        figure.isStepped = true
        return figure
    }

    static func error(_ report: StudyReport, of quantity: Quantity) -> CurvesFigure {
        let series = report.results.map { result -> CurvesFigure.Series in
            var line: [(x: Double, y: Double)] = []
            var band: [(x: Double, low: Double, high: Double)] = []
            for count in stride(from: 1, through: report.patterns, by: 1) {
                let errors = result.runs.compactMap { $0.errors(afterPatterns: count).map { abs(quantity.of($0)) } }.sorted()
                guard let low = quantile(0.25, ofSorted: errors), let middle = quantile(0.5, ofSorted: errors),
                    let high = quantile(0.75, ofSorted: errors)
                else { continue }
                line.append((Double(count), middle))
                band.append((Double(count), low, high))
            }
            return CurvesFigure.Series(result.strategy.rawValue, line: line, band: band)
        }
        let values = series.flatMap { $0.line.map(\.y) + $0.band.map(\.high) } + [quantity.tolerance, quantity.tolerance / 10]
        let label: Label = "error of " + quantity.symbol + Label(quantity == .temperature ? " (K)" : "")
        var figure = CurvesFigure(
            title: "Error of the \(quantity.name)", summary: "Median and quartiles of the absolute error against the number of patterns.",
            x: patterns(report), y: PlotAxis(label, around: values, isLogarithmic: true, span: 4), series: series)
        figure.mark = quantity.tolerance
        return figure
    }

    static func coverage(_ report: StudyReport, of quantity: Quantity) -> CurvesFigure {
        let series = report.results.map { result in
            CurvesFigure.Series(
                result.strategy.rawValue,
                line: stride(from: 1, through: report.patterns, by: 1).compactMap { count in
                    StudySummary.coverage(result.runs, afterPatterns: count).map {
                        (x: Double(count), y: 100 * quantity.of(($0.temperature, $0.composition)))
                    }
                })
        }
        let lowest = series.flatMap { $0.line.map(\.y) }.min() ?? 0
        var figure = CurvesFigure(
            title: "Coverage of the \(quantity.name)", summary: "The share of 90 % intervals that hold the truth, against the number of patterns.",
            x: patterns(report), y: PlotAxis("90 % intervals that hold " + quantity.symbol + " (%)", range: min(60, max(0, lowest - 4))...102),
            series: series)
        let counts = Binomial(trials: report.seeds, probability: 0.9).centralRange(0.95)
        figure.stripe = (100 * Double(counts.lowerBound) / Double(report.seeds))...(100 * Double(counts.upperBound) / Double(report.seeds))
        figure.mark = 90
        return figure
    }

    static func pulls(_ report: StudyReport) -> HistogramsFigure {
        let rows = report.results.map { result in
            let pulls = result.runs.compactMap { $0.pulls(afterPatterns: .max) }
            return HistogramsFigure.Row(result.strategy.rawValue, values: [pulls.map(\.temperature), pulls.map(\.composition)])
        }
        func column(_ quantity: Quantity) -> HistogramsFigure.Column {
            HistogramsFigure.Column(
                x: PlotAxis("error of " + quantity.symbol + " over its standard deviation", range: -4...4), bins: 16, expected: { normalDensity($0) })
        }
        return HistogramsFigure(
            title: "Pulls", summary: "Errors over stated standard deviations beside the standard normal distribution.",
            columns: [column(.temperature), column(.composition)], rows: rows)
    }
}
