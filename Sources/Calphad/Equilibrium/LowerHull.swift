/// A sampled constitution: a candidate for the lower convex hull of the Gibbs energy.
struct HullPoint: Sendable {
    var x: Double
    /// J per mole of atoms.
    var energy: Double
    var phase: Int
    /// For substitutional phases.
    var logit: Double
    /// Place in the list of constitutions, for phases of the general kind; −1 otherwise.
    var constitution: Int
}

/// The lower convex hull of points in the plane, by a monotone chain: linear time once the points are sorted.
enum LowerHull {
    /// A point less than this below the chord of its neighbours does not count as a corner, J/mol: rounding of energies of 1e5.
    static let collinearity = 1e-9

    /// - Parameter points: sorted by `x`.
    /// - Returns: places of the corners, in the order of `x`.
    static func corners(_ points: [HullPoint]) -> [Int] {
        var hull: [Int] = []
        hull.reserveCapacity(64)
        for next in points.indices {
            // Of points at one composition the lowest counts.
            if let last = hull.last, points[next].x - points[last].x < 1e-14 {
                if points[next].energy >= points[last].energy { continue }
                hull.removeLast()
            }
            while hull.count >= 2 {
                let a = points[hull[hull.count - 2]]
                let b = points[hull[hull.count - 1]]
                let c = points[next]
                let chord = a.energy + (c.energy - a.energy) * (b.x - a.x) / (c.x - a.x)
                if b.energy < chord - collinearity { break }
                hull.removeLast()
            }
            hull.append(next)
        }
        return hull
    }
}
