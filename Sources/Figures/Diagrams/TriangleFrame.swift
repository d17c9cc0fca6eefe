/// The composition triangle: the first component at the lower left, the second at the lower right, the third on top.
struct TriangleFrame {
    let left: Point
    let side: Double

    var height: Double { side * 0.75.squareRoot() }
    var right: Point { Point(x: left.x + side, y: left.y) }
    var top: Point { Point(x: left.x + side / 2, y: left.y - height) }

    /// - Parameter x: three mole fractions.
    func point(_ x: [Double]) -> Point {
        guard x.count == 3 else { return Point(x: .nan, y: .nan) }
        return Point(x: left.x + side * (x[1] + x[2] / 2), y: left.y - height * x[2])
    }

    func drawGrid(on drawing: inout Drawing) {
        for place in 1..<10 {
            let share = Double(place) / 10
            drawing.line(from: point([1 - share, share, 0]), to: point([0, share, 1 - share]), class: "grid")
            drawing.line(from: point([1 - share, 0, share]), to: point([0, 1 - share, share]), class: "grid")
            drawing.line(from: point([share, 1 - share, 0]), to: point([share, 0, 1 - share]), class: "grid")
        }
    }

    /// Sides, numbers and names. Each side carries the mole fraction of the component that grows along it, anticlockwise.
    func drawAxes(on drawing: inout Drawing, components: [String]) {
        drawing.polygon([left, right, top], class: "frame")
        let names = components.map(PhaseNames.element)
        for place in 1..<10 {
            let share = Double(place) / 10
            let text = Label(Numbers.fixed(share, 1))
            let bottom = point([1 - share, share, 0])
            drawing.line(from: bottom, to: Point(x: bottom.x + 2.5, y: bottom.y - 4.3), class: "tick")
            drawing.text(text, at: Point(x: bottom.x - 2, y: bottom.y + 17), class: "number", anchor: .middle)
            let slope = point([0, 1 - share, share])
            drawing.line(from: slope, to: Point(x: slope.x - 5, y: slope.y), class: "tick")
            drawing.text(text, at: Point(x: slope.x + 8, y: slope.y + 4), class: "number")
            let back = point([share, 0, 1 - share])
            drawing.line(from: back, to: Point(x: back.x + 2.5, y: back.y + 4.3), class: "tick")
            drawing.text(text, at: Point(x: back.x - 7, y: back.y - 1), class: "number", anchor: .end)
        }
        drawing.text(Label(names[0]), at: Point(x: left.x - 16, y: left.y + 20), class: "axis strong", anchor: .middle)
        drawing.text(Label(names[1]), at: Point(x: right.x + 16, y: right.y + 20), class: "axis strong", anchor: .middle)
        drawing.text(Label(names[2]), at: Point(x: top.x, y: top.y - 12), class: "axis strong", anchor: .middle)
        let x = Label.italic("x")
        drawing.text(x + .lowered(names[1]), at: Point(x: left.x + side / 2, y: left.y + 40), class: "axis", anchor: .middle)
        drawing.text(
            x + .lowered(names[2]), at: Point(x: right.x - side / 4 + 46, y: right.y - height / 2), class: "axis", anchor: .middle, turned: -60)
        drawing.text(x + .lowered(names[0]), at: Point(x: left.x + side / 4 - 46, y: left.y - height / 2), class: "axis", anchor: .middle, turned: 60)
    }
}
