/// One coordinate of an experiment: a name, a unit, bounds, and the grid on which proposals lie.
public struct Axis: Codable, Hashable, Sendable {
    /// What a coordinate on the axis means, and so what a number on it is worth.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        case moleFraction = "mole fraction"
        case kelvin = "K"
        case none = "1"
    }

    public var name: String
    public var unit: Unit
    public var minimum: Double
    public var maximum: Double
    /// The spacing of the grid, `minimum + k · resolution`; the same journal can give the same point only on a declared grid.
    public var resolution: Double
    /// Whether the coordinate may never fall during a campaign, as the temperature of a film that ages.
    public var isMonotone: Bool
    /// The largest rise from one decision to the next, or `nil` where any move is allowed.
    public var maximumStep: Double?

    public init(
        name: String, unit: Unit, minimum: Double, maximum: Double, resolution: Double, isMonotone: Bool = false, maximumStep: Double? = nil
    ) {
        precondition(minimum <= maximum && resolution > 0, "an axis has ordered bounds and a positive resolution")
        self.name = name
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
        self.resolution = resolution
        self.isMonotone = isMonotone
        self.maximumStep = maximumStep
    }

    /// How many grid points the axis has, at least one.
    public var count: Int { Int(((maximum - minimum) / resolution + 1e-9).rounded(.down)) + 1 }

    /// The grid point number `index`, `0 ..< count`.
    public func value(at index: Int) -> Double { minimum + Double(index) * resolution }

    /// The nearest grid point inside the bounds.
    public func snapped(_ value: Double) -> Double {
        let index = ((value - minimum) / resolution).rounded()
        return self.value(at: min(max(Int(index), 0), count - 1))
    }

    /// The highest grid point that one decision may go to from a value: never farther than ``maximumStep``, nor out of the bounds.
    public func highestReachable(from value: Double) -> Double {
        guard let maximumStep else { return self.value(at: count - 1) }
        let index = ((value + maximumStep - minimum) / resolution + 1e-9).rounded(.down)
        return self.value(at: Int(min(max(index, 0), Double(count - 1))))
    }

    /// How many digits after the point, at most six, show every point of the grid.
    public var decimals: Int {
        (0...6).first { digits in
            let scale = (0..<digits).reduce(1.0) { scale, _ in 10 * scale }
            return [minimum, resolution].allSatisfy { abs($0 * scale - ($0 * scale).rounded()) < 1e-6 }
        } ?? 6
    }

    public func contains(_ value: Double) -> Bool { value >= minimum - 1e-9 && value <= maximum + 1e-9 }
}
