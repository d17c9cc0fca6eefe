public import Calphad
import Tieline

/// The liquidus projection of a ternary as the field draws it: monovariant lines bold with arrows towards falling temperature, a second head
/// where the reaction is peritectic; isotherms thin; the phase that forms first named in its field; invariants by letter and number, with a
/// table beside.
public struct LiquidusProjectionFigure: Sendable {
    private static let width = 1130.0
    private static let height = 720.0
    /// Where the table of invariants begins.
    private static let tableLeft = 742.0
    /// A stretch of line shorter than this has no arrow.
    private static let shortestArrow = 16.0
    private static let arrowSize = 7.0
    /// Rows of the table.
    private static let mostRows = 38

    let projection: LiquidusProjection
    let names: PhaseNames
    let frame = TriangleFrame(left: Point(x: 84, y: 634), side: 592)

    public init(_ projection: LiquidusProjection) {
        self.projection = projection
        names = PhaseNames(phases: projection.fields.map(\.phase))
    }

    public func svg() -> String {
        let system = projection.components.map(PhaseNames.element).joined(separator: "–")
        var drawing = Drawing(
            calculatedFrom: projection.database, title: "\(system), liquidus projection", warnings: projection.warnings, width: Self.width,
            height: Self.height)
        var placer = LabelPlacer(bounds: Rectangle(left: 4, top: 20, width: Self.tableLeft - 20, height: Self.height - 40))
        // Outside the triangle stand the axes' numbers.
        for (a, b, away) in [
            (frame.left, frame.top, Point(x: -26, y: -15)), (frame.top, frame.right, Point(x: 26, y: -15)),
            (frame.left, frame.right, Point(x: 0, y: 26)),
        ] {
            placer.avoid(curve: [a, b].map { Point(x: $0.x + away.x, y: $0.y + away.y) }, radius: 20)
            placer.avoid(curve: [a, b], radius: 2)
        }
        drawIsotherms(on: &drawing, placer: &placer)
        for line in projection.lines { drawLine(line, on: &drawing, placer: &placer) }
        let letters = drawInvariants(on: &drawing, placer: &placer)
        drawExtrema(on: &drawing, placer: &placer)
        nameFields(on: &drawing, placer: &placer)
        nameIsotherms(on: &drawing, placer: &placer)
        frame.drawAxes(on: &drawing, components: projection.components)
        drawTable(letters, on: &drawing)
        drawing.text(Label("\(system), liquidus projection"), at: Point(x: 24, y: 34), class: "axis strong")
        drawing.text(Label("isotherms in °C"), at: Point(x: 24, y: 54), class: "small faint")
        drawing.drawSource(projection.database)
        return drawing.svg()
    }

    // MARK: Lines

    private func drawIsotherms(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for isotherm in projection.isotherms {
            for curve in isotherm.curves { drawing.curve(curve.x.map(frame.point), class: "isotherm") }
        }
    }

    private func drawLine(_ line: LiquidusProjection.Line, on drawing: inout Drawing, placer: inout LabelPlacer) {
        let points = line.points.map { frame.point($0.x) }
        drawing.curve(points, class: "monovariant")
        placer.avoid(curve: points, radius: 2)
        // One arrow for every stretch on which the temperature falls in one sense.
        var start = 0
        for place in 1..<max(1, points.count) {
            let isEnd = place == points.count - 1
            let turns =
                !isEnd
                && (line.points[place].temperature - line.points[place - 1].temperature)
                    * (line.points[place + 1].temperature - line.points[place].temperature) < 0
            guard isEnd || turns else { continue }
            drawArrow(Array(line.points[start...place]), Array(points[start...place]), on: &drawing)
            start = place
        }
    }

