import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// One draw of a Gaussian process of unit variance and covariance exp(−d²/2ℓ²) over a square.
///
/// White noise n smoothed with a Gaussian, as ``ThicknessProfile`` has it, in two dimensions: `g(x, y) = a² Σᵢⱼ nᵢⱼ exp(−(x − cᵢ)²/ℓ²) exp(−(y − cⱼ)²/ℓ²)`,
/// with centres every ℓ/4. No matrix is factorised, and g is known everywhere.
struct SmoothField: Sendable {
    private static let centresPerLength = 4.0
    private static let reachInLengths = 4.0
    /// The shortest length, in extents of the square, that a specification may have: bounds the weights to 700,000.
    static let maximumExtentInLengths = 200.0

    private let first: Double
    private let spacing: Double
    private let length: Double
    private let count: Int
    /// Row by row.
    private let weights: [Double]

    /// - Parameter range: Of both coordinates.
    init(over range: ClosedRange<Double>, length: Double, stream: inout RandomStream) {
        precondition(range.upperBound - range.lowerBound <= Self.maximumExtentInLengths * length, "a field this rough is not drawn")
        self.length = length
        spacing = length / Self.centresPerLength
        first = range.lowerBound - Self.reachInLengths * length
        count = Int(((range.upperBound + Self.reachInLengths * length - first) / spacing).rounded(.up)) + 1
        // The variance of the sum along one coordinate is a² Σᵢ exp(−2(x − cᵢ)²/ℓ²) = a² ℓ √(π/2) / spacing.
        let scale = spacing / (length * (Double.pi / 2).squareRoot())
        weights = stream.normals(count * count).map { scale * $0 }
    }

    func value(atX x: Double, y: Double) -> Double {
        let alongX = bells(x)
        let alongY = bells(y)
        var sum = 0.0
        for row in 0..<count {
            var inner = 0.0
            for column in 0..<count { inner += alongX[column] * weights[row * count + column] }
            sum += alongY[row] * inner
        }
        return sum
    }

    private func bells(_ position: Double) -> [Double] {
        (0..<count).map { index in
            let distance = (position - first - Double(index) * spacing) / length
            return exp(-distance * distance)
        }
    }
}
