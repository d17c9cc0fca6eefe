public import Tieline

/// What one campaign of a study did, against a truth that is known.
public struct StudyRun: Sendable {
    public var seed: UInt64
    /// Kelvin and mole fraction.
    public var truth: (temperature: Double, composition: Double)
    /// The estimate after every pattern.
    public var estimates: [InvariantEstimate]
    /// Distinct temperatures visited.
    public var temperatures: Int
    /// When the strategy's own rule would have ended it; `nil` if never.
    public var patternsAtStop: Int?
    /// Of the processor, in belief and decision.
    public var secondsPerPattern: Double

    /// How near an estimate has to be: 1 K and 1 at%.
    static let temperatureTolerance = 1.0
    static let compositionTolerance = 0.01
    /// Standard deviations to either side that hold 90 % of a normal distribution.
    static let ninetyPercent = 1.6448536269514722

    /// The smallest number of patterns from which on both errors stay within 1 K and 0.01 to the run's end; `nil` if they never do.
    public var patternsToTarget: Int? {
        let lastOutside = estimates.lastIndex {
            !(abs($0.temperature.value - truth.temperature) <= Self.temperatureTolerance
                && abs($0.composition.value - truth.composition) <= Self.compositionTolerance)
        }
        guard let lastOutside else { return estimates.isEmpty ? nil : 1 }
        return lastOutside + 1 < estimates.count ? lastOutside + 2 : nil
    }

    /// Error over standard deviation, of temperature and composition, after so many patterns.
    func pulls(afterPatterns count: Int) -> (temperature: Double, composition: Double)? {
        guard count >= 1, count <= estimates.count else { return nil }
        let estimate = estimates[count - 1]
        return (
            (estimate.temperature.value - truth.temperature) / estimate.temperature.standardDeviation,
            (estimate.composition.value - truth.composition) / estimate.composition.standardDeviation
        )
    }
}
