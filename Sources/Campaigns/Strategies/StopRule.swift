import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// When a campaign has what it was after, and how many patterns that may still take: the same for every belief.
struct StopRule: Sendable {
    let target: TargetSpecification
    /// Independent draws behind a standard deviation.
    let effectiveDraws: Double

    /// The estimate has to have stood still, within one standard deviation, over this many patterns before the campaign ends.
    static let steadyPatterns = 3
    /// Standard errors of a standard deviation by which it has to be below its target.
    private static let doubt = 1.645

    /// A standard deviation of few draws is itself uncertain, by 1/√(2 n) of it: what is asked for has to be reached in spite of that.
    func isKnown(_ estimate: Estimate, to wanted: Double) -> Bool {
        (1 + Self.doubt / (2 * max(effectiveDraws, 1)).squareRoot()) * estimate.standardDeviation <= wanted
    }

    /// - Parameter history: The estimate after every pattern, the present one included.
    func isReached(_ estimate: InvariantEstimate, history: [InvariantEstimate]) -> Bool {
        let recent = history.suffix(Self.steadyPatterns)
        let isSteady =
            recent.count == Self.steadyPatterns
            && recent.allSatisfy {
                abs($0.temperature.value - estimate.temperature.value) <= estimate.temperature.standardDeviation
                    && abs($0.composition.value - estimate.composition.value) <= estimate.composition.standardDeviation
            }
        return estimate.isReliable && isSteady && isKnown(estimate.temperature, to: target.temperatureKelvin)
            && isKnown(estimate.composition, to: target.moleFraction)
    }

    /// So many patterns as one of this gain, repeated, would take; `nil` where the gain says nothing.
    func patternsLeft(_ estimate: InvariantEstimate, gain: Double, affordable: Int) -> Int? {
        let ratio = max(
            estimate.temperature.standardDeviation / target.temperatureKelvin, estimate.composition.standardDeviation / target.moleFraction)
        guard ratio > 1 else { return min(affordable, Self.steadyPatterns) }
        guard gain > 0, gain < 1 else { return nil }
        return Int(min(Double(affordable), (2 * log(ratio) / -log1p(-gain)).rounded(.up)))
    }
}
