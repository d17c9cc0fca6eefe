import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// What a tracked peak should show of its phase, as a fraction of what the pure phase would show: mean and spread over what is not known of the place
/// that an exposure looks at.
struct PeakShare: Sendable {
    /// The probability that the phase is there in an amount that shows.
    var presence: Double
    /// Expected fraction, `0...1`, zero below the detection limit.
    var mean: Double
    /// What one standard deviation of the position does to it, with its sign: one error moves all peaks of a pattern.
    var position: Double
    /// Standard deviation of its own: near the detection limit a phase shows anything between nothing and its share.
    var own: Double

    /// Nothing there, and nothing near.
    static let none = PeakShare(presence: 0, mean: 0, position: 0, own: 0)
    /// Fields farther than so many standard deviations of the position do not reach an exposure.
    static let reach = 4.0
    /// Of a fraction: a perfect position would make a step of what has to be integrated.
    private static let leastDeviation = 1e-4

    init(presence: Double, mean: Double, position: Double, own: Double) {
        self.presence = presence
        self.mean = mean
        self.position = position
        self.own = own
    }

    /// Mean and variance of `f·1[limit < f]`, cut at one, with `f` normal about the lever rule: moments of a truncated normal distribution
    /// (Johnson, Kotz and Balakrishnan 1994, section 13.10.1).
    init(_ lever: IsothermalField.Lever?, detectionLimit limit: Double, moleFractionDeviation: Double) {
        guard let lever else {
            self = .none
            return
        }
        let deviation = max(abs(lever.slope) * moleFractionDeviation, Self.leastDeviation)
        let low = (limit - lever.fraction) / deviation
        let high = (1 - lever.fraction) / deviation
        let whole = normalCumulative(-high)
        let inside = max(normalCumulative(high) - normalCumulative(low), 0)
        let (lowDensity, highDensity) = (normalDensity(low), normalDensity(high))
        let first = lever.fraction * inside + deviation * (lowDensity - highDensity) + whole
        let second =
            (lever.fraction * lever.fraction + deviation * deviation) * inside
            + deviation * ((lever.fraction + limit) * lowDensity - (lever.fraction + 1) * highDensity) + whole
        presence = inside + whole
        mean = first
        let spread = max(second - first * first, 0).squareRoot()
        position = lever.slope < 0 ? -spread : spread
        let distance = (lever.fraction - 0.5 * limit) / max(limit, .leastNormalMagnitude)
        own = 0.5 * limit * exp(-0.5 * distance * distance)
    }
}
