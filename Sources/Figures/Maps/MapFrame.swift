import Tieline

/// Where the conditions of a map's space are on a drawing.
enum MapFrame {
    case triangle(TriangleFrame)
    case square(PlotFrame)

    /// Of the triangle or the square.
    private static let left = 84.0
    private static let bottom = 634.0
    private static let side = 592.0

    /// - Parameter conditions: All of them are to be seen.
    /// - Returns: `nil` for a space that is neither a ternary composition nor of two axes.
    init?(_ space: ParameterSpace, conditions: [Condition]) {
        if space.simplex.count == 3, space.axes.count == 3 {
            let least = space.simplex.map { axis in
                // Down to a tenth, and a little below the least one.
                let smallest = conditions.map { $0[axis] }.min() ?? 0
                return max(((smallest - 0.01) * 10).rounded(.down) / 10, 0)
            }
            self = .triangle(
                TriangleFrame(left: Point(x: Self.left, y: Self.bottom), side: Self.side, least: least.reduce(0, +) < 0.85 ? least : [0, 0, 0]))
            return
        }
        guard space.simplex.isEmpty, space.axes.count == 2 else { return nil }
        let height = 540.0
        self = .square(
            PlotFrame(
                area: Rectangle(left: Self.left + (Self.side - height) / 2, top: Self.bottom - height, width: height, height: height),
                x: Self.shown(space.axes[0]), y: Self.shown(space.axes[1])))
    }

    /// Half a step of the grid more on either side, so that a cell is whole.
    private static func shown(_ axis: Axis) -> ClosedRange<Double> {
        (axis.minimum - axis.resolution / 2)...(axis.maximum + axis.resolution / 2)
    }

    func point(_ condition: Condition) -> Point {
        switch self {
        case .triangle(let frame): frame.point(condition.coordinates)
        case .square(let frame): frame.point(condition[0], condition[1])
        }
    }

    /// The cell of a point of the grid; `nil` for a library, whose samples are points.
    func cell(around condition: Condition, space: ParameterSpace) -> Rectangle? {
        guard case .square(let frame) = self, space.candidates.isEmpty else { return nil }
        let (width, height) = (space.axes[0].resolution, space.axes[1].resolution)
        let corner = frame.point(condition[0] - width / 2, condition[1] + height / 2)
        let opposite = frame.point(condition[0] + width / 2, condition[1] - height / 2)
        return Rectangle(left: corner.x, top: corner.y, width: opposite.x - corner.x, height: opposite.y - corner.y)
    }

    func drawGrid(on drawing: inout Drawing) {
        switch self {
        case .triangle(let frame): frame.drawGrid(on: &drawing)
        case .square(let frame):
            frame.drawGrid(on: &drawing, xTicks: Ticks(in: frame.x.domain, about: 6), yTicks: Ticks(in: frame.y.domain, about: 6))
        }
    }

    func drawAxes(on drawing: inout Drawing, space: ParameterSpace) {
        switch self {
        case .triangle(let frame): frame.drawAxes(on: &drawing, components: space.axes.map(\.name))
        case .square(let frame):
            frame.drawFrame(on: &drawing)
            let ticks = [frame.x, frame.y].map { Ticks(in: $0.domain, about: 6) }
            frame.drawBottomAxis(on: &drawing, ticks: ticks[0], label: Self.label(space.axes[0]))
            frame.drawLeftAxis(on: &drawing, ticks: ticks[1], label: Self.label(space.axes[1]))
            frame.drawRightTicks(on: &drawing, ticks: ticks[1])
        }
    }

    private static func label(_ axis: Axis) -> Label {
        switch axis.unit {
        case .none: .italic(axis.name)
        case .moleFraction: .italic("x") + .lowered(PhaseNames.element(axis.name)) + " (mole fraction)"
        case .kelvin: .italic("T") + " (K)"
        }
    }
}
