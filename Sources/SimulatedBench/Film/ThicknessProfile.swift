import Glibc
import Inference

/// How thick the film is along the wafer, relative to its nominal thickness: 1 + σ g(x), with g a Gaussian process of unit variance and
/// covariance exp(−d²/2ℓ²).
///
/// g is white noise n smoothed with a Gaussian, g(x) = a Σᵢ nᵢ exp(−(x − cᵢ)²/ℓ²): the convolution of two Gaussians of width ℓ/√2 is the covariance.
/// With centres every ℓ/4 the sum stands for the integral to better than 1e-12. No matrix is factorised, and g is known at every x from few numbers.
struct ThicknessProfile: Sendable {
    private static let centresPerLength = 4.0
    /// exp(−4²) of a weight of at most a few: below 1e-6 of a standard deviation outside.
    private static let reachInLengths = 4.0

    private let firstCentre: Double
    private let spacing: Double
    private let length: Double
    private let weights: [Double]

    init(seed: UInt64, standardDeviation: Double, correlationMillimetres: Double, from start: Double, to end: Double) {
        length = correlationMillimetres
        spacing = correlationMillimetres / Self.centresPerLength
        firstCentre = start - Self.reachInLengths * correlationMillimetres
        let count = Int(((end + Self.reachInLengths * correlationMillimetres - firstCentre) / spacing).rounded(.up)) + 1
        // The variance of the sum is a² Σᵢ exp(−2(x − cᵢ)²/ℓ²) = a² ℓ √(π/2) / spacing.
        let scale = (spacing / (correlationMillimetres * (Double.pi / 2).squareRoot())).squareRoot()
        var stream = RandomStream(seed: seed, key: Draw.thickness)
        weights = (0..<count).map { _ in standardDeviation * scale * stream.normal() }
    }

    /// The relative thickness there, never negative.
    func relativeThickness(atMillimetres position: Double) -> Double {
        var deviation = 0.0
        for (index, weight) in weights.enumerated() {
            let distance = (position - firstCentre - Double(index) * spacing) / length
            deviation += weight * exp(-distance * distance)
        }
        return max(0, 1 + deviation)
    }
}
