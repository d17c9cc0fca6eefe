/// Where measurements can be made: named, bounded axes in a fixed order.
public struct ParameterSpace: Codable, Hashable, Sendable {
    public var axes: [Axis]

    public init(axes: [Axis]) { self.axes = axes }

    /// The position of the axis called `name`, if there is one.
    public func index(of name: String) -> Int? { axes.firstIndex { $0.name == name } }

    /// Whether every coordinate of `condition` is inside its axis; `false` for a wrong number of coordinates or a NaN.
    public func contains(_ condition: Condition) -> Bool {
        condition.coordinates.count == axes.count && zip(axes, condition.coordinates).allSatisfy { $0.contains($1) }
    }

    /// The nearest condition on the grid.
    public func snapped(_ condition: Condition) -> Condition {
        Condition(zip(axes, condition.coordinates).map { $0.snapped($1) })
    }
}
