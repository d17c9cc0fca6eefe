public import LinearAlgebra

/// A minimum by Newton's method in a ball that grows while the quadratic model predicts well (Moré and Sorensen 1983; Nocedal and Wright 2006,
/// algorithms 4.1 and 4.3).
///
/// The caller gives value, gradient and a positive definite curvature (Gauss-Newton's, or Fisher's information with a prior); a step that the
/// function does not confirm is never taken, and the end is called converged only if the remaining Newton step is short in the metric of the
/// curvature itself: for a log posterior, in posterior standard deviations.
public struct TrustRegion: Sendable {
    /// The function at a point, with its quadratic model.
    public struct Model: Sendable {
        public var value: Double
        public var gradient: [Double]
        /// Positive definite.
        public var curvature: Matrix

        public init(value: Double, gradient: [Double], curvature: Matrix) {
            self.value = value
            self.gradient = gradient
            self.curvature = curvature
        }
    }

    /// How the search ended.
    public enum Outcome: String, Sendable, Hashable, Codable {
        /// The remaining Newton step is shorter than ``TrustRegion/tolerance``.
        case converged
        /// No step, however short, lowers the value: a kink, or a gradient that is not the function's. No minimum is claimed.
        case stalled
        /// The iterations are spent.
        case iterationsSpent
    }

    public struct Solution: Sendable {
        public var point: [Double]
        public var model: Model
        public var outcome: Outcome
        /// Length of the Newton step that remains, in the metric of the curvature.
        public var remainingStep: Double
        public var iterations: Int
        public var evaluations: Int
    }

    public var maximumIterations = 200
    /// Of the remaining Newton step `√(gᵀH⁻¹g)`; 1 is a posterior standard deviation.
    public var tolerance = 1e-4
    /// Of the ball at the start, in the norm of the parameters, which are expected to be of order one.
    public var initialRadius = 1.0
    public var largestRadius = 1e3
    /// A ball smaller than this, relative to the point, holds no step that arithmetic can tell from none.
    public var smallestRadius = 1e-11

    public init() {}

    /// - Parameters:
    ///   - start: Where to begin.
    ///   - model: The function and its quadratic model; `nil` where it cannot be evaluated, which counts as a wall.
    /// - Returns: `nil` if the function cannot be evaluated at the start.
    /// - Throws: `libraryMissing`; a curvature that is not positive definite is lifted until it is.
    public func minimise(from start: [Double], model: (_ point: [Double]) -> Model?) throws(LinearAlgebraError) -> Solution? {
        guard var here = model(start), here.value.isFinite else { return nil }
        var point = start
        var radius = initialRadius
        var evaluations = 1
        for iteration in 0..<maximumIterations {
            guard let newton = try step(here, radius: .infinity) else {
                return Solution(
                    point: point, model: here, outcome: .stalled, remainingStep: .infinity, iterations: iteration, evaluations: evaluations)
            }
            let remaining = max(0, -dot(newton, here.gradient)).squareRoot()
            if remaining <= tolerance {
                return Solution(
                    point: point, model: here, outcome: .converged, remainingStep: remaining, iterations: iteration, evaluations: evaluations)
            }
            let move = norm(newton) <= radius ? newton : try step(here, radius: radius) ?? newton
            let trial = zip(point, move).map(+)
            let predicted = -dot(here.gradient, move) - 0.5 * dot(move, here.curvature * move)
            let there = model(trial)
            evaluations += 1
            let gain = there.map { $0.value.isFinite ? (here.value - $0.value) / predicted : -1 } ?? -1
            if gain < 0.25 {
                radius = 0.25 * min(radius, norm(move))
            } else if gain > 0.75, norm(move) > 0.9 * radius {
                radius = min(2 * radius, largestRadius)
            }
            if gain > 1e-4, let there {
                point = trial
                here = there
            } else if radius < smallestRadius * (1 + norm(point)) {
                return Solution(
                    point: point, model: here, outcome: .stalled, remainingStep: remaining, iterations: iteration + 1, evaluations: evaluations)
            }
        }
        let remaining = try step(here, radius: .infinity).map { max(0, -dot($0, here.gradient)).squareRoot() } ?? .infinity
        return Solution(
            point: point, model: here, outcome: remaining <= tolerance ? .converged : .iterationsSpent, remainingStep: remaining,
            iterations: maximumIterations, evaluations: evaluations)
    }

    /// The minimum of the quadratic model in the ball: `(H + λ) p = −g` with λ from Newton's iteration on `1/‖p‖ = 1/radius`.
    private func step(_ model: Model, radius: Double) throws(LinearAlgebraError) -> [Double]? {
        let right = model.gradient.map(-)
        var shift = 0.0
        var result: [Double]?
        for _ in 0..<Self.maximumShifts {
            var shifted = model.curvature
            for index in 0..<shifted.rows { shifted[index, index] += shift }
            let factor: CholeskyFactor
            do throws(LinearAlgebraError) { factor = try CholeskyFactor(ofPositiveDefinite: shifted) } catch {
                guard case .notPositiveDefinite = error else { throw error }
                // Rounding made it indefinite: lift it by more than rounding.
                let largest = (0..<shifted.rows).map { abs(shifted[$0, $0]) }.max() ?? 1
                shift = max(10 * shift, 1e-12 * largest)
                continue
            }
            let move = factor.solve(right)
            let length = norm(move)
            result = move
            guard length > radius * 1.05 else { break }
            let white = factor.solveLower(move)
            shift += (length * length / dot(white, white)) * (length - radius) / radius
        }
        return result
    }

    private static let maximumShifts = 60
}
