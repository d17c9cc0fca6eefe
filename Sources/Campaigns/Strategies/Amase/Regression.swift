import Inference
import LinearAlgebra

/// Turns draws into coordinates in which their covariance is the identity: `L⁻¹ (z − m)`.
struct Whitening {
    private let mean: [Double]
    private let factor: CholeskyFactor

    /// Added to the covariance: draws that agree in a direction cannot be told apart along it.
    private static let jitter = 1e-12

    /// `nil` for fewer draws than coordinates, or for draws that agree in everything.
    init?(_ draws: [[Double]]) {
        guard let sample = SampleCovariance(draws), draws.count > sample.mean.count else { return nil }
        mean = sample.mean
        var covariance = sample.covariance
        for index in mean.indices { covariance[index, index] += Self.jitter }
        guard let factor = try? CholeskyFactor(ofPositiveDefinite: covariance) else { return nil }
        self.factor = factor
    }

    func callAsFunction(_ draw: [Double]) -> [Double] { factor.solveLower(zip(draw, mean).map(-)) }
}

/// A linear regression on whitened coordinates: its slopes are covariances, since the coordinates have none.
struct Regression {
    let slopes: [Double]
    /// Of what the slopes do not explain.
    let residualVariance: Double

    private static let caution = 2.0

    /// - Parameters:
    ///   - column: Which of `columns` values of every draw.
    ///   - values: Draws × columns, row by row.
    ///   - isKnown: Whether a draw has a value; one without counts as the mean of the others.
    ///   - coordinates: Draws × coordinates, row by row, of mean zero and unit covariance over the draws.
    init(_ column: Int, of columns: Int, _ values: [Double], isKnown: [Bool], on coordinates: [Double]) {
        let size = isKnown.isEmpty ? 0 : coordinates.count / isKnown.count
        var (count, mean) = (0.0, 0.0)
        for draw in isKnown.indices where isKnown[draw] {
            count += 1
            mean += values[draw * columns + column]
        }
        mean /= max(count, 1)
        var slopes = Array(repeating: 0.0, count: size)
        var variance = 0.0
        for draw in isKnown.indices where isKnown[draw] {
            let deviation = values[draw * columns + column] - mean
            variance += deviation * deviation
            for index in 0..<size { slopes[index] += deviation * coordinates[draw * size + index] }
        }
        let share = 1 / Double(max(isKnown.count, 1))
        for index in slopes.indices { slopes[index] *= share }
        let residual = max(share * variance - slopes.reduce(0) { $0 + $1 * $1 }, 0)
        // A slope that chance alone would give is none: Breiman's garrote (1995, Technometrics 37, 373), with twice the variance of a slope.
        for index in slopes.indices where slopes[index] != 0 {
            slopes[index] *= max(0, 1 - Self.caution * share * residual / (slopes[index] * slopes[index]))
        }
        self.slopes = slopes
        residualVariance = max(share * variance - slopes.reduce(0) { $0 + $1 * $1 }, 0)
    }
}
