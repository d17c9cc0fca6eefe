public import Calphad
import Tieline

/// Amounts of the stable phases along a line of conditions.
public struct PropertyStepFigure: Sendable {
    private static let width = 760.0
    private static let height = 520.0

    let step: PropertyStep

    public init(_ step: PropertyStep) { self.step = step }

    public func svg() -> String {
        var drawing = Drawing(
            calculatedFrom: step.database, title: "Phase amounts of \(step.components.map(PhaseNames.element).joined(separator: "–"))",
            warnings: step.warnings, width: Self.width,
            height: Self.height)
        let domain = ClosedRange.around(step.rows.map(\.value)) ?? 0...1
        let frame = PlotFrame(area: Rectangle(left: 66, top: 44, width: Self.width - 132, height: Self.height - 44 - 70), x: domain, y: 0...1)
        let xTicks = Ticks(in: domain, about: 8)
        let yTicks = Ticks(in: 0...1, about: 10)
        frame.drawGrid(on: &drawing, xTicks: xTicks, yTicks: yTicks)
        let names = PhaseNames(phases: step.rows.flatMap { $0.phases.map(\.phase) })
        var placer = LabelPlacer(bounds: frame.area.insetBy(4))
        for change in step.changes {
            drawing.line(from: frame.point(change.value, 0), to: frame.point(change.value, 1), class: "limit")
        }
        for phase in names.phases {
            var highest: (point: Point, amount: Double)?
            var points: [Point] = []
            for row in step.rows {
                let amount = row.phases.reduce(0) { $0 + ($1.phase == phase ? $1.amount : 0) }
                let point = frame.point(row.value, amount)
                points.append(amount > 0 ? point : Point(x: .nan, y: .nan))
                if amount > highest?.amount ?? 0 { highest = (point, amount) }
            }
            drawing.curve(points, class: "line \(names.style(phase))")
            placer.avoid(curve: points)
            guard let highest else { continue }
            let label = Label(names[phase])
            let width = label.width(fontSize: 12)
            guard let place = placer.place(width: width + 4, height: 14, at: LabelPlacer.around(highest.point, width: width, height: 12, gap: 7))
            else {
                continue
            }
            drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name halo \(names.style(phase))", anchor: .middle)
        }
        frame.drawFrame(on: &drawing)
        let label: Label =
            switch step.variable {
            case .temperature: .italic("T") + " (K)"
            case .composition: "part of the way from start to end"
            case .pressure: .italic("p") + " (Pa)"
            }
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: label)
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: "amount of phase (mole fraction)")
        drawing.drawSource(step.database)
        return drawing.svg()
    }
}
