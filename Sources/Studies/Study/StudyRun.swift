public import Campaigns
public import Tieline

/// What one campaign of a study did, against a truth that is known.
public struct StudyRun: Sendable {
    public var seed: UInt64
    /// Kelvin and mole fraction.
    public var truth: (temperature: Double, composition: Double)
    /// The estimate after every pattern.
    public var estimates: [InvariantEstimate]
    /// Of every pattern, kelvin.
    public var visited: [Double]
    /// When the strategy's own rule would have ended it; `nil` if never.
    public var patternsAtStop: Int?
    /// Why it would have.
    public var stopReason: Decision.StopReason?
    /// What the study's clock showed, over the patterns: the simulated pattern, belief and decision together.
    public var secondsPerPattern: Double

    public init(
        seed: UInt64, truth: (temperature: Double, composition: Double), estimates: [InvariantEstimate], visited: [Double] = [],
        patternsAtStop: Int? = nil, stopReason: Decision.StopReason? = nil, secondsPerPattern: Double = 0
    ) {
        self.seed = seed
        self.truth = truth
        self.estimates = estimates
        self.visited = visited
        self.patternsAtStop = patternsAtStop
        self.stopReason = stopReason
        self.secondsPerPattern = secondsPerPattern
    }

    /// Distinct temperatures visited.
    public var temperatures: Int { Set(visited).count }

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

    /// Estimate minus truth, of temperature (kelvin) and composition (mole fraction), after so many patterns. A run that ended early, with nothing
    /// left to measure, keeps its last estimate.
    func errors(afterPatterns count: Int) -> (temperature: Double, composition: Double)? {
        guard count >= 1, !estimates.isEmpty else { return nil }
        let estimate = estimates[min(count, estimates.count) - 1]
        return (estimate.temperature.value - truth.temperature, estimate.composition.value - truth.composition)
    }

    /// Error over standard deviation, of temperature and composition, after so many patterns.
    func pulls(afterPatterns count: Int) -> (temperature: Double, composition: Double)? {
        guard let errors = errors(afterPatterns: count) else { return nil }
        let estimate = estimates[min(count, estimates.count) - 1]
        return (errors.temperature / estimate.temperature.standardDeviation, errors.composition / estimate.composition.standardDeviation)
    }
}
