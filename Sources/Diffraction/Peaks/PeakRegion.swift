import Tieline

/// The part of a pattern in which one tracked peak may be, and the windows of channels in it.
struct PeakRegion {
    /// Degrees to both sides of where the peak may be.
    private let reach: Double
    /// From the calibrated position, degrees.
    private let offsets: [Double]
    private let counts: [Double]
    private let others: [Double]
    private let profile: PseudoVoigt
    /// The window of a peak that has hardly anywhere to go: one for all shifts.
    private let only: PeakWindow?

    /// - Parameters:
    ///   - others: What other peaks put into each channel of the pattern, as known so far.
    ///   - reach: How far a window reaches from where its peak is expected, degrees.
    /// - Throws: `peakNotCovered`, `tooFewChannels`.
    init(
        _ peak: TrackedPeak, prior: ShiftPrior, in pattern: DiffractionPattern, others: [Double], reach: Double, profile: PseudoVoigt
    ) throws(PatternError) {
        let lower = peak.twoTheta + prior.plateau.lowerBound - reach
        let upper = peak.twoTheta + prior.plateau.upperBound + reach
        let angles = pattern.twoTheta
        guard let first = angles.first, let last = angles.last, first <= lower, last >= upper else {
            throw PatternError(
                .peakNotCovered,
                message: "\(peak.label) needs 2θ from \(Self.hundredths(lower))° to \(Self.hundredths(upper))°, the pattern covers "
                    + "\(Self.hundredths(angles.first ?? 0))° to \(Self.hundredths(angles.last ?? 0))°",
                remedy: "Widen the scan, or track another reflection of \(peak.phase).")
        }
        // A wide prior's tails are looked at as far as the pattern goes.
        let margin = prior.isWide ? 3 * prior.standardDeviation : 0
        let start = angles.partitioningIndex { $0 >= lower - margin }
        let end = angles.partitioningIndex { $0 > upper + margin }
        let middle = peak.twoTheta + prior.mean
        let channels = angles.partitioningIndex { $0 > middle + reach } - angles.partitioningIndex { $0 >= middle - reach }
        guard channels >= PeakAnalyser.fewestChannels else {
            throw PatternError(
                .tooFewChannels, message: "\(peak.label) has \(channels) channels, at least \(PeakAnalyser.fewestChannels) are needed",
                remedy: "Scan in steps of at most \(Self.hundredths(profile.fullWidthAtHalfMaximum / 4))°.")
        }
        self.reach = reach
        self.profile = profile
        offsets = angles[start..<end].map { $0 - peak.twoTheta }
        counts = Array(pattern.counts[start..<end])
        self.others = Array(others[start..<end])
        only = prior.isWide ? nil : PeakWindow(offsets: offsets, counts: counts, others: self.others, profile: profile)
    }

    /// The channels in which a peak with that shift is fitted.
    func window(atShift shift: Double) -> PeakWindow {
        if let only { return only }
        let start = offsets.partitioningIndex { $0 >= shift - reach }
        let end = offsets.partitioningIndex { $0 > shift + reach }
        return PeakWindow(
            offsets: Array(offsets[start..<end]), counts: Array(counts[start..<end]), others: Array(others[start..<end]), profile: profile)
    }

    private static func hundredths(_ degrees: Double) -> Double { (degrees * 100).rounded() / 100 }
}

extension [Double] {
    /// The first index whose value passes a test that fails before it and passes after it.
    fileprivate func partitioningIndex(_ passes: (Double) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if passes(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
