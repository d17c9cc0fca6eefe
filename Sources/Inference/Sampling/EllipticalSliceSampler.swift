public import LinearAlgebra

/// Elliptical slice sampling (Murray, Adams, MacKay 2010, AISTATS, figure 2) about any normal distribution that is near the target:
/// the "generalised" form of Nishihara, Murray and Adams 2014 (J. Mach. Learn. Res. 15, 2087, section 2.1).
///
/// With `N(m, Σ)` from a Laplace fit the remaining factor is nearly constant, most proposals are taken at once, and the draws are nearly independent.
public struct EllipticalSliceSampler: Sendable {
    /// The mean `m` of the normal distribution, and the Cholesky factor of its covariance `Σ`.
    public var mean: [Double]
    public var covarianceFactor: CholeskyFactor

    public init(mean: [Double], covarianceFactor: CholeskyFactor) {
        self.mean = mean
        self.covarianceFactor = covarianceFactor
    }

    /// A draw of the normal distribution itself.
    public func normalDraw(_ stream: inout RandomStream) -> [Double] {
        let white = stream.normals(mean.count)
        return (0..<mean.count).map { row in
            var sum = mean[row]
            for column in 0...row { sum += covarianceFactor.lower[row, column] * white[column] }
            return sum
        }
    }

    /// `-½ (z − m)ᵀ Σ⁻¹ (z − m)`.
    public func logNormalDensity(_ point: [Double]) -> Double {
        let white = covarianceFactor.solveLower(zip(point, mean).map(-))
        return -0.5 * white.reduce(0) { $0 + $1 * $1 }
    }

    /// One step of the chain.
    /// - Parameters:
    ///   - point: The present state; replaced by the next one.
    ///   - logDensity: The log density of the target there; replaced too.
    ///   - target: The log density of the target up to a constant, `-∞` where it vanishes.
    /// - Returns: `false` if the bracket shrank to a point and the state did not move.
    @discardableResult
    public func step(
        _ point: inout [Double], logDensity: inout Double, _ stream: inout RandomStream, target: (_ point: [Double]) -> Double
    ) -> Bool {
        let other = zip(normalDraw(&stream), mean).map(-)
        let centred = zip(point, mean).map(-)
        let next = stream.ellipticalSlice(logDensity: logDensity - logNormalDensity(point)) { cosine, sine in
            let proposal = mean.indices.map { mean[$0] + centred[$0] * cosine + other[$0] * sine }
            let density = target(proposal)
            return ((proposal, density), density - logNormalDensity(proposal))
        }
        guard let next else { return false }
        (point, logDensity) = next
        return true
    }
}
