/// The Gibbs energy of a binary solution on one sublattice, in closed form: the fast case, and that of most phases of most binaries.
///
/// Per mole of atoms, with `x` the mole fraction of the second component, `w = x(1 − x)` and `z = 1 − 2x`,
///
///     G(x) = (1 − x) g₁ + x g₂ + R T [x ln x + (1 − x) ln(1 − x)] + w P(z) ,   P(z) = Σ L_k z^k
///     G'   = g₂ − g₁ + R T u + z P − 2 w P' ,                                 u = ln x − ln(1 − x)
///     G''  = R T / w − 2 P − 4 z P' + 4 w P''
///
/// The variable of every iteration is `u`: in a dilute solution chemical potentials are linear in it, so Newton's method needs no
/// safeguards at solubilities of 1e-12, and `x` can never leave the interval.
struct SubstitutionalCurve: Sendable {
    /// Redlich-Kister orders 0 to 7; a phase with higher ones takes the general path.
    static let maximumOrders = 8

    /// kelvin times J/(mol K).
    var thermal = 0.0
    var gasConstant = 0.0
    var first = 0.0
    var second = 0.0
    var excess = SIMD8<Double>.zero
    var firstSlope = 0.0
    var secondSlope = 0.0
    var excessSlope = SIMD8<Double>.zero
    /// Number of Redlich-Kister orders in use.
    var orders = 0

    /// Everything at one composition, J per mole of atoms.
    struct Point: Sendable {
        var x = 0.0
        /// 1 − x, to full relative precision.
        var complement = 1.0
        var energy = 0.0
        /// dG/dx.
        var slope = 0.0
        /// w·G'', finite at both ends, where it is R T.
        var scaledCurvature = 0.0
        /// ∂G/∂T.
        var temperatureSlope = 0.0
        /// ∂G'/∂T.
        var slopeTemperatureSlope = 0.0
    }

    @inline(__always) func point(atLogit u: Double) -> Point {
        let e = Elementary.exp(-abs(u))
        let major = 1 / (1 + e)
        let minor = e * major
        let logMajor = Elementary.log(major)
        let logMinor = logMajor - abs(u)
        let x = u > 0 ? major : minor
        let b = u > 0 ? minor : major
        let w = major * minor
        let z = b - x

        // Horner with first and second derivatives, for the values and for the temperature slopes.
        var p = 0.0
        var p1 = 0.0
        var p2 = 0.0
        var q = 0.0
        var q1 = 0.0
        var k = orders
        while k > 0 {
            k -= 1
            p2 = p2 * z + 2 * p1
            p1 = p1 * z + p
            p = p * z + excess[k]
            q1 = q1 * z + q
            q = q * z + excessSlope[k]
        }
        let mixing = major * logMajor + minor * logMinor
        return Point(
            x: x, complement: b,
            energy: b * first + x * second + thermal * mixing + w * p,
            slope: second - first + thermal * u + z * p - 2 * w * p1,
            scaledCurvature: thermal + w * (-2 * p - 4 * z * p1 + 4 * w * p2),
            temperatureSlope: b * firstSlope + x * secondSlope + gasConstant * mixing + w * q,
            slopeTemperatureSlope: secondSlope - firstSlope + gasConstant * u + z * q - 2 * w * q1)
    }

    /// The Gibbs energy at a node of a fixed grid whose logarithms are known.
    @inline(__always) func energy(x: Double, mixing: Double) -> Double {
        let z = 1 - 2 * x
        var p = 0.0
        var k = orders
        while k > 0 {
            k -= 1
            p = p * z + excess[k]
        }
        return (1 - x) * first + x * second + thermal * mixing + x * (1 - x) * p
    }

    /// dG/dx without its logarithm: what is left of the slope at the ends.
    @inline(__always) func regularSlope(x: Double) -> Double {
        let z = 1 - 2 * x
        var p = 0.0
        var p1 = 0.0
        var k = orders
        while k > 0 {
            k -= 1
            p1 = p1 * z + p
            p = p * z + excess[k]
        }
        return second - first + z * p - 2 * x * (1 - x) * p1
    }
}
