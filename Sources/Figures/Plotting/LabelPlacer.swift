/// Puts labels where nothing else is. Everything that is drawn is reported to it first.
struct LabelPlacer {
    /// Labels stay inside this.
    let bounds: Rectangle
    private var taken: [Rectangle] = []

    /// Marks that are remembered; a figure with more has no room for labels anyway.
    static let mostObstacles = 4_000

    init(bounds: Rectangle) { self.bounds = bounds }

    /// Nothing will be placed on this.
    mutating func avoid(_ rectangle: Rectangle) {
        guard taken.count < Self.mostObstacles else { return }
        taken.append(rectangle)
    }

    mutating func avoid(_ point: Point, radius: Double) {
        guard point.isFinite else { return }
        avoid(Rectangle(around: point, halfWidth: radius))
    }

    /// A curve is a row of small squares, close enough that no letter fits between two.
    mutating func avoid(curve points: [Point], radius: Double = 2.5) {
        for (a, b) in zip(points, points.dropFirst()) where a.isFinite && b.isFinite {
            let length = max(abs(b.x - a.x), abs(b.y - a.y))
            let pieces = max(1, min(200, Int(length / 5)))
            for piece in 0...pieces {
                let share = Double(piece) / Double(pieces)
                let point = Point(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y))
                if bounds.insetBy(-10).contains(point) { avoid(point, radius: radius) }
            }
        }
    }

    func isFree(_ rectangle: Rectangle) -> Bool {
        bounds.contains(rectangle) && !taken.contains { $0.overlaps(rectangle) }
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
    static func around(_ point: Point, width: Double, height: Double, gap: Double) -> [Point] {
        [1.0, 2.5, 4.5, 7].flatMap { factor -> [Point] in
            let (dx, dy) = (width / 2 + gap * factor, height / 2 + gap * factor)
            return [
                Point(x: point.x + dx, y: point.y), Point(x: point.x - dx, y: point.y), Point(x: point.x, y: point.y - dy),
                Point(x: point.x, y: point.y + dy), Point(x: point.x + dx, y: point.y - dy), Point(x: point.x - dx, y: point.y - dy),
                Point(x: point.x + dx, y: point.y + dy), Point(x: point.x - dx, y: point.y + dy),
            ]
        }
    }
}
