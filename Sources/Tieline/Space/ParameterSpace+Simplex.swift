extension ParameterSpace {
    /// The most by which mole fractions may miss one, in files and in what people say: three digits.
    public static let largestSimplexTolerance = 1e-3

    /// By how much the mole fractions of a composition may miss one: half a step of each axis, since a file gives rounded numbers, but never
    /// more than a thousandth.
    public var simplexTolerance: Double { min(simplex.reduce(1e-9) { $0 + axes[$1].resolution / 2 }, Self.largestSimplexTolerance) }

    /// The sum of the mole fractions, or `nil` where the space has no simplex or the condition too few coordinates.
    public func simplexSum(_ condition: Condition) -> Double? {
        guard !simplex.isEmpty, condition.coordinates.count == axes.count else { return nil }
        return simplex.reduce(0) { $0 + condition[$1] }
    }

    /// Whether the mole fractions sum to one; `true` where there is nothing to sum.
    public func sumsToOne(_ condition: Condition) -> Bool {
        simplexSum(condition).map { abs($0 - 1) <= simplexTolerance } ?? true
    }

    /// The condition in coordinates in which distances mean something: the composition in the plane (or space) of its regular simplex of edge one, then
    /// the other axes, each divided by its extent.
    ///
    /// Of three components these are the coordinates of the ternary diagram, `(x₂ + x₃/2, x₃ √3/2)`. In general the corner of component k lies over the
    /// centroid of the corners before it, at the height `√((k + 1)/2k)`.
    public func mapCoordinates(of condition: Condition) -> [Double] {
        var coordinates = [Double](repeating: 0, count: max(simplex.count - 1, 0))
        for (k, axis) in simplex.enumerated() where k > 0 {
            let fraction = condition[axis]
            for j in 0..<(k - 1) { coordinates[j] += fraction * Self.cornerHeight(j + 1) / Double(j + 2) }
            coordinates[k - 1] += fraction * Self.cornerHeight(k)
        }
        for (index, axis) in axes.enumerated() where !simplex.contains(index) {
            let extent = axis.maximum - axis.minimum
            coordinates.append((condition[index] - axis.minimum) / (extent > 0 ? extent : 1))
        }
        return coordinates
    }

    private static func cornerHeight(_ k: Int) -> Double { (Double(k + 1) / Double(2 * k)).squareRoot() }
}
