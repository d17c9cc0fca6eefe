import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// How probable a campaign's areas are, given the fractions: with the scale of every peak and the film's thickness integrated out.
///
/// `area = A_p t(place) f`, `log A_p` normal and `t` one plus a Gaussian process. Given the fractions this is nearly linear in `log A_p` and the knots of `t`,
/// and both have normal priors: so Gauss-Newton finds the mode in a few steps and Laplace's formula is nearly exact. The noise of position and detection grows with the
/// scale; it is taken at the present scale and its own slope left out, which matters near the detection limit only. What is left for sampling is the
/// thermodynamics alone (Rao and Blackwell).
struct AreaLikelihood: Sendable {
    /// log of the marginal density, up to a constant of the data; `-∞` where it cannot be had.
    let logDensity: Double
    /// log of counts × degree of the pure phase at mean thickness, by peak, at the mode.
    let logScales: [Double]
    /// Of each ``logScales``, one standard deviation.
    let logScaleDeviations: [Double]

    /// Prior of `log A_p` about the largest area seen: a factor of four and a half either way. Texture makes factors of two.
    static let logScaleDeviation = 1.5
    /// Gauss-Newton steps; from a start by least squares four are enough.
    private static let maximumSteps = 12
    /// The squared length of a step in its own metric that counts as none.
    private static let tolerance = 1e-6
    /// A step changes no scale by more than this factor of e.
    private static let largestStep = 1.0
    /// A scale is fitted at the start to patterns with at least this much of the phase.
    private static let tellingShare = 0.05

