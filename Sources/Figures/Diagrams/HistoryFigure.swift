public import Tieline

/// How the estimate of the invariant went: temperature and composition with one standard deviation against the number of patterns, and the
/// precision that the campaign was after.
public struct HistoryFigure: Sendable {
    static let width = 760.0
    static let height = 400.0

    let report: CampaignReport

    public init(_ report: CampaignReport) { self.report = report }

    public func svg() -> String { drawing().svg() }

    /// One of the two curves, in the units of its axis.
    private struct Series {
        var label: Label
        var name: String
        var values: [(patterns: Double, value: Double, deviation: Double, isReliable: Bool)]
        var target: Double

        /// The whole curve, and as much of the spread as leaves the end readable: the first guesses are off by many times the target.
        var range: ClosedRange<Double> {
            guard let last = values.last else { return 0...1 }
            let reach = max(3 * target, 2 * last.deviation)
            let settled = values.suffix(max(3, values.count * 4 / 5)).flatMap { [$0.value - $0.deviation, $0.value + $0.deviation] }
            let limit = 12 * reach
            let ends = (settled + values.map(\.value) + [last.value - reach, last.value + reach]).map {
                min(max($0, last.value - limit), last.value + limit)
            }
            return (ClosedRange.around(ends) ?? 0...1).widened(by: 0.06)
        }
    }

    func drawing() -> Drawing {
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: "History of the \(report.specification.target.invariant)",
            description: "The estimate after each pattern. \(ResultLine.text(for: report))")
        let second = PhaseNames.element(report.specification.theory.components.last ?? "")
        let entries = report.history
        let temperature = Series(
            label: .italic("T") + " (°C)", name: "history-temperature",
            values: entries.map {
                (
                    Double($0.patterns), degreesCelsius(fromKelvin: $0.invariant.temperature.value), $0.invariant.temperature.standardDeviation,
                    $0.invariant.isReliable
                )
            }, target: report.specification.target.temperatureKelvin)
        let composition = Series(
            label: .italic("x") + .lowered(second), name: "history-composition",
            values: entries.map {
                (Double($0.patterns), $0.invariant.composition.value, $0.invariant.composition.standardDeviation, $0.invariant.isReliable)
            }, target: report.specification.target.moleFraction)
        // Ten at least: a count of patterns has no tenths.
        let patterns = 0.0...max(10, ClosedRange.around(entries.map { Double($0.patterns) })?.upperBound ?? 0)
        let top = 42.0
        let panel = (Self.height - top - 52 - 18) / 2
        let areas = [0.0, 1].map { Rectangle(left: 76, top: top + $0 * (panel + 18), width: Self.width - 76 - 24, height: panel) }
        draw(temperature, in: PlotFrame(area: areas[0], x: patterns.widened(by: 0.02), y: temperature.range), isLast: false, on: &drawing)
        draw(composition, in: PlotFrame(area: areas[1], x: patterns.widened(by: 0.02), y: composition.range), isLast: true, on: &drawing)
        drawLegend(on: &drawing, left: areas[0].left, isComplete: entries.allSatisfy(\.invariant.isReliable))
        return drawing
    }

    private func draw(_ series: Series, in frame: PlotFrame, isLast: Bool, on drawing: inout Drawing) {
        let xTicks = Ticks(in: frame.x.domain, about: 9)
        // Without an estimate the axis has no numbers to show.
        let yTicks = Ticks(in: series.values.isEmpty ? 0...0 : frame.y.domain, about: 5)
        frame.drawGrid(on: &drawing, xTicks: xTicks, yTicks: yTicks)
        if let last = series.values.last {
            drawing.clipped(to: frame.area, name: series.name) { drawing in
                let (low, high) = (frame.y(last.value - series.target), frame.y(last.value + series.target))
                drawing.rectangle(Rectangle(left: frame.area.left, top: high, width: frame.area.width, height: low - high), class: "target")
                drawing.polygon(
                    series.values.map { frame.point($0.patterns, $0.value - $0.deviation) }
                        + series.values.reversed().map { frame.point($0.patterns, $0.value + $0.deviation) }, class: "spread")
                drawing.curve(series.values.map { frame.point($0.patterns, $0.value) }, class: "estimate")
                for value in series.values {
                    drawing.circle(
                        at: frame.point(value.patterns, value.value), radius: 2.3, class: value.isReliable ? "dot" : "dot open")
                }
            }
        } else {
            drawing.text("no estimate yet", at: Point(x: frame.area.centre.x, y: frame.area.centre.y + 4), class: "note", anchor: .middle)
        }
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: isLast ? "patterns" : nil, hasNumbers: isLast)
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: series.label, labelDistance: 56)
        frame.drawRightTicks(on: &drawing, ticks: yTicks)
    }

    private func drawLegend(on drawing: inout Drawing, left: Double, isComplete: Bool) {
        var x = left
        let y = 20.0
        func write(_ text: String, after width: Double, on drawing: inout Drawing) {
            drawing.text(Label(text), at: Point(x: x + width + 7, y: y + 4), class: "name")
            x += width + 7 + Label(text).width(fontSize: 12) + 16
        }
        drawing.rectangle(Rectangle(left: x, top: y - 5, width: 22, height: 10), class: "spread")
        drawing.line(from: Point(x: x, y: y), to: Point(x: x + 22, y: y), class: "estimate")
        write("estimate ± one standard deviation", after: 22, on: &drawing)
        drawing.rectangle(Rectangle(left: x, top: y - 5, width: 22, height: 10), class: "target")
        write("target precision", after: 22, on: &drawing)
        if !isComplete {
            drawing.circle(at: Point(x: x + 4, y: y), radius: 2.3, class: "dot open")
            write("sampler not mixed yet", after: 6, on: &drawing)
        }
    }
}
