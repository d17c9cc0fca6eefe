/// A closed line through at least three corners that does not cross itself.
struct PlanarPolygon: Hashable, Sendable {
    let corners: [PlanarPoint]
    let edges: [PlanarSegment]

    /// `nil` where two edges cross or touch, or the line runs back on itself.
    init?(corners: [PlanarPoint]) {
        guard corners.count >= 3 else { return nil }
        self.corners = corners
        edges = corners.indices.map { PlanarSegment(start: corners[$0], end: corners[($0 + 1) % corners.count]) }
        for first in edges.indices {
            for second in edges.indices where second > first {
                let areNeighbours = second == first + 1 || (first == 0 && second == edges.count - 1)
                if areNeighbours {
                    // Neighbours share one corner; they may share no more.
                    let (before, after) = second == first + 1 ? (edges[first], edges[second]) : (edges[second], edges[first])
                    if (after.end - after.start).cross(before.start - before.end) == 0, (after.end - after.start).dot(before.start - before.end) >= 0
                    {
                        return nil
                    }
                } else if edges[first].meets(edges[second]) {
                    return nil
                }
            }
        }
        guard area > 0 else { return nil }
    }

    var area: Double {
        abs(edges.reduce(0) { $0 + $1.start.cross($1.end) }) / 2
    }

    /// By the parity of the edges that a ray to the right crosses; an edge owns its lower end.
    func contains(_ point: PlanarPoint) -> Bool {
        edges.reduce(false) { isInside, edge in
            guard (edge.start.y > point.y) != (edge.end.y > point.y) else { return isInside }
            let x = edge.start.x + (point.y - edge.start.y) / (edge.end.y - edge.start.y) * (edge.end.x - edge.start.x)
            return x > point.x ? !isInside : isInside
        }
    }

    func distanceToEdge(from point: PlanarPoint) -> Double { edges.map { $0.distance(to: point) }.min() ?? 0 }
}