    private func drawArrow(_ data: [LiquidusProjection.Line.Point], _ points: [Point], on drawing: inout Drawing) {
        guard let first = data.first, let last = data.last else { return }
        let falls = last.temperature < first.temperature
        let path = falls ? points : points.reversed()
        let flags = falls ? data.map(\.isPeritectic) : data.reversed().map(\.isPeritectic)
        let lengths = zip(path, path.dropFirst()).map { distance($0, $1) }
        let whole = lengths.reduce(0, +)
        guard whole > Self.shortestArrow else { return }
        var along = 0.0
        for (place, length) in lengths.enumerated() {
            guard along + length >= whole / 2, length > 0 else {
                along += length
                continue
            }
            let share = (whole / 2 - along) / length
            let (a, b) = (path[place], path[place + 1])
            let direction = Point(x: (b.x - a.x) / length, y: (b.y - a.y) / length)
            let tip = Point(
                x: a.x + share * (b.x - a.x) + direction.x * Self.arrowSize / 2, y: a.y + share * (b.y - a.y) + direction.y * Self.arrowSize / 2)
            for head in 0..<(flags[place + 1] ? 2 : 1) {
                let back = Double(head) * Self.arrowSize
                drawHead(at: Point(x: tip.x - direction.x * back, y: tip.y - direction.y * back), direction, on: &drawing)
            }
            return
        }
    }

    private func drawHead(at tip: Point, _ direction: Point, on drawing: inout Drawing) {
        let size = Self.arrowSize
        let foot = Point(x: tip.x - direction.x * size, y: tip.y - direction.y * size)
        let half = 0.42 * size
        drawing.polygon(
            [
                tip, Point(x: foot.x - direction.y * half, y: foot.y + direction.x * half),
                Point(x: foot.x + direction.y * half, y: foot.y - direction.x * half),
            ],
            class: "head")
    }

    private func distance(_ a: Point, _ b: Point) -> Double { ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot() }

    // MARK: Points

    /// Letters with numbers from the highest temperature down, in the order of the invariants.
    private var letters: [String] {
        var result = [String](repeating: "", count: projection.invariants.count)
        var counts: [String: Int] = [:]
        for place in projection.invariants.indices.sorted(by: { projection.invariants[$0].temperature > projection.invariants[$1].temperature }) {
            let letter = projection.invariants[place].kind.letter
            counts[letter, default: 0] += 1
            result[place] = "\(letter)\(counts[letter] ?? 0)"
        }
        return result
    }

    private func drawInvariants(on drawing: inout Drawing, placer: inout LabelPlacer) -> [String] {
        let letters = letters
        for (place, invariant) in projection.invariants.enumerated() {
            // Two liquids: a point for each.
            for liquid in invariant.phases where liquid.phase == invariant.phases[0].phase {
                let point = frame.point(liquid.x)
                drawing.circle(at: point, radius: 3, class: "mark all", tooltip: "\(letters[place]) \(celsius(invariant.temperature)) °C")
                placer.avoid(point, radius: 3.5)
            }
        }
        for (place, invariant) in projection.invariants.enumerated() {
            let label = Label([
                .init(text: String(letters[place].prefix(1)), style: .plain), .init(text: String(letters[place].dropFirst()), style: .lowered),
            ])
            let width = label.width(fontSize: 12)
            let point = frame.point(invariant.phases[0].x)
            guard let at = placer.place(width: width + 2, height: 13, at: LabelPlacer.around(point, width: width, height: 12, gap: 4, reach: 4.5))
            else {
                continue
            }
            drawing.text(label, at: Point(x: at.x, y: at.y + 4), class: "name strong halo", anchor: .middle)
        }
        for invariant in projection.binaryInvariants {
            let point = frame.point(invariant.phases[0].x)
            drawing.circle(at: point, radius: 2.4, class: "mark all", tooltip: "\(celsius(invariant.temperature)) °C")
        }
        return letters
    }

    private func drawExtrema(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for extremum in projection.extrema {
            let point = frame.point(extremum.x)
            drawing.circle(
                at: point, radius: 2.6, class: "mark open", tooltip: "\(extremum.isMaximum ? "max" : "min") \(celsius(extremum.temperature)) °C")
            let label = Label("\(extremum.isMaximum ? "max" : "min") \(Numbers.fixed(degreesCelsius(fromKelvin: extremum.temperature), 0))")
            let width = label.width(fontSize: 10)
            guard let at = placer.place(width: width, height: 11, at: LabelPlacer.around(point, width: width, height: 10, gap: 4, reach: 2.5)) else {
                continue
            }
            drawing.text(label, at: Point(x: at.x, y: at.y + 3.5), class: "number halo", anchor: .middle)
        }
    }

