public import Calphad
import Tieline

/// How an alloy freezes: temperature against the fraction that is solid, with the temperature at which each phase begins.
public struct SolidificationFigure: Sendable {
    private static let width = 760.0
    private static let height = 520.0

    let result: Solidification

    public init(_ result: Solidification) { self.result = result }

    public func svg() -> String {
        let alloy = zip(result.components, result.moleFractions).map { "\(PhaseNames.element($0)) \(Numbers.fixed($1, 3))" }.joined(separator: ", ")
        let rule = result.model == .scheil ? "Scheil" : "lever rule"
        var drawing = Drawing(
            calculatedFrom: result.database, title: "Solidification, \(rule): \(alloy)", warnings: result.warnings, width: Self.width,
            height: Self.height)
        let temperatures = result.steps.map { degreesCelsius(fromKelvin: $0.temperature) }
        let range = (ClosedRange.around(temperatures) ?? 0...1).widened(by: 0.08)
        let frame = PlotFrame(area: Rectangle(left: 66, top: 44, width: Self.width - 132, height: Self.height - 44 - 70), x: 0...1, y: range)
        let xTicks = Ticks(in: 0...1, about: 10)
        let yTicks = Ticks(in: range, about: 8)
        frame.drawGrid(on: &drawing, xTicks: xTicks, yTicks: yTicks)
        var placer = LabelPlacer(bounds: frame.area.insetBy(4))
        let curve = result.steps.map { frame.point(1 - $0.liquidFraction, degreesCelsius(fromKelvin: $0.temperature)) }
        drawing.curve(curve, class: "line p1")
        placer.avoid(curve: curve)
        let names = PhaseNames(phases: result.phases.map(\.phase))
        for event in result.events {
            let point = frame.point(1 - event.liquidFraction, degreesCelsius(fromKelvin: event.temperature))
            drawing.circle(at: point, radius: 3, class: "mark all")
            let label = Label("\(names.region(event.phases))  \(Numbers.fixed(degreesCelsius(fromKelvin: event.temperature), 1)) °C")
            let width = label.width(fontSize: 12)
            guard let place = placer.place(width: width + 6, height: 15, at: LabelPlacer.around(point, width: width, height: 12, gap: 9)) else {
                continue
            }
            drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name halo", anchor: .middle)
        }
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: "solid (mole fraction)")
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: .italic("T") + " (°C)")
        frame.drawRightAxis(on: &drawing, offset: celsiusZeroInKelvin, about: 8, label: .italic("T") + " (K)")
        drawing.text(Label("\(alloy) (mole fractions), \(rule)"), at: Point(x: frame.area.left, y: 26), class: "axis")
        drawing.drawSource(result.database)
        return drawing.svg()
    }
}
