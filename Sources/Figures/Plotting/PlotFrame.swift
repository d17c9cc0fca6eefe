/// A rectangle with axes: where quantities become places.
struct PlotFrame {
    let area: Rectangle
    let x: Scale
    let y: Scale

    init(area: Rectangle, x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.area = area
        self.x = Scale(x, from: area.left, to: area.right)
        self.y = Scale(y, from: area.bottom, to: area.top)
    }

    func point(_ x: Double, _ y: Double) -> Point { Point(x: self.x(x), y: self.y(y)) }

    /// Light lines behind the data at every tick.
    func drawGrid(on drawing: inout Drawing, xTicks: Ticks, yTicks: Ticks) {
        for value in xTicks.values {
            drawing.line(from: Point(x: x(value), y: area.top), to: Point(x: x(value), y: area.bottom), class: "grid")
        }
        for value in yTicks.values {
            drawing.line(from: Point(x: area.left, y: y(value)), to: Point(x: area.right, y: y(value)), class: "grid")
        }
    }

    func drawFrame(on drawing: inout Drawing) { drawing.rectangle(area, class: "frame") }

    /// Ticks point inwards, as in the field's journals.
    func drawBottomAxis(on drawing: inout Drawing, ticks: Ticks, label: Label?, hasNumbers: Bool = true) {
        for value in ticks.values {
            let place = x(value)
            drawing.line(from: Point(x: place, y: area.bottom), to: Point(x: place, y: area.bottom - 5), class: "tick")
            drawing.line(from: Point(x: place, y: area.top), to: Point(x: place, y: area.top + 5), class: "tick")
            if hasNumbers { drawing.text(Label(ticks.text(value)), at: Point(x: place, y: area.bottom + 17), class: "number", anchor: .middle) }
        }
        if let label { drawing.text(label, at: Point(x: area.centre.x, y: area.bottom + 38), class: "axis", anchor: .middle) }
    }

    /// Numbers above the frame: the bottom axis in another unit, `factor` times as large.
    func drawTopNumbers(on drawing: inout Drawing, ticks: Ticks, factor: Double, label: Label) {
        for value in ticks.values {
            drawing.text(Label(Numbers.fixed(value * factor, 0)), at: Point(x: x(value), y: area.top - 8), class: "number faint", anchor: .middle)
        }
        drawing.text(label, at: Point(x: area.centre.x, y: area.top - 30), class: "axis faint", anchor: .middle)
    }

    func drawLeftAxis(on drawing: inout Drawing, ticks: Ticks, label: Label, labelDistance: Double = 46) {
        for value in ticks.values {
            drawing.line(from: Point(x: area.left, y: y(value)), to: Point(x: area.left + 5, y: y(value)), class: "tick")
            drawing.text(Label(ticks.text(value)), at: Point(x: area.left - 8, y: y(value) + 4), class: "number", anchor: .end)
        }
        drawing.text(label, at: Point(x: area.left - labelDistance, y: area.centre.y), class: "axis", anchor: .middle, turned: 90)
    }

    /// A second scale for the same axis, as kelvin beside degrees Celsius.
    ///
    /// - Parameter offset: What to add to a value of the left axis to get one of the right.
    func drawRightAxis(on drawing: inout Drawing, offset: Double, about count: Int, label: Label) {
        let ticks = Ticks(in: (y.domain.lowerBound + offset)...(y.domain.upperBound + offset), about: count)
        for value in ticks.values {
            let place = y(value - offset)
            drawing.line(from: Point(x: area.right, y: place), to: Point(x: area.right - 5, y: place), class: "tick")
            drawing.text(Label(ticks.text(value)), at: Point(x: area.right + 8, y: place + 4), class: "number faint")
        }
        drawing.text(label, at: Point(x: area.right + 50, y: area.centre.y), class: "axis faint", anchor: .middle, turned: 90)
    }

    /// Right ticks without numbers, where there is no second scale.
    func drawRightTicks(on drawing: inout Drawing, ticks: Ticks) {
        for value in ticks.values {
            drawing.line(from: Point(x: area.right, y: y(value)), to: Point(x: area.right - 5, y: y(value)), class: "tick")
        }
    }
}