    /// - Parameters:
    ///   - shares: By observation and peak.
    ///   - logMean: The prior mean of every `log A_p`.
    init(_ observations: [PatternObservation], shares: [[PeakShare]], peaks: Int, knots: Int, logMean: Double) {
        var system = AreaSystem(observations, shares, peaks: peaks, knots: knots, logMean: logMean)
        var mode = Self.start(observations, shares, peaks: peaks, knots: knots, logMean: logMean)
        for _ in 0..<Self.maximumSteps {
            system.linearise(at: mode)
            guard let factor = try? CholeskyFactor(ofPositiveDefinite: system.curvature) else { break }
            let step = factor.solve(system.gradient)
            let largest = step[..<peaks].map(abs).max() ?? 0
            let scale = min(1, Self.largestStep / max(Self.logScaleDeviation * largest, .leastNormalMagnitude))
            for index in mode.indices { mode[index] += scale * step[index] }
            if zip(step, system.gradient).reduce(0, { $0 + $1.0 * $1.1 }) < Self.tolerance { break }
        }
        system.linearise(at: mode)
        logScales = (0..<peaks).map { logMean + Self.logScaleDeviation * mode[$0] }
        guard let factor = try? CholeskyFactor(ofPositiveDefinite: system.curvature), system.cost.isFinite else {
            logDensity = -.infinity
            logScaleDeviations = Array(repeating: .infinity, count: peaks)
            return
        }
        logDensity = -system.cost - 0.5 * factor.logDeterminant
        logScaleDeviations = (0..<peaks).map { peak in
            var unit = Array(repeating: 0.0, count: mode.count)
            unit[peak] = 1
            return Self.logScaleDeviation * factor.solveLower(unit).reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    /// Scales by the ratio of areas and shares, an even film.
    private static func start(
        _ observations: [PatternObservation], _ shares: [[PeakShare]], peaks: Int, knots: Int, logMean: Double
    ) -> [Double] {
        var result = Array(repeating: 0.0, count: peaks + knots)
        for peak in 0..<peaks {
            var (product, square) = (0.0, 0.0)
            for (observation, share) in zip(observations, shares) where share[peak].mean > tellingShare {
                guard let seen = observation.areas[peak] else { continue }
                product += seen.value * share[peak].mean
                square += share[peak].mean * share[peak].mean
            }
            if square > 0, product > 0 { result[peak] = min(max((log(product / square) - logMean) / logScaleDeviation, -3), 3) }
        }
        return result
    }
}

/// The least-squares sums of ``AreaLikelihood`` in its standard normal parameters: scales first, then the knots of the thickness.
private struct AreaSystem {
    private let observations: [PatternObservation]
    private let shares: [[PeakShare]]
    private let peaks: Int
    private let knots: Int
    private let logMean: Double
    /// Of minus the log density, with the unit prior.
    var curvature: Matrix
    /// Downhill.
    var gradient: [Double]
    /// Minus the log density at the point of the last linearisation.
    var cost = 0.0

    init(_ observations: [PatternObservation], _ shares: [[PeakShare]], peaks: Int, knots: Int, logMean: Double) {
        self.observations = observations
        self.shares = shares
        self.peaks = peaks
        self.knots = knots
        self.logMean = logMean
        curvature = Matrix.identity(peaks + knots)
        gradient = Array(repeating: 0, count: peaks + knots)
    }

    /// (Counts × degree)²: an area without an error would have all the weight.
    private static let leastVariance = 1e-6

    /// The covariance of one pattern's areas is `diag(d²) + q qᵀ`, with `q` for the position; its inverse by Sherman and Morrison.
    mutating func linearise(at point: [Double]) {
        let size = peaks + knots
        for index in 0..<(size * size) { curvature.elements[index] = 0 }
        for index in 0..<size { curvature.elements[index * size + index] = 1 }
        gradient = point.map { -$0 }
        cost = 0.5 * point.reduce(0) { $0 + $1 * $1 }
        let scales = (0..<peaks).map { exp(logMean + AreaLikelihood.logScaleDeviation * point[$0]) }
        var row = Array(repeating: 0.0, count: size)
        var shared = row
        for (observation, share) in zip(observations, shares) {
            var thickness = 1.0
            for knot in 0..<knots { thickness += observation.thicknessWeights[knot] * point[peaks + knot] }
            var (sharedResidual, sharedNorm) = (0.0, 1.0)
            for index in 0..<size { shared[index] = 0 }
            for peak in 0..<peaks {
                guard let seen = observation.areas[peak] else { continue }
                let scale = scales[peak]
                let own = scale * share[peak].own
                let variance = max(seen.standardDeviation * seen.standardDeviation + own * own, Self.leastVariance)
                let residual = seen.value - scale * thickness * share[peak].mean
                let position = scale * thickness * share[peak].position
                row[peak] = AreaLikelihood.logScaleDeviation * scale * thickness * share[peak].mean
                for knot in 0..<knots { row[peaks + knot] = scale * observation.thicknessWeights[knot] * share[peak].mean }
                accumulate(row, peak: peak, weight: 1 / variance, residual: residual)
                cost += 0.5 * residual * residual / variance + 0.5 * log(variance)
                sharedResidual += position * residual / variance
                sharedNorm += position * position / variance
                shared[peak] += position * row[peak] / variance
                for knot in peaks..<size { shared[knot] += position * row[knot] / variance }
                row[peak] = 0
            }
            for first in 0..<size {
                gradient[first] -= shared[first] * sharedResidual / sharedNorm
                for second in 0..<size { curvature.elements[first * size + second] -= shared[first] * shared[second] / sharedNorm }
            }
            cost += 0.5 * log(sharedNorm) - 0.5 * sharedResidual * sharedResidual / sharedNorm
        }
    }

    /// Only the row's own scale and the knots are not zero.
    private mutating func accumulate(_ row: [Double], peak: Int, weight: Double, residual: Double) {
        let size = peaks + knots
        gradient[peak] += weight * residual * row[peak]
        curvature.elements[peak * size + peak] += weight * row[peak] * row[peak]
        for first in peaks..<size {
            gradient[first] += weight * residual * row[first]
            let product = weight * row[first]
            curvature.elements[peak * size + first] += product * row[peak]
            curvature.elements[first * size + peak] += product * row[peak]
            for second in peaks..<size { curvature.elements[first * size + second] += product * row[second] }
        }
    }
}
