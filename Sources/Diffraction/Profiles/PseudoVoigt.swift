import Glibc

/// The shape of a diffraction peak: `η L(x) + (1 − η) G(x)`, a Lorentzian and a Gaussian of one full width at half maximum `Γ`,
/// each with unit area, so the whole has unit area and
///
///     L(x) = 2/(π Γ) · 1 / (1 + 4 x²/Γ²)          G(x) = 2 √(ln 2/π)/Γ · exp(−4 ln 2 · x²/Γ²)
///
/// A peak of area `A` (counts × degree) has the expected counts `A · density(at: Δ2θ)` in a channel, whatever the channel's width: the
/// area is what one gets by summing the counts of all channels and multiplying by the step.
public struct PseudoVoigt: Hashable, Sendable {
    /// Full width at half maximum, degrees two-theta, positive.
    public let fullWidthAtHalfMaximum: Double
    /// The Lorentzian's share of the area, `0...1`.
    public let mixing: Double

    private let lorentzianHeight: Double
    private let gaussianHeight: Double
    /// `4/Γ²`.
    private let inverseSquaredHalfWidth: Double

    /// A laboratory Bragg-Brentano instrument with a Kα1 monochromator, and the simulated bench: 0.20° wide, 40 % Lorentzian.
    public static let laboratory = PseudoVoigt(fullWidthAtHalfMaximum: 0.20, mixing: 0.4)

    public init(fullWidthAtHalfMaximum: Double, mixing: Double) {
        precondition(fullWidthAtHalfMaximum > 0 && fullWidthAtHalfMaximum.isFinite, "a peak has a positive width")
        precondition((0...1).contains(mixing), "the mixing of a pseudo-Voigt is a share")
        self.fullWidthAtHalfMaximum = fullWidthAtHalfMaximum
        self.mixing = mixing
        lorentzianHeight = mixing * 2 / (Double.pi * fullWidthAtHalfMaximum)
        gaussianHeight = (1 - mixing) * 2 * (Self.naturalLogarithmOfTwo / Double.pi).squareRoot() / fullWidthAtHalfMaximum
        inverseSquaredHalfWidth = 4 / (fullWidthAtHalfMaximum * fullWidthAtHalfMaximum)
    }

    /// The density at `offset` degrees from the centre, per degree.
    public func density(at offset: Double) -> Double {
        let u = offset * offset * inverseSquaredHalfWidth
        return lorentzianHeight / (1 + u) + gaussianHeight * exp(-Self.naturalLogarithmOfTwo * u)
    }

    /// The density and its derivative with respect to `offset`, per degree and per square degree.
    public func densityAndSlope(at offset: Double) -> (density: Double, slope: Double) {
        let u = offset * offset * inverseSquaredHalfWidth
        let slopeOfU = 2 * offset * inverseSquaredHalfWidth
        let lorentzian = lorentzianHeight / (1 + u)
        let gaussian = gaussianHeight * exp(-Self.naturalLogarithmOfTwo * u)
        return (lorentzian + gaussian, -slopeOfU * (lorentzian / (1 + u) + Self.naturalLogarithmOfTwo * gaussian))
    }

    /// The height in counts of a peak of `area` counts × degree.
    public func height(ofArea area: Double) -> Double { area * (lorentzianHeight + gaussianHeight) }

    /// The area in counts × degree of a peak that is `height` counts high.
    public func area(ofHeight height: Double) -> Double { height / (lorentzianHeight + gaussianHeight) }

    static let naturalLogarithmOfTwo = 0.693147180559945309417
}
