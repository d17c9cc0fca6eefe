/// An open line through at least two points.
struct PlanarPolyline: Hashable, Sendable {
    let segments: [PlanarSegment]

    init(points: [PlanarPoint]) {
        precondition(points.count >= 2, "a line has two ends")
        segments = (1..<points.count).map { PlanarSegment(start: points[$0 - 1], end: points[$0]) }
    }

    /// How far a point is from the line, and how far to its left: the second is measured from the nearest segment prolonged, so that the sides go on beyond the ends.
    func distances(from point: PlanarPoint) -> (toLine: Double, signed: Double) {
        var best = (toLine: Double.infinity, signed: 0.0)
        for segment in segments {
            let distance = segment.distance(to: point)
            let signed = segment.signedDistanceToLine(from: point)
            // A point nearest to a corner is equally near to both segments: the one that it faces squarely knows the side.
            let isTie = abs(distance - best.toLine) <= 1e-12 * (1 + distance)
            if isTie ? abs(signed) > abs(best.signed) : distance < best.toLine { best = (distance, signed) }
        }
        return best
    }

    /// The diagonal of the box about it.
    var extent: Double {
        let points = [segments[0].start] + segments.map(\.end)
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        return PlanarPoint(x: (xs.max() ?? 0) - (xs.min() ?? 0), y: (ys.max() ?? 0) - (ys.min() ?? 0)).length
    }
}
