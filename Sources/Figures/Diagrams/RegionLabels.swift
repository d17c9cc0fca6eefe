/// Names in the regions of a binary diagram.
///
/// Tie-lines say it all: at one temperature each covers a two-phase region, and between two of them (or outside the outermost) lies the
/// phase at their ends. Stretches of the same phases that touch at successive temperatures are one region.
struct RegionLabels {
    /// The two phases in equilibrium at one temperature, and their compositions.
    struct Tie: Hashable, Sendable {
        var left: String
        var right: String
        var leftX: Double
        var rightX: Double
    }

    /// A stretch of one region at one temperature.
    private struct Stretch {
        var phases: [String]
        /// The number of the region that it belongs to.
        var region: Int
        var range: ClosedRange<Double>
        var temperature: Double
    }

    /// A region narrower than this, in the units of the drawing, has its name beside it.
    private static let narrow = 30.0

    private var stretches: [Stretch] = []
    /// Where in `stretches` the row of the temperature before begins.
    private var previousRow = 0
    private var regions = 0

    /// Adds one temperature; they have to come in order.
    ///
    /// - Parameters:
    ///   - ties: The tie-lines at the temperature.
    ///   - limits: The ends of the composition axis that is shown.
    mutating func add(ties: [Tie], temperature: Double, limits: ClosedRange<Double>) {
        let sorted = ties.filter { $0.leftX.isFinite && $0.rightX.isFinite && $0.leftX <= $0.rightX }.sorted { $0.leftX < $1.leftX }
        guard let first = sorted.first, let last = sorted.last, temperature.isFinite else { return }
        var row: [(phases: [String], lower: Double, upper: Double)] = [([first.left], limits.lowerBound, first.leftX)]
        for (index, tie) in sorted.enumerated() {
            row.append(([tie.left, tie.right], tie.leftX, tie.rightX))
            if index + 1 < sorted.count, sorted[index + 1].left == tie.right {
                row.append(([tie.right], tie.rightX, sorted[index + 1].leftX))
            }
        }
        row.append(([last.right], last.rightX, limits.upperBound))
        let before = previousRow..<stretches.count
        previousRow = stretches.count
        for stretch in row {
            let lower = max(stretch.lower, limits.lowerBound)
            let upper = min(stretch.upper, limits.upperBound)
            guard upper > lower else { continue }
            let touching = before.filter { stretches[$0].phases == stretch.phases && stretches[$0].range.overlaps(lower...upper) }.map {
                stretches[$0].region
            }
            regions += 1
            stretches.append(
                Stretch(phases: stretch.phases, region: touching.first ?? regions, range: lower...upper, temperature: temperature))
            // A stretch that touches two regions shows that they are one.
            if let first = touching.first { merge(Array(touching.dropFirst()), into: first) }
        }
    }

    private mutating func merge(_ others: [Int], into region: Int) {
        guard !others.isEmpty else { return }
        for index in stretches.indices where others.contains(stretches[index].region) { stretches[index].region = region }
    }

    /// Writes every region's name once, near the middle of where it fits; a region too narrow for its name gets it beside, with a thin line.
    func draw(on drawing: inout Drawing, frame: PlotFrame, placer: inout LabelPlacer, name: ([String]) -> String) {
        var drawn: [Int] = []
        for stretch in stretches where !drawn.contains(stretch.region) {
            drawn.append(stretch.region)
            let region = stretches.filter { $0.region == stretch.region }
            let label = Label(name(stretch.phases))
            let width = label.width(fontSize: 14) + 6
            if let place = placer.place(width: width, height: 18, at: candidates(in: region, frame: frame, width: width)) {
                write(label, at: place, on: &drawing)
            } else {
                drawBeside(label, width: width, region: region, on: &drawing, frame: frame, placer: &placer)
            }
        }
    }

    private func write(_ label: Label, at place: Point, on drawing: inout Drawing) {
        drawing.text(label, at: Point(x: place.x, y: place.y + 5), class: "region halo", anchor: .middle)
    }

    /// The name at some distance with a line to the middle of the region, for a tall and narrow region as that of a nearly pure element. Any
    /// other region without room is a corner that the figure cuts off, and goes without.
    private func drawBeside(
        _ label: Label, width: Double, region: [Stretch], on drawing: inout Drawing, frame: PlotFrame, placer: inout LabelPlacer
    ) {
        let heights = region.map { frame.y($0.temperature) }
        let widest = region.map { frame.x($0.range.upperBound) - frame.x($0.range.lowerBound) }.max() ?? 0
        guard let span = ClosedRange.around(heights), span.upperBound - span.lowerBound > 40, widest < Self.narrow else { return }
        for share in [0.5, 0.35, 0.65] {
            let target = region[min(region.count - 1, Int(share * Double(region.count)))]
            let end = Point(x: frame.x((target.range.lowerBound + target.range.upperBound) / 2), y: frame.y(target.temperature))
            let candidates = [34.0, 48, 64].flatMap { gap in
                [1.0, -1].flatMap { side in
                    [-14.0, 14, 0].map { Point(x: end.x + side * (gap + width / 2), y: end.y + $0) }
                }
            }
            guard let place = placer.place(width: width, height: 18, at: candidates) else { continue }
            let side = place.x > end.x ? -1.0 : 1
            drawing.line(from: Point(x: place.x + side * (width / 2 + 1), y: place.y), to: end, class: "leader")
            write(label, at: place, on: &drawing)
            return
        }
    }

    /// Middles of the region's stretches, those nearest to its centre of gravity first; then a quarter to either side.
    private func candidates(in region: [Stretch], frame: PlotFrame, width: Double) -> [Point] {
        var (weight, x, y) = (0.0, 0.0, 0.0)
        let middles = region.map { stretch -> (point: Point, room: Double, left: Double, right: Double) in
            let (left, right) = (frame.x(stretch.range.lowerBound), frame.x(stretch.range.upperBound))
            return (Point(x: (left + right) / 2, y: frame.y(stretch.temperature)), right - left, left, right)
        }
        for middle in middles {
            weight += middle.room
            x += middle.room * middle.point.x
            y += middle.room * middle.point.y
        }
        guard weight > 0 else { return [] }
        let centre = Point(x: x / weight, y: y / weight)
        var points: [Point] = []
        for middle in middles where middle.room > width {
            for share in [0.5, 0.35, 0.65, 0.2, 0.8] {
                points.append(Point(x: middle.left + share * middle.room, y: middle.point.y))
            }
        }
        func distance(_ point: Point) -> Double { abs(point.x - centre.x) + 1.5 * abs(point.y - centre.y) }
        return points.sorted { distance($0) < distance($1) }
    }
}
