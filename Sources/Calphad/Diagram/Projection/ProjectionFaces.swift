/// Cuts the composition triangle along the monovariant lines: the pieces are the primary crystallisation fields.
///
/// Every line and every stretch of a side is walked twice, once in each sense, and from its end the walk turns as sharply to the left as it can: what is
/// walked round is a face. So the faces cover the triangle by construction, and a line that is missing joins two of them.
struct ProjectionFaces {
    struct Edge {
        var points: [SIMD2<Double>]
        var start: Int
        var end: Int
    }

    struct Face {
        /// The outer ring, anticlockwise, and holes, clockwise; closed.
        var rings: [[SIMD2<Double>]]
        var area: Double

        func contains(_ point: SIMD2<Double>) -> Bool {
            // Rings are closed; their parity together leaves holes out.
            rings.reduce(false) { $0 != SectionPlane.contains($1, point) }
        }
    }

    /// Steps of one walk.
    private static let maximumSteps = 10_000
    /// Faces smaller than this are rounding, as a part of the triangle.
    private static let smallestArea = 1e-12
    static let wholeArea = 0.5 * 0.75.squareRoot()

    private(set) var faces: [Face] = []

    /// - Parameter edges: with the numbers of the nodes at their ends; edges that end at one node meet there.
    init(_ edges: [Edge]) {
        // Half-edge 2k runs along edge k, 2k + 1 against it.
        func points(_ half: Int) -> [SIMD2<Double>] { half % 2 == 0 ? edges[half / 2].points : edges[half / 2].points.reversed() }
        func origin(_ half: Int) -> Int { half % 2 == 0 ? edges[half / 2].start : edges[half / 2].end }
        func angle(_ half: Int) -> Double {
            let points = points(half)
            guard let first = points.first, let next = points.first(where: { SectionPlane.length($0 - first) > 1e-9 }) else { return 0 }
            return Self.turn(next - first)
        }
        let angles = (0..<2 * edges.count).map(angle)
        var isWalked = [Bool](repeating: false, count: 2 * edges.count)
        var rings: [[SIMD2<Double>]] = []
        for first in isWalked.indices where !isWalked[first] {
            var ring: [SIMD2<Double>] = []
            var half = first
            for _ in 0..<Self.maximumSteps {
                isWalked[half] = true
                ring += points(half).dropLast()
                let back = half ^ 1
                // The next edge clockwise from the one we came along keeps the face on the left.
                let leaving = isWalked.indices.filter { origin($0) == origin(back) }
                func clockwise(_ other: Int) -> Double {
                    let difference = angles[back] - angles[other]
                    return other == back ? 4 : difference > 0 ? difference : difference + 4
                }
                half = leaving.min { clockwise($0) < clockwise($1) } ?? back
                if half == first { break }
            }
            if let start = ring.first { rings.append(ring + [start]) }
        }
        collect(rings)
    }

    /// A number that grows with the direction's angle, 0..<4.
    private static func turn(_ v: SIMD2<Double>) -> Double {
        let share = v.y / (abs(v.x) + abs(v.y))
        return v.x >= 0 ? (share >= 0 ? share : 4 + share) : 2 - share
    }

    static func area(_ ring: [SIMD2<Double>]) -> Double { zip(ring, ring.dropFirst()).reduce(0) { $0 + SectionPlane.cross($1.0, $1.1) } / 2 }

    private mutating func collect(_ rings: [[SIMD2<Double>]]) {
        var holes: [[SIMD2<Double>]] = []
        for ring in rings {
            let area = Self.area(ring)
            if area > Self.smallestArea {
                faces.append(Face(rings: [ring], area: area))
            } else if area > -Self.wholeArea * 0.999_999 {
                holes.append(ring)
            }
        }
        for hole in holes {
            guard let point = hole.first else { continue }
            let within = faces.indices.filter { face in
                !faces[face].rings[0].contains(point) && SectionPlane.contains(faces[face].rings[0], point)
            }
            guard let face = within.min(by: { faces[$0].area < faces[$1].area }) else { continue }
            faces[face].area += Self.area(hole)
            faces[face].rings.append(hole)
        }
    }

    /// A point well inside a face: the middle of the widest of a few chords.
    static func inside(_ face: Face) -> SIMD2<Double>? {
        let heights = face.rings[0].map(\.y)
        guard let low = heights.min(), let high = heights.max() else { return nil }
        var best: (point: SIMD2<Double>, room: Double)?
        for share in stride(from: 0.05, through: 0.96, by: 0.05) {
            let y = low + (high - low) * share
            var crossings: [Double] = []
            for ring in face.rings {
                for (a, b) in zip(ring, ring.dropFirst()) where (a.y > y) != (b.y > y) {
                    crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
                }
            }
            crossings.sort()
            for (place, left) in crossings.enumerated() where place % 2 == 0 && place + 1 < crossings.count {
                let point = SIMD2((left + crossings[place + 1]) / 2, y)
                let room = face.rings.flatMap { zip($0, $0.dropFirst()) }.map { SectionPlane.distance(point, toLineFrom: $0.0, to: $0.1) }.min() ?? 0
                if room > best?.room ?? -1 { best = (point, room) }
            }
        }
        return best?.point
    }
}
