import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// The latent fields given soft assignments: the mode and Laplace's normal distribution about it (Rasmussen and Williams 2006, section 3.5, in the weights of features).
///
/// The objective `Σ_i Σ_r t_ir log softmax_r(m_i + σ ψ_iᵀ W) − ½ |W|²` is concave; Newton's steps are halved until they climb.
struct FieldLaplace: Sendable {
    let regions: Int
    let deviation: Double
    /// Features × points.
    let features: Matrix
    /// `regions × points`.
    let means: [Double]
    /// `regions × features`, the mode.
    private(set) var weights: [Double]
    /// Of the negative Hessian at the mode, `regions · features` rows.
    private(set) var factor: CholeskyFactor
    /// `regions × points`.
    private(set) var latents: [Double]
    /// Of the softmax, `regions × points`.
    private(set) var probabilities: [Double]
    /// Laplace's approximation of `log ∫ p(t | W) p(W)`.
    private(set) var logEvidence = -Double.infinity

    static let maximumSteps = 20
    static let maximumHalvings = 12
    /// Of the gain of a step, nats.
    static let tolerance = 1e-4

    /// - Parameters:
    ///   - targets: `regions × points`: soft assignments; a point whose targets sum to zero has no say.
    ///   - start: Weights to begin with, or `nil` for none.
    init(
        regions: Int, deviation: Double, features: Matrix, means: [Double], targets: [Double], start: [Double]? = nil, steps: Int = maximumSteps
    ) throws(LinearAlgebraError) {
        self.regions = regions
        self.deviation = deviation
        self.features = features
        self.means = means
        let size = regions * features.rows
        weights = start?.count == size ? start ?? [] : Array(repeating: 0, count: size)
        latents = []
        probabilities = []
        factor = try CholeskyFactor(inPlaceOf: .identity(1))
        var pointWeights = [Double](repeating: 0, count: features.columns)
        for region in 0..<regions { for point in 0..<features.columns { pointWeights[point] += targets[region * features.columns + point] } }
        var objective = try refresh(targets)
        for step in 0...steps {
            factor = try CholeskyFactor(inPlaceOf: negativeHessian(pointWeights))
            guard step < steps else { break }
            let gradient = try self.gradient(targets, pointWeights)
            let direction = factor.divide(transposed: true, factor.divide(gradient))
            let old = weights
            var length = 1.0
            var gain = 0.0
            for _ in 0..<Self.maximumHalvings {
                for index in weights.indices { weights[index] = old[index] + length * direction[index] }
                let trial = try refresh(targets)
                gain = trial - objective
                if gain >= 0 {
                    objective = trial
                    break
                }
                length *= 0.5
            }
            if gain < 0 {
                weights = old
                objective = try refresh(targets)
            }
            // The factor belongs to the point before a step this short.
            if gain < Self.tolerance { break }
        }
        logEvidence = objective - 0.5 * factor.logDeterminant
    }

    /// Latents and probabilities; returns the objective.
    private mutating func refresh(_ targets: [Double]) throws(LinearAlgebraError) -> Double {
        let points = features.columns
        let fields = try Matrix.product(Matrix(rows: regions, columns: features.rows, elements: weights), features)
        latents = means
        for index in latents.indices { latents[index] += deviation * fields.elements[index] }
        probabilities = latents
        var objective = 0.0
        for point in 0..<points {
            var largest = -Double.infinity
            for region in 0..<regions { largest = max(largest, latents[region * points + point]) }
            var total = 0.0
            for region in 0..<regions {
                let value = exp(latents[region * points + point] - largest)
                probabilities[region * points + point] = value
                total += value
            }
            let normaliser = largest + log(total)
            for region in 0..<regions {
                let index = region * points + point
                probabilities[index] /= total
                if targets[index] > 0 { objective += targets[index] * (latents[index] - normaliser) }
            }
        }
        for weight in weights { objective -= 0.5 * weight * weight }
        return objective
    }

    private func gradient(_ targets: [Double], _ pointWeights: [Double]) throws(LinearAlgebraError) -> [Double] {
        let points = features.columns
        var residual = Matrix(rows: regions, columns: points)
        for region in 0..<regions {
            for point in 0..<points {
                let index = region * points + point
                residual.elements[index] = deviation * (targets[index] - pointWeights[point] * probabilities[index])
            }
        }
        let slopes = try Matrix.product(residual, features, transposingRight: true)
        return zip(slopes.elements, weights).map { $0 - $1 }
    }

    /// `1 + σ² Ψ (diag P − P Pᵀ) Ψᵀ`, lower triangle.
    private func negativeHessian(_ pointWeights: [Double]) throws(LinearAlgebraError) -> Matrix {
        let (rows, points) = (features.rows, features.columns)
        let size = regions * rows
        var result = Matrix(rows: size, columns: size)
        var scaled = features
        for first in 0..<regions {
            for second in 0...first {
                for point in 0..<points {
                    let own = probabilities[first * points + point]
                    let scale =
                        deviation * deviation * pointWeights[point] * own * ((first == second ? 1 : 0) - probabilities[second * points + point])
                    for row in 0..<rows { scaled.elements[row * points + point] = scale * features.elements[row * points + point] }
                }
                let block = try Matrix.product(scaled, features, transposingRight: true)
                for row in 0..<rows {
                    let target = (first * rows + row) * size + second * rows
                    for column in 0..<rows { result.elements[target + column] = block.elements[row * rows + column] }
                }
            }
        }
        for index in 0..<size { result.elements[index * size + index] += 1 }
        return result
    }

    /// Weights drawn from Laplace's normal distribution, `regions × features`.
    func draw(_ white: [Double]) -> [Double] { zip(weights, factor.divide(transposed: true, white)).map(+) }
}
