/// Why a statement cannot be taken, and what to say instead.
public struct PriorProblem: Error, Hashable, Sendable {
    public var message: String
    public var remedy: String
}

extension Prior {
    /// Throws unless the certainty is a probability that says something: above 0.5, which is no opinion, and below 1, which no data could ever move.
    public static func check(certainty: Double) throws(PriorProblem) {
        guard certainty > 0.5, certainty < 1 else {
            throw PriorProblem(
                message: "the certainty is \(certainty)", remedy: "Give the probability that you are right, above 0.5 and below 1, as 0.8.")
        }
    }
}

extension Prior.Kind {
    /// The points of the statement, in order, and the least number of them that makes one.
    public var outline: (points: [Condition], least: Int, isPolygon: Bool) {
        switch self {
        case .regionOfInterest(let polygon), .phaseRegion(let polygon, _): (polygon, 3, true)
        case .phaseBoundary(let points, _), .samePhase(let points), .differentPhase(let points): (points, 2, false)
        }
    }

    /// Throws unless there are enough points, all of them inside the space, and no polygon crosses itself.
    public func check(in space: ParameterSpace) throws(PriorProblem) {
        let (points, least, isPolygon) = outline
        guard points.count >= least else {
            throw PriorProblem(message: "\(points.count) points were given", remedy: "Give at least \(least).")
        }
        for point in points {
            if point.coordinates.count == space.axes.count, let sum = space.simplexSum(point), !space.sumsToOne(point) {
                throw PriorProblem(
                    message: "the mole fractions of \(point.coordinates) sum to \(sum), not to 1", remedy: "Give mole fractions of all components.")
            }
            guard space.contains(point) else {
                let axes = space.axes.map { "\($0.name) \($0.minimum)...\($0.maximum)" }.joined(separator: ", ")
                throw PriorProblem(message: "\(point.coordinates) is not in the campaign's space", remedy: "In the order of the axes: \(axes).")
            }
        }
        if isPolygon, let (first, second) = SimplePolygon.crossing(points.map(space.mapCoordinates(of:))) {
            throw PriorProblem(
                message: "the polygon crosses itself: edge \(first + 1) meets edge \(second + 1)",
                remedy: "Give its corners in the order in which one walks around it, each once.")
        }
    }
}

/// Polygons that do not cross themselves.
enum SimplePolygon {
    /// The first two edges that meet elsewhere than at the corner that neighbours share, by the positions of the corners they start from; `nil` for a
    /// polygon without such a pair. The first two coordinates count.
    static func crossing(_ corners: [[Double]]) -> (Int, Int)? {
        let count = corners.count
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) {
                let (a, b) = (corners[first], corners[(first + 1) % count])
                let (c, d) = (corners[second], corners[(second + 1) % count])
                let isNeighbour = second == first + 1 || (first == 0 && second == count - 1)
                if isNeighbour ? foldsBack(a, b, c, d, sharesEnd: second == first + 1) : meets(a, b, c, d) { return (first, second) }
            }
        }
        return nil
    }

    /// Twice the signed area of the triangle.
    private static func area(_ a: [Double], _ b: [Double], _ c: [Double]) -> Double {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    }

    private static func isBetween(_ p: [Double], _ a: [Double], _ b: [Double]) -> Bool {
        p[0] >= min(a[0], b[0]) && p[0] <= max(a[0], b[0]) && p[1] >= min(a[1], b[1]) && p[1] <= max(a[1], b[1])
    }

    private static func meets(_ a: [Double], _ b: [Double], _ c: [Double], _ d: [Double]) -> Bool {
        let (p, q, r, s) = (area(a, b, c), area(a, b, d), area(c, d, a), area(c, d, b))
        if p * q < 0 && r * s < 0 { return true }
        return (p == 0 && isBetween(c, a, b)) || (q == 0 && isBetween(d, a, b)) || (r == 0 && isBetween(a, c, d)) || (s == 0 && isBetween(b, c, d))
    }

    /// Whether the second of two edges with a common corner runs back along the first, or has no length.
    private static func foldsBack(_ a: [Double], _ b: [Double], _ c: [Double], _ d: [Double], sharesEnd: Bool) -> Bool {
        let (corner, one, other) = sharesEnd ? (b, a, d) : (a, b, c)
        guard area(corner, one, other) == 0 else { return false }
        return (one[0] - corner[0]) * (other[0] - corner[0]) + (one[1] - corner[1]) * (other[1] - corner[1]) >= 0
    }
}
