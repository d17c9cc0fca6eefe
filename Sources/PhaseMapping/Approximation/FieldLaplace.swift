import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// The latent fields given what each location says of its region: the mode and Laplace's normal distribution about it (Rasmussen and Williams 2006, section 3.5, in
/// the weights of features).
///
/// The region of a location is summed out: the objective is `Σ_i log Σ_r softmax_r(m_i + σ ψ_iᵀ W) e^ℓ_ir − ½ |W|²`. With `P` the softmax and `q ∝ P e^ℓ` what is
/// known of the region, its gradient is `q − P` and its information `(diag P − P Pᵀ) − (diag q − q qᵀ)`: that of a region that is known, less what is unknown of it
/// (Louis 1982, J. R. Stat. Soc. B 44, 226). A location that says nothing informs of nothing. Where the difference is negative in a direction
/// it counts as nothing there; Newton's steps are halved until they climb.
struct FieldLaplace: Sendable {
    let regions: Int
    let deviation: Double
    /// Features × points.
    let features: Matrix
    /// `regions × points`.
    let means: [Double]
    /// `regions × points`, each point's up to a constant.
    let logLikelihoods: [Double]
    /// `regions × features`, the mode.
    private(set) var weights: [Double]
    /// Of the information at the mode, `regions · features` rows.
    private(set) var factor: CholeskyFactor
    /// `regions × points`.
    private(set) var latents: [Double] = []
    /// Of the softmax, `regions × points`.
    private(set) var probabilities: [Double] = []
    /// What is known of each location's region, `regions × points`.
    private(set) var shares: [Double] = []
    /// Laplace's approximation of `log ∫ Π_i Σ_r P_ir e^ℓ_ir p(W)`.
    private(set) var logEvidence = -Double.infinity

    static let maximumSteps = 20
    static let maximumHalvings = 12
    /// Of the gain of a step, nats.
    static let tolerance = 1e-4

    /// - Parameters:
    ///   - start: Weights to begin with, or `nil` for none.
    ///   - steps: Of Newton's at most.
    init(
        regions: Int, deviation: Double, features: Matrix, means: [Double], logLikelihoods: [Double], start: [Double]? = nil,
        steps: Int = maximumSteps
    ) throws(LinearAlgebraError) {
        self.regions = regions
        self.deviation = deviation
        self.features = features
        self.means = means
        self.logLikelihoods = logLikelihoods
        let size = regions * features.rows
        weights = start?.count == size ? start ?? [] : Array(repeating: 0, count: size)
        factor = try CholeskyFactor(inPlaceOf: .identity(1))
        var objective = try refresh()
        for step in 0...steps {
            factor = try CholeskyFactor(inPlaceOf: information())
            guard step < steps else { break }
            let direction = try factor.divide(transposed: true, factor.divide(gradient()))
            let old = weights
            var length = 1.0
            var gain = -Double.infinity
            for _ in 0..<Self.maximumHalvings {
                for index in weights.indices { weights[index] = old[index] + length * direction[index] }
                let trial = try refresh()
                gain = trial - objective
                if gain >= 0 {
                    objective = trial
                    break
                }
                length *= 0.5
            }
            if gain < 0 {
                weights = old
                objective = try refresh()
            }
            // The factor belongs to the point before a step this short.
            if gain < Self.tolerance { break }
        }
        logEvidence = objective - 0.5 * factor.logDeterminant
    }

    /// Latents, probabilities and shares; returns the objective.
    private mutating func refresh() throws(LinearAlgebraError) -> Double {
        let points = features.columns
        let fields = try Matrix.product(Matrix(rows: regions, columns: features.rows, elements: weights), features)
        latents = means
        for index in latents.indices { latents[index] += deviation * fields.elements[index] }
        probabilities = latents
        shares = zip(latents, logLikelihoods).map(+)
        var objective = 0.0
        for point in 0..<points {
            let (joint, prior) = (softmax(&shares, from: point, by: points), softmax(&probabilities, from: point, by: points))
            objective += (joint.largest + log(joint.sum)) - (prior.largest + log(prior.sum))
        }
        for weight in weights { objective -= 0.5 * weight * weight }
        return objective
    }

    private func gradient() throws(LinearAlgebraError) -> [Double] {
        var residual = Matrix(rows: regions, columns: features.columns)
        for index in residual.elements.indices { residual.elements[index] = deviation * (shares[index] - probabilities[index]) }
        let slopes = try Matrix.product(residual, features, transposingRight: true)
        return zip(slopes.elements, weights).map { $0 - $1 }
    }

    /// `1 + σ² Ψ I Ψᵀ`, lower triangle, with `I` the information of each location.
    private func information() throws(LinearAlgebraError) -> Matrix {
        let (rows, points) = (features.rows, features.columns)
        let size = regions * rows
        let ofPoints = try (0..<points).map(information(of:))
        var result = Matrix(rows: size, columns: size)
        var scaled = features
        for first in 0..<regions {
            for second in 0...first {
                let scales = ofPoints.map { deviation * deviation * $0[first, second] }
                scaled.elements.withUnsafeMutableBufferPointer { scaled in
                    features.elements.withUnsafeBufferPointer { features in
                        for row in 0..<rows {
                            for point in 0..<points { scaled[row * points + point] = scales[point] * features[row * points + point] }
                        }
                    }
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

    /// What one location tells of its latents, `regions × regions`, never negative.
    private func information(of point: Int) throws(LinearAlgebraError) -> Matrix {
        let points = features.columns
        var matrix = Matrix(rows: regions, columns: regions)
        var mostCertain = 0.0
        for first in 0..<regions {
            let (probability, share) = (probabilities[first * points + point], shares[first * points + point])
            mostCertain = max(mostCertain, share)
            matrix[first, first] = probability - share
            for second in 0..<regions {
                matrix[first, second] += share * shares[second * points + point] - probability * probabilities[second * points + point]
            }
        }
        // A region that is known takes nothing away.
        guard mostCertain < Self.certain else { return matrix }
        // Rows sum to zero: with two regions there is one direction.
        guard regions > 2 else { return matrix[0, 0] > 0 ? matrix : Matrix(rows: regions, columns: regions) }
        let eigen = try SymmetricEigenvalues(of: matrix)
        var result = Matrix(rows: regions, columns: regions)
        for (index, value) in eigen.values.enumerated() where value > 0 {
            for first in 0..<regions {
                for second in 0..<regions { result[first, second] += value * eigen.vectors[first, index] * eigen.vectors[second, index] }
            }
        }
        return result
    }

    /// Of a share, from which on a location counts as one whose region is known.
    private static let certain = 1 - 1e-6

    /// Weights drawn from Laplace's normal distribution, `regions × features`.
    func draw(_ white: [Double]) -> [Double] { zip(weights, factor.divide(transposed: true, white)).map(+) }
}
