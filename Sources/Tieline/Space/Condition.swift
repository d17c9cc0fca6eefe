/// Where to measure: a point in a ``ParameterSpace``, its coordinates in the order and the units of the space's axes.
public struct Condition: Codable, Hashable, Sendable {
    public var coordinates: [Double]

    public init(_ coordinates: [Double]) { self.coordinates = coordinates }

    public subscript(axis: Int) -> Double {
        get { coordinates[axis] }
        set { coordinates[axis] = newValue }
    }
}
