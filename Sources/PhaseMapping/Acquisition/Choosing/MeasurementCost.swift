public import Tieline

/// How long one more measurement takes, seconds of lab time: getting there, then the exposure.
public struct MeasurementCost: Hashable, Sendable, Codable {
    /// One a axis of the space, seconds per unit of the axis: moving a stage, or heating.
    public var secondsPerUnitRising: [Double]
    /// The same downwards: a furnace that cools by itself is slower than one that heats.
    public var secondsPerUnitFalling: [Double]
    /// Settling and exposure, the same everywhere.
    public var exposureSeconds: Double

    /// - Precondition: Seconds of at least 0 for every axis in both directions, and a positive exposure.
    public init(secondsPerUnitRising: [Double], secondsPerUnitFalling: [Double], exposureSeconds: Double) {
        precondition(secondsPerUnitRising.count == secondsPerUnitFalling.count && exposureSeconds > 0, "a cost has both directions and an exposure")
        precondition((secondsPerUnitRising + secondsPerUnitFalling).allSatisfy { $0 >= 0 && $0.isFinite }, "no axis saves time")
        self.secondsPerUnitRising = secondsPerUnitRising
        self.secondsPerUnitFalling = secondsPerUnitFalling
        self.exposureSeconds = exposureSeconds
    }

    /// Axes move one after the other. From nowhere only the exposure counts.
    public func seconds(from origin: Condition?, to condition: Condition) -> Double {
        guard let origin else { return exposureSeconds }
        return condition.coordinates.indices.reduce(exposureSeconds) { total, axis in
            let step = condition[axis] - origin[axis]
            return total + (step >= 0 ? step * secondsPerUnitRising[axis] : -step * secondsPerUnitFalling[axis])
        }
    }
}
