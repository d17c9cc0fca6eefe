public import Tieline

/// The T-x diagram of a campaign: what the posterior says of the boundaries, every measured point by the phases that were seen there, and the
/// invariant with its error bars.
public struct CampaignFigure: Sendable {
    static let width = 760.0
    static let height = 576.0
    /// Points drawn; a campaign with more is drawn to here, and says so.
    static let mostPoints = 2_000

    let report: CampaignReport
    let names: PhaseNames
    let frame: PlotFrame

    public init(_ report: CampaignReport) {
        self.report = report
        names = PhaseNames(report.specification)
        let rows = Self.legend(of: report, names: names, width: Self.width - 66 - 66).count
        let top = 48 + Self.legendRow * Double(max(rows - 1, 0))
        frame = PlotFrame(
            area: Rectangle(left: 66, top: top, width: Self.width - 66 - 66, height: Self.height - top - 70), x: Self.compositions(of: report),
            y: Self.temperatures(of: report))
    }

    public func svg() -> String { drawing().svg() }

    func drawing() -> Drawing {
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: "T-x diagram of \(report.status.campaign)", description: ResultLine.text(for: report))
        let xTicks = Ticks(in: frame.x.domain, about: 7)
        let yTicks = Ticks(in: frame.y.domain, about: 8)
        var placer = LabelPlacer(bounds: frame.area.insetBy(4))
        frame.drawGrid(on: &drawing, xTicks: xTicks, yTicks: yTicks)
        drawing.clipped(to: frame.area, name: "campaign") { drawing in
            drawWindow(on: &drawing)
            drawBoundaries(on: &drawing, placer: &placer)
            drawPoints(on: &drawing, placer: &placer)
        }
        drawInvariant(on: &drawing, placer: &placer)
        drawRegions(on: &drawing, placer: &placer)
        drawBoundaryNames(on: &drawing, placer: &placer)
        drawNumbers(on: &drawing, placer: &placer)
        let second = PhaseNames.element(report.specification.theory.components.last ?? "")
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: .italic("x") + .lowered(second) + " (mole fraction)")
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: .italic("T") + " (°C)")
        frame.drawRightAxis(on: &drawing, offset: celsiusZeroInKelvin, about: 8, label: .italic("T") + " (K)")
        drawLegend(on: &drawing)
        // The name belongs to every result.
        drawing.drawSource(report.parameterSet)
        if report.points.isEmpty, report.boundaries.isEmpty {
            drawing.text("nothing measured yet", at: frame.area.centre, class: "note", anchor: .middle)
        }
        return drawing
    }

    /// The compositions that are shown: the window that can be measured, the invariant with its error, and a margin.
    private static func compositions(of report: CampaignReport) -> ClosedRange<Double> {
        var values = report.points.map(\.x)
        if let axis = report.specification.space.axes.first(where: { $0.unit == .moleFraction }) { values += [axis.minimum, axis.maximum] }
        if let composition = report.status.invariant?.composition {
            // A first guess may be off by half the diagram; the figure follows it there, but not out of it.
            let reach = min(2 * composition.standardDeviation, 0.1)
            values += [composition.value - reach, composition.value + reach]
        }
        let range = ClosedRange.around(values)?.widened(by: 0.05) ?? 0...1
        return min(max(range.lowerBound, 0), 0.99)...max(min(range.upperBound, 1), 0.01)
    }

    /// The temperatures that are shown, degrees Celsius.
    private static func temperatures(of report: CampaignReport) -> ClosedRange<Double> {
        var values = report.points.map(\.temperature)
        if let temperature = report.status.invariant?.temperature {
            let reach = min(2 * temperature.standardDeviation, 20)
            values += [temperature.value - reach, temperature.value + reach]
        }
        if let axis = report.specification.space.axes.first(where: { $0.unit == .kelvin }) {
            values.append(axis.minimum)
            if values.count < 2 { values.append(axis.maximum) }
        }
        let range = ClosedRange.around(values).map { degreesCelsius(fromKelvin: $0.lowerBound)...degreesCelsius(fromKelvin: $0.upperBound) }
        let shown = (range ?? 0...300).widened(by: 0.07)
        return shown.upperBound - shown.lowerBound < 10 ? (shown.lowerBound - 10)...(shown.upperBound + 10) : shown
    }

    /// The compositions that the sample has, as two thin lines: the eutectic may lie outside.
    private func drawWindow(on drawing: inout Drawing) {
        guard let axis = report.specification.space.axes.first(where: { $0.unit == .moleFraction }) else { return }
        for x in [axis.minimum, axis.maximum] where frame.x.contains(x) {
            drawing.line(from: Point(x: frame.x(x), y: frame.area.top), to: Point(x: frame.x(x), y: frame.area.bottom), class: "limit")
        }
    }
}
