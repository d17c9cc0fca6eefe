/// The composition triangle, or a smaller one cut from it that is as regular: the first component at the lower left, the second at the lower right, the third
/// on top.
struct TriangleFrame {
    let left: Point
    let side: Double
    /// The mole fractions that the opposite side of each corner stands for: zero for the whole triangle. Their sum is below one.
    let least: [Double]

    init(left: Point, side: Double, least: [Double] = [0, 0, 0]) {
        precondition(least.count == 3 && least.reduce(0, +) < 1, "a triangle is cut at three mole fractions that leave something of it")
        self.left = left
        self.side = side
        self.least = least
    }

    /// Of the whole triangle's edge, a difference of one in mole fraction.
    var lengthOfEdge: Double { side / extent }
    var height: Double { side * 0.75.squareRoot() }
    var right: Point { Point(x: left.x + side, y: left.y) }
    var top: Point { Point(x: left.x + side / 2, y: left.y - height) }
    /// How far each mole fraction goes from its side to its corner.
    private var extent: Double { 1 - least.reduce(0, +) }

    /// - Parameter x: three mole fractions.
    func point(_ x: [Double]) -> Point {
        guard x.count == 3 else { return Point(x: .nan, y: .nan) }
        return inside([1, 2].map { (x[$0] - least[$0]) / extent })
    }

    /// - Parameter shares: How far towards the second and the third corner, `0...1`.
    private func inside(_ shares: [Double]) -> Point {
        Point(x: left.x + side * (shares[0] + shares[1] / 2), y: left.y - height * shares[1])
    }

    /// Shares of a side that have a line and a number: round mole fractions, of all components at once, since the sides start at tenths.
    private var shares: [Double] {
        let step = extent > 0.45 ? 0.1 : extent > 0.2 ? 0.05 : 0.02
        return (1..<max(Int((extent / step - 1e-9).rounded(.up)), 1)).map { Double($0) * step / extent }
    }

    func drawGrid(on drawing: inout Drawing) {
        for share in shares {
            drawing.line(from: inside([share, 0]), to: inside([share, 1 - share]), class: "grid")
            drawing.line(from: inside([0, share]), to: inside([1 - share, share]), class: "grid")
            drawing.line(from: inside([1 - share, 0]), to: inside([0, 1 - share]), class: "grid")
        }
    }

    /// Sides, numbers and names. Each side carries the mole fraction of the component that grows along it, anticlockwise.
    func drawAxes(on drawing: inout Drawing, components: [String]) {
        drawing.polygon([left, right, top], class: "frame")
        let names = components.map(PhaseNames.element)
        func number(_ component: Int, _ share: Double) -> Label {
            let value = least[component] + share * extent
            return Label(Numbers.fixed(value, extent > 0.45 ? 1 : 2))
        }
        for share in shares {
            let bottom = inside([share, 0])
            drawing.line(from: bottom, to: Point(x: bottom.x + 2.5, y: bottom.y - 4.3), class: "tick")
            drawing.text(number(1, share), at: Point(x: bottom.x - 2, y: bottom.y + 17), class: "number", anchor: .middle)
            let slope = inside([1 - share, share])
            drawing.line(from: slope, to: Point(x: slope.x - 5, y: slope.y), class: "tick")
            drawing.text(number(2, share), at: Point(x: slope.x + 8, y: slope.y + 4), class: "number")
            let back = inside([0, 1 - share])
            drawing.line(from: back, to: Point(x: back.x + 2.5, y: back.y + 4.3), class: "tick")
            drawing.text(number(0, share), at: Point(x: back.x - 7, y: back.y - 1), class: "number", anchor: .end)
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