    private func celsius(_ kelvin: Double) -> String { Numbers.fixed(degreesCelsius(fromKelvin: kelvin), 1) }

    // MARK: Names

    private func nameFields(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for field in projection.fields.sorted(by: { $0.area > $1.area }) {
            let label = Label(field.phase == projection.liquid ? "two liquids" : names[field.phase])
            let middle = frame.point(field.label)
            let rings = field.rings.map { $0.map(frame.point) }
            for size in [13.0, 11, 9] {
                let width = label.width(fontSize: size)
                let candidates = candidates(around: middle, in: rings, width: width)
                guard let at = placer.place(width: width + 2, height: size + 2, at: candidates) else { continue }
                drawing.text(
                    label, at: Point(x: at.x, y: at.y + size / 3),
                    class: "\(size > 12 ? "axis" : size > 10 ? "small" : "fine") halo \(names.style(field.phase))",
                    anchor: .middle)
                break
            }
        }
    }

    /// Places in the field whose left and right ends of the name lie in it too.
    private func candidates(around middle: Point, in rings: [[Point]], width: Double) -> [Point] {
        func holds(_ p: Point) -> Bool {
            var isInside = false
            for ring in rings {
                for (a, b) in zip(ring, ring.dropFirst()) where (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
                    isInside.toggle()
                }
            }
            return isInside
        }
        var found: [Point] = []
        for radius in stride(from: 0.0, through: 120, by: 6) {
            for turn in 0..<(radius == 0 ? 1 : 12) {
                let (dx, dy) = Self.compass[turn]
                let p = Point(x: middle.x + radius * dx, y: middle.y + radius * dy)
                if [-0.5, -0.25, 0, 0.25, 0.5].allSatisfy({ holds(Point(x: p.x + $0 * width, y: p.y)) }) { found.append(p) }
            }
        }
        return found
    }

    private static let compass: [(Double, Double)] = [
        (1, 0), (-1, 0), (0, 1), (0, -1), (0.866, 0.5), (-0.866, 0.5), (0.866, -0.5), (-0.866, -0.5), (0.5, 0.866), (-0.5, 0.866), (0.5, -0.866),
        (-0.5, -0.866),
    ]

    /// Every isotherm's temperature on the longest of its curves that has room.
    private func nameIsotherms(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for isotherm in projection.isotherms {
            let label = Label(Numbers.fixed(degreesCelsius(fromKelvin: isotherm.temperature), 0))
            let width = label.width(fontSize: 10)
            for curve in isotherm.curves.sorted(by: { $0.x.count > $1.x.count }) {
                let points = curve.x.map(frame.point)
                let middle = points.count / 2
                let order = points.indices.sorted { abs($0 - middle) < abs($1 - middle) }
                guard points.count > 3, let at = placer.place(width: width, height: 10, at: order.map { points[$0] }) else { continue }
                drawing.text(label, at: Point(x: at.x, y: at.y + 3.5), class: "fine halo isothermal", anchor: .middle)
                break
            }
        }
    }

    // MARK: Table

    private func drawTable(_ letters: [String], on drawing: inout Drawing) {
        var y = 74.0
        let left = Self.tableLeft
        drawing.text("invariants", at: Point(x: left, y: y), class: "name strong")
        let order = projection.invariants.indices.sorted { projection.invariants[$0].temperature > projection.invariants[$1].temperature }
        for place in order.prefix(Self.mostRows) {
            y += 15
            let invariant = projection.invariants[place]
            drawing.text(Label(letters[place]), at: Point(x: left, y: y), class: "small strong")
            drawing.text(Label(celsius(invariant.temperature)), at: Point(x: left + 66, y: y), class: "small", anchor: .end)
            let reaction =
                "\(invariant.reactants.map { names[$0] }.joined(separator: " + ")) → \(invariant.products.map { names[$0] }.joined(separator: " + "))"
            drawing.text(Label(reaction), at: Point(x: left + 76, y: y), class: "small")
        }
        let hidden = order.count - Self.mostRows
        if hidden > 0 { drawing.text(Label("and \(hidden) more"), at: Point(x: left, y: y + 15), class: "small faint") }
        if order.isEmpty { drawing.text("none", at: Point(x: left, y: y + 15), class: "small faint") }
    }
}
