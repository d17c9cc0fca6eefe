import Glibc

/// Where a tracked peak probably lies before its pattern has been looked at: a normal distribution of its shift, cut at ``bounds``.
///
/// A peak that is strong says where it is. One that is hardly there does not, and a fit that may move freely then climbs the nearest bump
/// of noise: its areas are too large in size and too small in error. The prior is what keeps weak areas honest.
struct ShiftPrior {
    /// Degrees two-theta from the calibrated position.
    let mean: Double
    let standardDeviation: Double

    /// No tracked peak moves further than this, degrees two-theta: 0.25° down is β-Sn (101) heated by 350 K; up, only a misplaced sample
    /// moves a peak.
    static let bounds = -0.25...0.05

    /// Errors of the goniometer's zero and of the sample's height, degrees two-theta.
    static let alignment = 0.02
    /// Linear expansion of metals that melt between 400 and 1,400 K: Bi 13.4, Cu 16.5, Sn 22, Al 23, Pb 29 · 10⁻⁶/K (CRC Handbook of
    /// Chemistry and Physics, "Thermal and physical properties of pure metals").
    static let expansion = (mean: 19e-6, standardDeviation: 7e-6)
    /// The temperature of the calibration.
    static let roomTemperatureKelvin = 298.15

    /// - Parameters:
    ///   - twoTheta: The calibrated position.
    ///   - kelvin: The sample's temperature, or `nil` where it is not known and any shift inside ``bounds`` may be.
    init(twoTheta: Double, kelvin: Double?) {
        guard let kelvin else {
            mean = -0.08
            standardDeviation = 0.08
            return
        }
        // Bragg's law to first order: Δ2θ = −2 tan θ · α ΔT.
        let perStrain = -2 * tan(twoTheta * Double.pi / 360) * (180 / Double.pi)
        let difference = kelvin - Self.roomTemperatureKelvin
        let drift = perStrain * Self.expansion.mean * difference
        mean = min(max(drift, Self.bounds.lowerBound), Self.bounds.upperBound)
        let spread = perStrain * Self.expansion.standardDeviation * difference
        standardDeviation = (spread * spread + Self.alignment * Self.alignment).squareRoot()
    }

    /// The logarithm of the density, up to a constant.
    func logDensity(_ shift: Double) -> Double {
        let reduced = (shift - mean) / standardDeviation
        return -0.5 * reduced * reduced
    }
}
