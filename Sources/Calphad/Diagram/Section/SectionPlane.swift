/// The composition triangle in the plane, with sides of length 1: the first component at the lower left, the second at the lower right, the
/// third on top.
enum SectionPlane {
    private static let height = 0.75.squareRoot()

    static func point(_ x: [Double]) -> SIMD2<Double> { SIMD2(x[1] + 0.5 * x[2], height * x[2]) }

    /// Mole fractions of a point; what is below the tolerance is exactly zero.
    static func fractions(_ point: SIMD2<Double>, zeroBelow tolerance: Double = 1e-10) -> [Double] {
        let third = point.y / height
        let second = point.x - 0.5 * third
        var x = [1 - second - third, second, third]
        for c in 0..<3 where x[c] < tolerance { x[c] = 0 }
        let sum = x[0] + x[1] + x[2]
        return x.map { $0 / sum }
    }

    static func length(_ v: SIMD2<Double>) -> Double { (v * v).sum().squareRoot() }
    static func distance(_ a: [Double], _ b: [Double]) -> Double { length(point(a) - point(b)) }
    static func cross(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.y - a.y * b.x }

    /// How far along `direction` the triangle's edge is; nil when it never comes.
    static func distanceToEdge(from start: SIMD2<Double>, along direction: SIMD2<Double>) -> Double {
        let here = exact(start)
        let there = exact(start + direction)
        var nearest = Double.infinity
        for c in 0..<3 where there[c] < here[c] { nearest = min(nearest, max(0, here[c]) / (here[c] - there[c])) }
        return nearest
    }

    private static func exact(_ point: SIMD2<Double>) -> SIMD3<Double> {
        let third = point.y / height
        let second = point.x - 0.5 * third
        return SIMD3(1 - second - third, second, third)
    }

    /// Distance from a point to a stretch of line.
    static func distance(_ p: SIMD2<Double>, toLineFrom a: SIMD2<Double>, to b: SIMD2<Double>) -> Double {
        let along = b - a
        let square = (along * along).sum()
        let share = square > 0 ? max(0, min(1, ((p - a) * along).sum() / square)) : 0
        return length(p - a - along * share)
    }

    /// Whether a polygon holds the point, by the parity of crossings.
    static func contains(_ polygon: [SIMD2<Double>], _ p: SIMD2<Double>) -> Bool {
        var isInside = false
        for (place, a) in polygon.enumerated() {
            let b = polygon[(place + 1) % polygon.count]
            if (a.y > p.y) != (b.y > p.y), p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x { isInside.toggle() }
        }
        return isInside
    }

    /// Of a polygon without crossings.
    static func area(_ corners: [SIMD2<Double>]) -> Double {
        var sum = 0.0
        for (place, corner) in corners.enumerated() { sum += cross(corner, corners[(place + 1) % corners.count]) }
        return abs(sum) / 2
    }
}
