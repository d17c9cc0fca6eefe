/// Puts labels where nothing else is. Everything that is drawn is reported to it first.
///
/// What is taken is kept as a raster of small cells, so its size and speed do not depend on how much is drawn.
struct LabelPlacer {
    /// Labels stay inside this.
    let bounds: Rectangle
    private let columns: Int
    private let rows: Int
    private var isTaken: [Bool]

    /// The side of a cell, in the units of the drawing: a third of a letter.
    static let cell = 2.0
    /// A larger figure than this many cells a side is placed as if it ended there.
    static let mostCells = 2_000

    init(bounds: Rectangle) {
        self.bounds = bounds
        columns = max(1, min(Self.mostCells, Int((bounds.width / Self.cell).rounded(.up))))
        rows = max(1, min(Self.mostCells, Int((bounds.height / Self.cell).rounded(.up))))
        isTaken = Array(repeating: false, count: columns * rows)
    }

    /// The cells that a rectangle touches, cut at the bounds; `nil` where it lies outside.
    private func cells(of rectangle: Rectangle) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
        guard rectangle.overlaps(bounds) else { return nil }
        func index(_ distance: Double, _ count: Int) -> Int { min(max(Int((distance / Self.cell).rounded(.down)), 0), count - 1) }
        return (
            index(rectangle.left - bounds.left, columns)...index(rectangle.right - bounds.left, columns),
            index(rectangle.top - bounds.top, rows)...index(rectangle.bottom - bounds.top, rows)
        )
    }

    /// Nothing will be placed on this.
    mutating func avoid(_ rectangle: Rectangle) {
        guard let cells = cells(of: rectangle) else { return }
        for row in cells.rows {
            for column in cells.columns { isTaken[row * columns + column] = true }
        }
    }

    mutating func avoid(_ point: Point, radius: Double) {
        guard point.isFinite else { return }
        avoid(Rectangle(around: point, halfWidth: radius))
    }

    /// A curve is a row of small squares, close enough that no letter fits between two.
    mutating func avoid(curve points: [Point], radius: Double = 2.5) {
        for (a, b) in zip(points, points.dropFirst()) where a.isFinite && b.isFinite {
            let length = max(abs(b.x - a.x), abs(b.y - a.y))
            let pieces = max(1, min(400, Int(min(length, 1e6) / 4)))
            for piece in 0...pieces {
                let share = Double(piece) / Double(pieces)
                avoid(Point(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)), radius: radius)
            }
        }
    }

    func isFree(_ rectangle: Rectangle) -> Bool {
        guard bounds.contains(rectangle), let cells = cells(of: rectangle) else { return false }
        return cells.rows.allSatisfy { row in cells.columns.allSatisfy { !isTaken[row * columns + $0] } }
    }

    /// Takes the first free candidate, given as middles of the label.
    ///
    /// - Returns: The middle of the label, or `nil` if it fits nowhere.
    mutating func place(width: Double, height: Double, at candidates: some Sequence<Point>) -> Point? {
        for candidate in candidates where candidate.isFinite {
            let box = Rectangle(left: candidate.x - width / 2, top: candidate.y - height / 2, width: width, height: height)
            if isFree(box) {
                avoid(box)
                return candidate
            }
        }
        return nil
    }

    /// Middles of a label around a mark, the nearest and most usual first: right, left, above, below, then the corners, then further out.
    ///
    /// - Parameter gap: The nearest distance from the mark to the label; the furthest is `reach` times as far.
    static func around(_ point: Point, width: Double, height: Double, gap: Double, reach: Double = 7) -> [Point] {
        [1.0, 2.5, 4.5, 7].filter { $0 <= reach }.flatMap { factor -> [Point] in
            let (dx, dy) = (width / 2 + gap * factor, height / 2 + gap * factor)
            return [
                Point(x: point.x + dx, y: point.y), Point(x: point.x - dx, y: point.y), Point(x: point.x, y: point.y - dy),
                Point(x: point.x, y: point.y + dy), Point(x: point.x + dx, y: point.y - dy), Point(x: point.x - dx, y: point.y - dy),
                Point(x: point.x + dx, y: point.y + dy), Point(x: point.x - dx, y: point.y + dy),
            ]
        }
    }
}
