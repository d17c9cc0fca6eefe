public import Tieline

/// Reads a pattern: for every tracked peak its integrated area with its error, and the probability that it is there.
///
/// Each peak has a window of its own, ``halfWindow`` to both sides of where the peak is expected. In it the counts are a straight
/// background plus one pseudo-Voigt of the instrument's width, fitted by Poisson likelihood. The peak may shift within −0.25° to +0.05° of its
/// calibrated position (thermal drift, alignment), or within the drift that its campaign gives it beside a stated expansion (solid solutions); area
/// and odds are averaged over the shift, so a peak that is hardly there is neither flattered nor moved. Peaks that drift are fitted with the other
/// tracked peaks taken out, so two sides of a miscibility gap may come as near as twice their width. The error of an area holds counting statistics, background and shift, and nothing else: texture and thickness are the
/// business of whoever turns areas into amounts.
///
/// Strong reflections of the same or another phase outside a window reach in with their Lorentzian tails. Nearly all of it is as straight
/// as the background: of a neighbour 1.4° away, 0.2 % of the height ends up in the area, at most, and with a minus sign.
public struct PeakAnalyser: Sendable {
    /// How far a window reaches from where its peak is expected, in full widths at half maximum.
    public static let halfWindow = 2.5
    /// A window with fewer channels cannot hold a background, an area and a shift with any error to speak of.
    public static let fewestChannels = 12
    /// Peaks at twice their width from each other agree to ``sweepTolerance`` of an error after about six fits.
    static let mostSweeps = 12
    static let sweepTolerance = 0.02
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
        let fits = try peaks.contains { $0.drift != nil } ? jointFits(pattern, kelvin) : separateFits(pattern, kelvin)
        return Evidence(
            phases: zip(peaks, fits).map { peak, fit in
                PhaseEvidence(
                    phase: peak.name, peak: peak.label, probabilityPresent: fit.probabilityPresent, area: fit.area,
                    areaStandardDeviation: fit.areaStandardDeviation)
            })
    }

    /// Every peak by itself: none can come into the window of another.
    private func separateFits(_ pattern: DiffractionPattern, _ kelvin: Double?) throws(PatternError) -> [PeakFit] {
        let nothing = [Double](repeating: 0, count: pattern.counts.count)
        var fits: [PeakFit] = []
        for peak in peaks { fits.append(try fit(peak, in: pattern, kelvin, others: nothing)) }
        return fits
    }

    /// Peaks that may come close to each other: the one that explains most is taken out of the pattern before the others are looked at, and so on;
    /// then every peak is fitted again with all others taken out, until they agree.
    private func jointFits(_ pattern: DiffractionPattern, _ kelvin: Double?) throws(PatternError) -> [PeakFit] {
        var found = [[Double]?](repeating: nil, count: peaks.count)
        func others(_ index: Int) -> [Double] {
            var sum = [Double](repeating: 0, count: pattern.counts.count)
            for case (let other, let counts?) in found.enumerated() where other != index {
                for channel in sum.indices { sum[channel] += counts[channel] }
            }
            return sum
        }
        // Every pass finds a peak, or is the last.
        for _ in peaks {
            var strongest: (index: Int, fit: PeakFit)?
            for index in peaks.indices where found[index] == nil {
                let fit = try fit(peaks[index], in: pattern, kelvin, others: others(index))
                if fit.probabilityPresent > 0.5, fit.explanation > strongest?.fit.explanation ?? -.infinity { strongest = (index, fit) }
            }
            guard let strongest else { break }
            found[strongest.index] = counts(of: strongest.fit, peaks[strongest.index], in: pattern)
        }
        var fits: [PeakFit] = []
        for _ in 0..<Self.mostSweeps {
            let previous = fits
            fits = []
            for index in peaks.indices {
                let fit = try fit(peaks[index], in: pattern, kelvin, others: others(index))
                if found[index] != nil { found[index] = counts(of: fit, peaks[index], in: pattern) }
                fits.append(fit)
            }
            let haveMoved = zip(fits, previous).contains { abs($0.area - $1.area) > Self.sweepTolerance * $0.areaStandardDeviation }
            if !previous.isEmpty && !haveMoved || !areNeighbours(fits, found) { break }
        }
        return fits
    }

    /// Whether two of the found peaks share channels.
    private func areNeighbours(_ fits: [PeakFit], _ found: [[Double]?]) -> Bool {
        let places = peaks.indices.filter { found[$0] != nil }.map { peaks[$0].twoTheta + fits[$0].shift }.sorted()
        return zip(places, places.dropFirst()).contains { $1 - $0 < 2 * Self.halfWindow * profile.fullWidthAtHalfMaximum }
    }

    private func fit(_ peak: TrackedPeak, in pattern: DiffractionPattern, _ kelvin: Double?, others: [Double]) throws(PatternError) -> PeakFit {
        let prior = ShiftPrior(peak, kelvin: kelvin)
        let reach = Self.halfWindow * profile.fullWidthAtHalfMaximum
        return PeakFit(try PeakRegion(peak, prior: prior, in: pattern, others: others, reach: reach, profile: profile), prior: prior)
    }

    private func counts(of fit: PeakFit, _ peak: TrackedPeak, in pattern: DiffractionPattern) -> [Double] {
        pattern.twoTheta.map { fit.area * profile.density(at: $0 - peak.twoTheta - fit.shift) }
    }
}
