import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// One region's process of one property, from values that belong to it only in part: a share `q` of a value is a value with `1/q` of the noise's variance.
struct WeightedProcess: Sendable {
    /// Hyper-parameters as standard normal numbers: deviation, then lengths.
    let white: [Double]
    let features: InducingFeatures
    let deviation: Double
    let levelDeviation: Double
    /// Precision of the weights of features and level.
    let factor: CholeskyFactor
    let weights: [Double]
    /// Of the shared values given hyper-parameters.
    let logEvidence: Double
    /// At the values: what the whole predicts, and what it would without the shares of all values at that place, which is one value of the process and no second witness.
    let means: [Double]
    let variances: [Double]
    let heldOutMeans: [Double]
    let heldOutVariances: [Double]

    init(
        prior: PropertyPrior, white: [Double], table: EvidenceTable.ProcessTable, inducing: [Double], noiseVariances: [Double], shares: [Double]
    ) throws(LinearAlgebraError) {
        self.white = white
        deviation = prior.deviation.value(white: white[0])
        levelDeviation = prior.levelDeviation
        features = try InducingFeatures(
            kernel: prior.kernel, lengths: zip(prior.lengths, white.dropFirst()).map { $0.value(white: $1) }, inducing: inducing)
        let count = table.values.count
        let design = Self.design(features, points: table.coordinates, deviation: deviation, level: levelDeviation)
        // What few inducing points leave out is noise of its own (Snelson and Ghahramani 2006, FITC).
        let explained = design.columnSquares()
        let total = deviation * deviation + levelDeviation * levelDeviation
        let left = explained.map { max(total - $0, 0) }
        var precisions = [Double](repeating: 0, count: count)
        for row in 0..<count { precisions[row] = shares[row] / (noiseVariances[row] + left[row]) }
        var scaled = design
        for row in 0..<design.rows { for column in 0..<count { scaled.elements[row * count + column] *= precisions[column] } }
        var precision = try Matrix.product(scaled, design, transposingRight: true)
        for row in 0..<precision.rows { precision.elements[row * precision.rows + row] += 1 }
        factor = try CholeskyFactor(inPlaceOf: precision)
        let right = try scaled.product(table.values)
        let half = factor.divide(right)
        weights = factor.divide(transposed: true, half)
        means = try design.product(transposed: true, weights)
        let resolved = factor.solveLower(design).columnSquares()
        variances = zip(resolved, left).map(+)
        var logEvidence = -0.5 * factor.logDeterminant
        for value in half { logEvidence += 0.5 * value * value }
        for row in 0..<count where precisions[row] > 0 {
            // Shares below one count as much less than a value.
            logEvidence -= 0.5 * precisions[row] * table.values[row] * table.values[row]
            logEvidence -= 0.5 * shares[row] * log(2 * Double.pi * (noiseVariances[row] + left[row]))
        }
        self.logEvidence = logEvidence - 0.5 * white.reduce(0) { $0 + $1 * $1 }
        var heldOutMeans = means
        var heldOutVariances = variances
        // Of each place: precision, and precision times value, of all that was measured there.
        var ownPrecisions: [Int: Double] = [:]
        var ownSums: [Int: Double] = [:]
        for row in 0..<count {
            ownPrecisions[table.points[row], default: 0] += precisions[row]
            ownSums[table.points[row], default: 0] += precisions[row] * table.values[row]
        }
        for row in 0..<count {
            let (precision, sum) = (ownPrecisions[table.points[row]] ?? 0, ownSums[table.points[row]] ?? 0)
            guard precision > 0 else { continue }
            // Of the part that the inducing points carry, whose shares of the values have precisions p: 1/v₋ = 1/v − Σ p, m₋/v₋ = m/v − Σ p y, never beyond its prior.
            guard resolved[row] > 0 else { continue }
            let inverse = max(1 / resolved[row] - precision, 1 / explained[row])
            heldOutVariances[row] = 1 / inverse + left[row]
            heldOutMeans[row] = (means[row] / resolved[row] - sum) / inverse
        }
        self.heldOutMeans = heldOutMeans
        self.heldOutVariances = heldOutVariances
    }

    /// Features times the deviation, and the level as one more feature; features × points.
    private static func design(_ features: InducingFeatures, points: [Double], deviation: Double, level: Double) -> Matrix {
        let plain = features.features(of: points)
        var elements = plain.elements.map { deviation * $0 }
        elements += Array(repeating: level, count: plain.columns)
        return Matrix(rows: plain.rows + 1, columns: plain.columns, elements: elements)
    }

    /// Mean and variance of the process at points (`points × axes`, flat), relative to the mean of the level.
    func prediction(at points: [Double]) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let design = Self.design(features, points: points, deviation: deviation, level: levelDeviation)
        let total = deviation * deviation + levelDeviation * levelDeviation
        let explained = design.columnSquares()
        let posterior = factor.solveLower(design).columnSquares()
        return (
            try design.product(transposed: true, weights), zip(explained, posterior).map { max(total - $0, 0) + $1 }
        )
    }
}
