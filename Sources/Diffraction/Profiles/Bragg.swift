import Glibc

/// Bragg's law `λ = 2 d sin θ`, and what heating does to it.
public enum Bragg {
    /// Cu Kα1, ångström (Hölzer et al., Phys. Rev. A 56, 4554, 1997).
    public static let copperKAlpha1 = 1.5405929

    /// The lattice spacing in ångström of a reflection at `twoTheta` degrees, `0 < twoTheta < 180`.
    public static func spacing(twoTheta: Double, wavelength: Double) -> Double {
        wavelength / (2 * sin(radians(twoTheta) / 2))
    }

    /// Where a spacing of `spacing` ångström reflects, degrees two-theta, or `nil` when it cannot (`λ > 2 d`).
    public static func twoTheta(spacing: Double, wavelength: Double) -> Double? {
        let sine = wavelength / (2 * spacing)
        guard sine > 0, sine <= 1 else { return nil }
        return degrees(2 * asin(sine))
    }

    /// Where a reflection moves when its spacing grows by the strain `ε`, `d → d (1 + ε)`: `sin θ → sin θ / (1 + ε)`. To first order
    /// `Δ2θ = −2 ε tan θ`, so a heated crystal's peaks move to lower angles.
    ///
    /// - Parameter strain: Linear expansion coefficient × temperature difference, dimensionless.
    public static func twoTheta(_ twoTheta: Double, afterStrain strain: Double) -> Double {
        degrees(2 * asin(min(1, sin(radians(twoTheta) / 2) / (1 + strain))))
    }

    private static func radians(_ degrees: Double) -> Double { degrees * (Double.pi / 180) }
    private static func degrees(_ radians: Double) -> Double { radians * (180 / Double.pi) }
}
