#if canImport(Glibc)
    import Glibc
#endif

/// A point of a map with two coordinates.
struct PlanarPoint: Hashable, Sendable {
    var x: Double
    var y: Double

    static func - (left: PlanarPoint, right: PlanarPoint) -> PlanarPoint { PlanarPoint(x: left.x - right.x, y: left.y - right.y) }

    func dot(_ other: PlanarPoint) -> Double { x * other.x + y * other.y }
    /// Positive where `other` is to the left.
    func cross(_ other: PlanarPoint) -> Double { x * other.y - y * other.x }
    var length: Double { dot(self).squareRoot() }
}

/// The straight line between two points.
struct PlanarSegment: Hashable, Sendable {
    let start: PlanarPoint
    let end: PlanarPoint

    func distance(to point: PlanarPoint) -> Double {
        let direction = end - start
        let square = direction.dot(direction)
        let share = square > 0 ? min(max((point - start).dot(direction) / square, 0), 1) : 0
        return (point - PlanarPoint(x: start.x + share * direction.x, y: start.y + share * direction.y)).length
    }

    /// Distance to the infinite line through the segment, positive to its left.
    func signedDistanceToLine(from point: PlanarPoint) -> Double {
        let direction = end - start
        return direction.length > 0 ? direction.cross(point - start) / direction.length : 0
    }

    /// Whether the two have a point in common.
    func meets(_ other: PlanarSegment) -> Bool {
        let (a, b) = (side(of: other.start), side(of: other.end))
        let (c, d) = (other.side(of: start), other.side(of: end))
        if a * b < 0, c * d < 0 { return true }
        return (a == 0 && bounds(other.start)) || (b == 0 && bounds(other.end)) || (c == 0 && other.bounds(start)) || (d == 0 && other.bounds(end))
    }

    /// −1, 0 or 1. A point within rounding of the line is on it.
    private func side(of point: PlanarPoint) -> Int {
        let area = (end - start).cross(point - start)
        let scale = (end - start).length * ((point - start).length + (end - start).length)
        return abs(area) <= 1e-12 * scale ? 0 : area > 0 ? 1 : -1
    }

    /// Whether a point of the line lies between the ends.
    private func bounds(_ point: PlanarPoint) -> Bool {
        point.x >= min(start.x, end.x) && point.x <= max(start.x, end.x) && point.y >= min(start.y, end.y) && point.y <= max(start.y, end.y)
    }
}
