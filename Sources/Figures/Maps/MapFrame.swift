import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Where the conditions of a map's space are on a drawing.
enum MapFrame {
    /// With the positions of the three mole fractions among the axes, in the order of the corners.
    case triangle(TriangleFrame, simplex: [Int])
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
                TriangleFrame(left: Point(x: Self.left, y: Self.bottom), side: Self.side, least: least.reduce(0, +) < 0.85 ? least : [0, 0, 0]),
                simplex: space.simplex)
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
        case .triangle(let frame, let simplex): frame.point(simplex.map { condition[$0] })
        case .square(let frame): frame.point(condition[0], condition[1])
        }
    }

    /// The rim of a ball, closed: all that is so far from a condition, by the distance in which ``Tieline/Prior/Kind/phaseBall(center:radius:phases:)`` is meant.
    func rim(around center: Condition, radius: Double, space: ParameterSpace) -> [Point] {
        let middle = point(center)
        let (across, upwards): (Double, Double) =
            switch self {
            case .triangle(let frame, _): (radius * frame.lengthOfEdge, radius * frame.lengthOfEdge)
            case .square(let frame):
                (
                    radius * abs(frame.x(space.axes[0].maximum) - frame.x(space.axes[0].minimum)),
                    radius * abs(frame.y(space.axes[1].maximum) - frame.y(space.axes[1].minimum))
                )
            }
        return (0...Self.rimCorners).map { corner in
            let angle = 2 * Double.pi * Double(corner) / Double(Self.rimCorners)
            return Point(x: middle.x + across * cos(angle), y: middle.y + upwards * sin(angle))
        }
    }

    /// Looks round on paper.
    private static let rimCorners = 72

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
        case .triangle(let frame, _): frame.drawGrid(on: &drawing)
        case .square(let frame):
            frame.drawGrid(on: &drawing, xTicks: Ticks(in: frame.x.domain, about: 6), yTicks: Ticks(in: frame.y.domain, about: 6))
        }
    }

    func drawAxes(on drawing: inout Drawing, space: ParameterSpace) {
        switch self {
        case .triangle(let frame, let simplex): frame.drawAxes(on: &drawing, components: simplex.map { space.axes[$0].name })
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
