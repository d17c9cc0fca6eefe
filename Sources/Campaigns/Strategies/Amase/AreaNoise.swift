#if canImport(Glibc)
    import Glibc
#endif

/// The joint noise of the two areas of one pattern, counts × degree: each has its own, and the position, which is one error, moves both.
///
/// With `own` on the diagonal and `p` for the position, the covariance is `diag(own²) + p pᵀ`; inside a two-phase field `p` has opposite signs, and
/// the sum of the fractions is known far better than either.
struct AreaNoise: Sendable {
    /// By ``PhaseField/Solid``; zero for a phase that is not tracked.
    var own = [0.0, 0.0]
    /// What one standard deviation of the position adds, with its sign.
    var position = [0.0, 0.0]

    /// The standard deviation of one area alone.
    func deviation(_ solid: Int) -> Double { (own[solid] * own[solid] + position[solid] * position[solid]).squareRoot() }

    /// The deviations of the areas from the model, made independent and of unit variance by the Cholesky factor of their covariance.
    ///
    /// - Parameter deviations: Observed minus predicted, by solid; `nil` for a phase that is not tracked.
    func whitened(_ deviations: [Double?]) -> [Double] {
        switch (deviations[0], deviations[1]) {
        case (let lean?, let rich?):
            let first = deviation(0)
            let shared = position[0] * position[1] / first
            let second = (own[1] * own[1] + position[1] * position[1] - shared * shared).squareRoot()
            let whiteLean = lean / first
            return [whiteLean, (rich - shared * whiteLean) / second]
        case (let lean?, nil): return [lean / deviation(0)]
        case (nil, let rich?): return [rich / deviation(1)]
        case (nil, nil): return []
        }
    }

    /// Half the log determinant of the covariance of the tracked areas.
    func logDeterminant(isTracked: [Bool]) -> Double {
        if isTracked[0], isTracked[1] {
            let (a, b) = (own[0] * own[0], own[1] * own[1])
            let determinant = a * b + a * position[1] * position[1] + b * position[0] * position[0]
            return 0.5 * log(determinant)
        }
        return isTracked.indices.filter { isTracked[$0] }.reduce(0) { $0 + log(deviation($1)) }
    }
}
