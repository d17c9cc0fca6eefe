/// Where measurements can be made: named, bounded axes in a fixed order.
public struct ParameterSpace: Codable, Hashable, Sendable {
    public var axes: [Axis]
    /// The positions of the axes that hold all mole fractions of one composition, so that they sum to one; empty where there is no such set.
    public var simplex: [Int]
    /// The only conditions that can be measured, as the samples of a library; empty where every point of the grid can.
    public var candidates: [Condition]

    public init(axes: [Axis], simplex: [Int] = [], candidates: [Condition] = []) {
        self.axes = axes
        self.simplex = simplex
        self.candidates = candidates
    }

    /// The position of the axis called `name`, if there is one.
    public func index(of name: String) -> Int? { axes.firstIndex { $0.name == name } }

    /// Whether every coordinate of `condition` is inside its axis and its mole fractions sum to one; `false` for a wrong number of coordinates or a NaN.
    public func contains(_ condition: Condition) -> Bool {
        condition.coordinates.count == axes.count && zip(axes, condition.coordinates).allSatisfy { $0.contains($1) }
            && sumsToOne(condition)
    }

    /// Whether two conditions are one place: no farther apart than half a step of the grid, in every axis.
    public func isSamePlace(_ a: Condition, _ b: Condition) -> Bool {
        a.coordinates.count == axes.count && b.coordinates.count == axes.count
            && axes.indices.allSatisfy { abs(a[$0] - b[$0]) <= axes[$0].resolution / 2 + 1e-9 }
    }

    /// The nearest condition that can be measured: the nearest candidate, or the nearest point of the grid.
    public func snapped(_ condition: Condition) -> Condition {
        guard candidates.isEmpty else { return candidates[nearestCandidate(to: condition)] }
        return Condition(zip(axes, condition.coordinates).map { $0.snapped($1) })
    }

    /// The position of the nearest candidate, by the distance between ``mapCoordinates(of:)``; the first one of equals. There must be one.
    public func nearestCandidate(to condition: Condition) -> Int {
        precondition(!candidates.isEmpty, "a space without candidates has no nearest one")
        let wanted = mapCoordinates(of: condition)
        var best = (index: 0, distance: Double.infinity)
        for (index, candidate) in candidates.enumerated() {
            let distance = zip(mapCoordinates(of: candidate), wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }
}

extension ParameterSpace {
    private enum Key: String, CodingKey { case axes, simplex, candidates }

    /// Journals from before there were libraries have neither a simplex nor candidates.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            axes: try keys.decode([Axis].self, forKey: .axes), simplex: try keys.decodeIfPresent([Int].self, forKey: .simplex) ?? [],
            candidates: try keys.decodeIfPresent([Condition].self, forKey: .candidates) ?? [])
    }
}
