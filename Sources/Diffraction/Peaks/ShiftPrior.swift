import Glibc
import Tieline

/// Where a tracked peak probably lies before its pattern has been looked at: anywhere on ``plateau`` with equal chances, beyond it as a normal
/// distribution falls off, cut at ``bounds``. Without a composition that moves the peak, the plateau is a single place.
///
/// A peak that is strong says where it is. One that is hardly there does not, and a fit that may move freely then climbs the nearest bump
/// of noise: its areas are too large in size and too small in error. The prior is what keeps weak areas honest.
struct ShiftPrior {
    /// Degrees two-theta from the calibrated position.
    let plateau: ClosedRange<Double>
    /// How uncertain the ends of the plateau are, degrees.
    let standardDeviation: Double
    /// No peak is looked for outside, degrees.
    let bounds: ClosedRange<Double>

    /// A peak whose phase hardly dissolves anything moves no further than this, degrees two-theta: 0.25° down is β-Sn (101) heated by 350 K; up,
    /// only a misplaced sample moves a peak.
    static let usualBounds = -0.25...0.05

    /// Errors of the goniometer's zero and of the sample's height, degrees two-theta.
    static let alignment = 0.02
    /// Linear expansion of metals that melt between 400 and 1,400 K: Bi 13.4, Cu 16.5, Sn 22, Al 23, Pb 29 · 10⁻⁶/K (CRC Handbook of
    /// Chemistry and Physics, "Thermal and physical properties of pure metals").
    static let expansion = (mean: 19e-6, standardDeviation: 7e-6)
    /// How well an expansion that the campaign states is known: a tabulated mean coefficient differs that much from another range's.
    static let relativeExpansionError = 0.1
    /// The temperature of the calibration.
    static let roomTemperatureKelvin = 298.15
    /// Where the temperature is not known, peaks are looked for as far as a sample this hot, kelvin, puts them.
    static let hottestKelvin = 1_100.0

    /// - Parameter kelvin: The sample's temperature, or `nil` where it is not known.
    init(_ peak: TrackedPeak, kelvin: Double?) {
        // Bragg's law to first order: Δ2θ = −2 tan θ · α ΔT.
        let perStrain = -2 * tan(peak.twoTheta * Double.pi / 360) * (180 / Double.pi)
        let difference = (kelvin ?? Self.hottestKelvin) - Self.roomTemperatureKelvin
        guard peak.expansionPerKelvin == nil, peak.drift == nil else {
            let expansion = peak.expansionPerKelvin ?? Self.expansion.mean
            let error = peak.expansionPerKelvin.map { Self.relativeExpansionError * abs($0) } ?? Self.expansion.standardDeviation
            let heated = Bragg.twoTheta(peak.twoTheta, afterStrain: expansion * difference) - peak.twoTheta
            let cold = kelvin == nil ? 0 : heated
            let drift = peak.drift ?? 0...0
            plateau = min(heated, cold) + drift.lowerBound...max(heated, cold) + drift.upperBound
            standardDeviation = Self.spread(perStrain * error * difference)
            bounds = plateau.lowerBound - 3 * standardDeviation...plateau.upperBound + 3 * standardDeviation
            return
        }
        bounds = Self.usualBounds
        guard kelvin != nil else {
            plateau = -0.08 ... -0.08
            standardDeviation = 0.08
            return
        }
        let drift = perStrain * Self.expansion.mean * difference
        let mean = min(max(drift, bounds.lowerBound), bounds.upperBound)
        plateau = mean...mean
        standardDeviation = Self.spread(perStrain * Self.expansion.standardDeviation * difference)
    }

    private static func spread(_ thermal: Double) -> Double { (thermal * thermal + alignment * alignment).squareRoot() }

    var mean: Double { (plateau.lowerBound + plateau.upperBound) / 2 }

    /// Whether the peak may be anywhere in a range, and not only about one place.
    var isWide: Bool { plateau.lowerBound < plateau.upperBound }

    /// The standard deviation of the normal distribution with the same area and the same height.
    var equivalentStandardDeviation: Double {
        standardDeviation + (plateau.upperBound - plateau.lowerBound) / (2 * Double.pi).squareRoot()
    }

    /// The logarithm of the density, up to a constant.
    func logDensity(_ shift: Double) -> Double {
        let reduced = (shift - nearest(shift)) / standardDeviation
        return -0.5 * reduced * reduced
    }

    /// The place of the plateau that is nearest to a shift.
    func nearest(_ shift: Double) -> Double { min(max(shift, plateau.lowerBound), plateau.upperBound) }

    /// What a least-squares step may take the prior for, 1/degree²: on the plateau it does not pull, but it keeps the step finite.
    func precision(at shift: Double) -> Double {
        guard isWide, plateau.contains(shift) else { return 1 / (standardDeviation * standardDeviation) }
        let width = plateau.upperBound - plateau.lowerBound
        return 12 / (width * width)
    }
}
