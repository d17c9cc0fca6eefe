import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The film's thickness along the wafer: a Gaussian process with a squared-exponential kernel, known at knots and interpolated between them
/// (Rasmussen and Williams 2006, eq. 2.25, without noise).
struct ThicknessProfile: Sendable {
    /// Millimetres.
    let knots: [Double]
    private let correlation: Double
    /// Relative, one standard deviation.
    let deviation: Double
    /// Of the knots' covariance, in units of the variance.
    private let factor: CholeskyFactor

    /// Knots stand this fraction of a correlation length apart: what is left unexplained between them is below 2 % of the variance.
    private static let spacing = 0.75
    /// A wafer much longer than its correlation length is described more coarsely, not at any price.
    private static let maximumKnots = 24
    /// Added to the diagonal of the knots' covariance, which is nearly singular for a smooth kernel.
    private static let jitter = 1e-6

    init(_ sample: SampleSpecification) throws(LinearAlgebraError) {
        let first = sample.calibration.first?.positionMillimetres ?? 0
        let last = sample.calibration.last?.positionMillimetres ?? 0
        let wanted = Int(((last - first) / (Self.spacing * sample.thicknessCorrelationMillimetres)).rounded(.up)) + 1
        let count = min(max(wanted, 2), Self.maximumKnots)
        let knots = (0..<count).map { first + (last - first) * Double($0) / Double(count - 1) }
        correlation = sample.thicknessCorrelationMillimetres
        deviation = sample.thicknessStandardDeviation
        self.knots = knots
        var covariance = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count {
                covariance[row, column] =
                    Self.kernel(knots[row] - knots[column], sample.thicknessCorrelationMillimetres) + (row == column ? Self.jitter : 0)
            }
        }
        factor = try CholeskyFactor(ofPositiveDefinite: covariance)
    }

    /// The weights `w` with `thickness(position) = 1 + Σ w z`, `z` standard normal: `σ k(position)ᵀ L⁻ᵀ`.
    func weights(atMillimetres position: Double) -> [Double] {
        factor.solveLower(knots.map { Self.kernel(position - $0, correlation) }).map { deviation * $0 }
    }

    private static func kernel(_ distance: Double, _ correlation: Double) -> Double {
        exp(-0.5 * distance * distance / (correlation * correlation))
    }
}
