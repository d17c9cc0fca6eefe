public import Tieline

/// Reads a pattern: for every tracked peak its integrated area with its error, and the probability that it is there.
///
/// Each peak has a window of its own, ``halfWindow`` to both sides of where the peak is expected. In it the counts are a straight
/// background plus one pseudo-Voigt of the instrument's width, fitted by Poisson likelihood. The peak may shift within −0.25° to +0.05° of its
/// calibrated position (thermal drift, alignment); area and odds are averaged over the shift, so a peak that is hardly there is neither
/// flattered nor moved. The error of an area holds counting statistics, background and shift, and nothing else: texture and thickness are the
/// business of whoever turns areas into amounts.
///
/// Strong reflections of the same or another phase outside a window reach in with their Lorentzian tails. Nearly all of it is as straight
/// as the background: of a neighbour 1.4° away, 0.2 % of the height ends up in the area, at most, and with a minus sign.
public struct PeakAnalyser: Sendable {
    /// How far a window reaches from where its peak is expected, in full widths at half maximum.
    public static let halfWindow = 2.5
    /// A window with fewer channels cannot hold a background, an area and a shift with any error to speak of.
    public static let fewestChannels = 12
    /// Relative; two tabulated values of one line differ by less, two lines of one anode by more (Kα1 and Kα2: 2.5e-3).
    public static let wavelengthTolerance = 5e-4

    public let peaks: [TrackedPeak]
    /// Ångström, or `nil` if patterns of any wavelength are taken at their word.
    public let wavelength: Double?
    public let profile: PseudoVoigt

    /// - Parameters:
    ///   - peaks: In the order of the evidence. Their positions are those of the campaign's wavelength.
    ///   - wavelength: The wavelength that the positions belong to, ångström.
    public init(peaks: [TrackedPeak], wavelength: Double? = nil, profile: PseudoVoigt = .laboratory) {
        self.peaks = peaks
        self.wavelength = wavelength
        self.profile = profile
    }

    /// - Parameters:
    ///   - pattern: Raw counts. They are taken as Poisson numbers.
    ///   - kelvin: The sample's temperature: it says where peaks have drifted to, which makes weak areas sharper. `nil` where it is not known.
    public func evidence(from pattern: DiffractionPattern, kelvin: Double? = nil) throws(PatternError) -> Evidence {
        try pattern.check()
        if let wavelength, abs(pattern.wavelength / wavelength - 1) > Self.wavelengthTolerance {
            throw PatternError(
                .wrongWavelength, message: "the pattern was taken at \(pattern.wavelength) Å, the peaks' positions belong to \(wavelength) Å",
                remedy: "Give the positions at the pattern's wavelength, or correct `measurement.wavelength`.")
        }
        if let kelvin, !kelvin.isFinite || kelvin <= 0 {
            throw PatternError(.notFinite, message: "the sample's temperature is \(kelvin) K", remedy: "Give a temperature above 0 K.")
        }
        var phases: [PhaseEvidence] = []
        phases.reserveCapacity(peaks.count)
        for peak in peaks {
            let prior = ShiftPrior(twoTheta: peak.twoTheta, kelvin: kelvin)
            let fit = PeakFit(try window(for: peak, expectedShift: prior.mean, in: pattern), prior: prior)
            phases.append(
                PhaseEvidence(
                    phase: peak.phase, peak: peak.label, probabilityPresent: fit.probabilityPresent, area: fit.area,
                    areaStandardDeviation: fit.areaStandardDeviation))
        }
        return Evidence(phases: phases)
    }

    private func window(for peak: TrackedPeak, expectedShift: Double, in pattern: DiffractionPattern) throws(PatternError) -> PeakWindow {
        let reach = Self.halfWindow * profile.fullWidthAtHalfMaximum
        let lower = peak.twoTheta + expectedShift - reach
        let upper = peak.twoTheta + expectedShift + reach
        let angles = pattern.twoTheta
        guard let first = angles.first, let last = angles.last, first <= lower, last >= upper else {
            throw PatternError(
                .peakNotCovered,
                message: "\(peak.label) needs 2θ from \(hundredths(lower))° to \(hundredths(upper))°, the pattern covers "
                    + "\(hundredths(angles.first ?? 0))° to \(hundredths(angles.last ?? 0))°",
                remedy: "Widen the scan, or track another reflection of \(peak.phase).")
        }
        let start = angles.partitioningIndex { $0 >= lower }
        let end = angles.partitioningIndex { $0 > upper }
        guard end - start >= Self.fewestChannels else {
            throw PatternError(
                .tooFewChannels, message: "\(peak.label) has \(end - start) channels, at least \(Self.fewestChannels) are needed",
                remedy: "Scan in steps of at most \(hundredths(profile.fullWidthAtHalfMaximum / 4))°.")
        }
        return PeakWindow(
            offsets: angles[start..<end].map { $0 - peak.twoTheta }, counts: Array(pattern.counts[start..<end]), profile: profile)
    }

    private func hundredths(_ degrees: Double) -> Double { (degrees * 100).rounded() / 100 }
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
