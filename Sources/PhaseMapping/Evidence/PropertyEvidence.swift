public import Tieline

/// One value of one functional property.
public struct PropertyEvidence: Hashable, Sendable {
    public var location: Condition
    /// Index of the property in ``PhaseMapModel/properties``.
    public var property: Int
    /// In the property's unit.
    public var value: Double
    /// One standard deviation that is known for this value, in the property's unit; the property's own unknown noise is added to it. At least 0.
    public var standardDeviation: Double

    public init(location: Condition, property: Int = 0, value: Double, standardDeviation: Double = 0) {
        self.location = location
        self.property = property
        self.value = value
        self.standardDeviation = standardDeviation
    }
}
