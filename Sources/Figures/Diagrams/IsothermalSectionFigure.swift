public import Calphad
import Tieline

/// An isothermal section as textbooks draw it: an equilateral triangle with thin tie-lines, tie-triangles lightly shaded, boundaries as lines,
/// the phases' names in their regions.
public struct IsothermalSectionFigure: Sendable {
    private static let width = 760.0
    private static let height = 720.0
    /// Tie-lines are drawn no closer than this, in the units of the drawing.
    private static let tieLineSpacing = 9.0
    /// A tie-triangle or field smaller than this goes without a name, in square units of the drawing.
    private static let smallestNamed = 900.0
    /// A region with more room than this around its middle holds its own name, as a part of the triangle's side.
    private static let roomyRegion = 0.03

    let section: IsothermalSection
    let names: PhaseNames
    let frame = TriangleFrame(left: Point(x: 84, y: 634), side: 592)

    public init(_ section: IsothermalSection) {
        self.section = section
        let all = section.regions.map(\.phase) + section.tieTriangles.flatMap { $0.corners.map(\.phase) } + section.fields.flatMap(\.phases)
        names = PhaseNames(liquidFirst: all)
    }

    public func svg() -> String {
        let system = section.components.map(PhaseNames.element).joined(separator: "–")
        var drawing = Drawing(
            calculatedFrom: section.database, title: "\(system) at \(Numbers.fixed(section.temperature, 1)) K", warnings: section.warnings,
            width: Self.width,
            height: Self.height)
        drawing.text(Label(system), at: Point(x: 24, y: 18), class: "axis")
        frame.drawGrid(on: &drawing)
        var placer = LabelPlacer(bounds: Rectangle(left: frame.left.x, top: frame.top.y, width: frame.side, height: frame.height))
        // The numbers of the axes stand here.
        for (foot, side) in [(frame.left, -1.0), (frame.right, 1.0)] {
            let outwards = [foot, frame.top].map { Point(x: $0.x + side * 24, y: $0.y) }
            placer.avoid(curve: outwards, radius: 18)
        }
        for triangle in section.tieTriangles {
            let corners = triangle.corners.map { frame.point($0.x) }
            drawing.polygon(corners, class: "triangle")
            placer.avoid(curve: corners + [corners[0]], radius: 1.5)
        }
        for field in section.fields { drawTieLines(field, on: &drawing) }
        for field in section.fields where field.phases.count == 2 {
            for (curve, phase) in [(field.tieLines.map(\.first), field.phases[0]), (field.tieLines.map(\.second), field.phases[1])] {
                let points = curve.map(frame.point)
                drawing.curve(points, class: "line section \(names.style(phase))")
                placer.avoid(curve: points, radius: 1.5)
            }
        }
        for region in section.regions { name([region.phase], at: frame.point(region.x), size: region.clearance * frame.side, &drawing, &placer) }
        nameCompounds(on: &drawing, &placer)
        for triangle in section.tieTriangles {
            let corners = triangle.corners.map { frame.point($0.x) }
            let middle = Point(x: corners.reduce(0) { $0 + $1.x } / 3, y: corners.reduce(0) { $0 + $1.y } / 3)
            guard Self.area(corners) > Self.smallestNamed else { continue }
            name(triangle.corners.map(\.phase), at: middle, size: Self.area(corners).squareRoot() / 2, &drawing, &placer)
        }
        for field in section.fields {
            let middle = field.tieLines[field.tieLines.count / 2]
            let ends = [frame.point(middle.first), frame.point(middle.second)]
            let outline = field.tieLines.map { frame.point($0.first) } + field.tieLines.reversed().map { frame.point($0.second) }
            guard Self.area(outline) > Self.smallestNamed else { continue }
            name(field.phases, at: Point(x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2), size: 30, &drawing, &placer)
        }
        frame.drawAxes(on: &drawing, components: section.components)
        let celsius = Numbers.fixed(degreesCelsius(fromKelvin: section.temperature), 1)
        drawing.text(
            .italic("T") + " = \(Numbers.fixed(section.temperature, 1)) K (\(celsius) °C)", at: Point(x: 24, y: 40), class: "axis")
        drawing.drawSource(section.database)
        return drawing.svg()
    }

    /// Phases whose region is too small to hold a name have it beside a corner of a tie-triangle.
    private func nameCompounds(on drawing: inout Drawing, _ placer: inout LabelPlacer) {
        var named = section.regions.filter { $0.clearance > Self.roomyRegion }.map(\.phase)
        for corner in section.tieTriangles.flatMap(\.corners) where !named.contains(corner.phase) {
            named.append(corner.phase)
            let label = Label(names[corner.phase])
            let width = label.width(fontSize: 11)
            let candidates = LabelPlacer.around(frame.point(corner.x), width: width, height: 11, gap: 4)
            guard let place = placer.place(width: width, height: 12, at: candidates) else { continue }
            drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "small halo \(names.style(corner.phase))", anchor: .middle)
        }
    }

    private func drawTieLines(_ field: IsothermalSection.Field, on drawing: inout Drawing) {
        var last: [Point] = []
        for line in field.tieLines {
            let ends = [frame.point(line.first), frame.point(line.second)]
            if last.count == 2 {
                let move = max(hypotenuse(ends[0], last[0]), hypotenuse(ends[1], last[1]))
                guard move >= Self.tieLineSpacing else { continue }
            }
            last = ends
            drawing.line(from: ends[0], to: ends[1], class: "tie")
        }
    }

    private func hypotenuse(_ a: Point, _ b: Point) -> Double { ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot() }

    private func name(_ phases: [String], at middle: Point, size: Double, _ drawing: inout Drawing, _ placer: inout LabelPlacer) {
        let label = Label(names.region(phases))
        let width = label.width(fontSize: 12)
        var candidates: [Point] = []
        for dy in [0.0, 8, -8, 16, -16] { for dx in [0.0, 10, -10, 20, -20] { candidates.append(Point(x: middle.x + dx, y: middle.y + dy)) } }
        candidates = candidates.filter { abs($0.x - middle.x) <= size && abs($0.y - middle.y) <= size }
        guard let place = placer.place(width: width + 2, height: 14, at: candidates) else { return }
        drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name halo", anchor: .middle)
    }

    private static func area(_ polygon: [Point]) -> Double {
        var sum = 0.0
        for (place, a) in polygon.enumerated() {
            let b = polygon[(place + 1) % polygon.count]
            sum += a.x * b.y - b.x * a.y
        }
        return abs(sum) / 2
    }
}
