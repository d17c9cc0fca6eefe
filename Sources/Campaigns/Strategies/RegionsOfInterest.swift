import Tieline

/// What people have said of where to look: a weight for every condition.
struct RegionsOfInterest: Sendable {
    private let regions: [Polygon]
    /// Of a condition outside all of them.
    private let outside: Double

    /// A point outside every region of interest still counts this much when the person is certain: surprises must be able to win.
    private static let leastWeight = 0.2

    init(_ priors: [Prior]) {
        let stated = priors.compactMap { prior -> (polygon: Polygon, certainty: Double)? in
            guard case .regionOfInterest(let polygon) = prior.kind else { return nil }
            return (Polygon(polygon), prior.certainty)
        }
        regions = stated.map(\.polygon)
        // The surer the person, the less is left outside.
        let strongest = stated.map(\.certainty).max() ?? 0.5
        outside = 1 - (1 - Self.leastWeight) * (2 * strongest - 1)
    }

    /// 1 inside a region, or everywhere if there is none.
    func weight(_ condition: Condition) -> Double { regions.isEmpty || regions.contains { $0.contains(condition) } ? 1 : outside }
}

/// A polygon in the first two coordinates of a space.
struct Polygon: Sendable {
    private let corners: [Condition]

    init(_ corners: [Condition]) { self.corners = corners }

    /// By the parity of the edges that a ray to the right crosses.
    func contains(_ condition: Condition) -> Bool {
        crossings(atHeight: condition[1]).count { $0 > condition[0] } % 2 == 1
    }

    /// Where the edges cross a height, in the order of the edges.
    func crossings(atHeight height: Double) -> [Double] {
        corners.indices.compactMap { index in
            let a = corners[index]
            let b = corners[(index + 1) % corners.count]
            // Half open, so that a corner belongs to one of its edges; the topmost corner to the edge that ends there.
            let low = min(a[1], b[1])
            let high = max(a[1], b[1])
            guard high > low, height >= low, height < high || (height == high && height == corners.map { $0[1] }.max()) else { return nil }
            return a[0] + (height - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        }
    }
}
