public import LinearAlgebra

/// The minimum of `½ Σ rᵢ(θ)²`, by Levenberg and Marquardt with Nielsen's damping (Madsen, Nielsen, Tingleff 2004, "Methods for Non-Linear
/// Least Squares Problems", algorithm 3.16), the Jacobian by forward differences.
public struct LeastSquares: Sendable {
    /// How the search ended.
    public enum Outcome: String, Sendable, Hashable {
        /// The gradient, or the step, fell below the tolerance.
        case converged
        /// It did not; what is returned is the best point seen, and not to be called a minimum.
        case iterationsSpent
        /// LAPACK is missing or refuses the numbers: no step could be computed from the point that is returned.
        case noFactor
    }

    public struct Solution: Sendable {
        public var parameters: [Double]
        /// `½ Σ r²` there.
        public var cost: Double
        /// Gauss-Newton's `JᵀJ` there.
        public var normalMatrix: Matrix
        public var outcome: Outcome
        public var evaluations: Int
    }

    public var maximumIterations = 60
    /// On the largest element of the gradient; parameters are expected to be whitened, of order one.
    public var gradientTolerance = 1e-6
    /// On the step, relative to the parameters.
    public var stepTolerance = 1e-8
    /// Of the forward difference, for whitened parameters: the root of the rounding error of the residuals, which come from a Newton
    /// iteration that is good to about 1e-11.
    public var differenceStep = 1e-5

    public init() {}

    /// - Parameters:
    ///   - start: Where to begin.
    ///   - residuals: The residuals at a point, always as many; `nil` where the model cannot be evaluated, which counts as a wall.
    /// - Returns: `nil` if the residuals cannot be evaluated at the start.
    public func minimise(from start: [Double], residuals: (_ parameters: [Double]) -> [Double]?) -> Solution? {
        guard var current = residuals(start) else { return nil }
        var parameters = start
        var evaluations = 1
        var cost = halfSquare(current)
        var damping: Double?
        var growth = 2.0
        var outcome = Outcome.iterationsSpent
        var (normal, gradient) = linearise(at: parameters, current, residuals, &evaluations)
        search: for _ in 0..<maximumIterations {
            if gradient.allSatisfy({ abs($0) <= gradientTolerance }) {
                outcome = .converged
                break
            }
            let diagonal = (0..<normal.rows).map { normal[$0, $0] }
            let strength = damping ?? 1e-3 * (diagonal.max() ?? 1)
            damping = strength
            var damped = normal
            for index in 0..<damped.rows { damped[index, index] += strength }
            let factor: CholeskyFactor
            do throws(LinearAlgebraError) { factor = try CholeskyFactor(ofPositiveDefinite: damped) } catch {
                guard case .notPositiveDefinite = error else {
                    outcome = .noFactor
                    break search
                }
                damping = strength * growth
                growth *= 2
                continue
            }
            let step = factor.solve(gradient.map(-))
            if norm(step) <= stepTolerance * (norm(parameters) + stepTolerance) {
                outcome = .converged
                break
            }
            let trial = zip(parameters, step).map(+)
            let trialResiduals = residuals(trial)
            evaluations += 1
            let predicted = 0.5 * zip(step, gradient).reduce(0) { $0 + $1.0 * (strength * $1.0 - $1.1) }
            if let trialResiduals, case let trialCost = halfSquare(trialResiduals), trialCost < cost, predicted > 0 {
                let gain = (cost - trialCost) / predicted
                let isNegligible = cost - trialCost <= 1e-10 * (cost + 1e-10)
                (parameters, current, cost) = (trial, trialResiduals, trialCost)
                (normal, gradient) = linearise(at: parameters, current, residuals, &evaluations)
                let ease = 2 * gain - 1
                damping = strength * max(1.0 / 3, 1 - ease * ease * ease)
                growth = 2
                if isNegligible {
                    outcome = .converged
                    break
                }
            } else {
                damping = strength * growth
                growth *= 2
                // No step of any length helps: a kink, or the bottom to the last bit.
                if strength > 1e12 {
                    outcome = .converged
                    break
                }
            }
        }
        return Solution(parameters: parameters, cost: cost, normalMatrix: normal, outcome: outcome, evaluations: evaluations)
    }

    /// Gauss-Newton's `JᵀJ` at a point, `nil` where the residuals cannot be evaluated.
    public func normalMatrix(at parameters: [Double], residuals: (_ parameters: [Double]) -> [Double]?) -> Matrix? {
        guard let here = residuals(parameters) else { return nil }
        var evaluations = 0
        return linearise(at: parameters, here, residuals, &evaluations).normal
    }

    private func linearise(
        at parameters: [Double], _ residualsHere: [Double], _ residuals: ([Double]) -> [Double]?, _ evaluations: inout Int
    ) -> (normal: Matrix, gradient: [Double]) {
        var columns: [[Double]] = []
        for index in parameters.indices {
            var moved = parameters
            moved[index] += differenceStep
            evaluations += 1
            var sign = 1.0
            var there = residuals(moved)
            if there == nil {
                // The wall is on this side: look to the other.
                moved[index] = parameters[index] - differenceStep
                sign = -1
                there = residuals(moved)
                evaluations += 1
            }
            columns.append(
                there.map { zip($0, residualsHere).map { sign * ($0 - $1) / differenceStep } } ?? Array(repeating: 0, count: residualsHere.count))
        }
        var normal = Matrix(rows: parameters.count, columns: parameters.count)
        var gradient = [Double](repeating: 0, count: parameters.count)
        for row in parameters.indices {
            for column in 0...row {
                let product = dot(columns[row], columns[column])
                normal[row, column] = product
                normal[column, row] = product
            }
            gradient[row] = dot(columns[row], residualsHere)
        }
        return (normal, gradient)
    }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}

func norm(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }

func halfSquare(_ residuals: [Double]) -> Double { 0.5 * dot(residuals, residuals) }
