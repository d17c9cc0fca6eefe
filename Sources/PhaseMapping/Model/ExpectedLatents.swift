import LinearAlgebra
import Tieline

/// What is expected of the latents at some conditions before any measurement, in proportion to the spread that kernel terms give each of them: what these tie
/// together must not drown it.
struct ExpectedLatents: Sendable {
    /// `regions × points`, where kernel terms add nothing.
    private let means: [Double]
    /// Kernel term, point: of a point with itself.
    private let termVariances: [[Double]]
    private let points: Int

    init(_ model: PhaseMapModel, at conditions: [Condition]) {
        points = conditions.count
        var means = [Double](repeating: 0, count: model.regions * points)
        for (point, condition) in conditions.enumerated() {
            for (region, mean) in model.latentMean(at: condition).enumerated() { means[region * points + point] = mean }
        }
        self.means = means
        termVariances = model.field.terms.map { term in conditions.map { term.correlation.correlation($0, $0) } }
    }

    /// `v = 1 + Σ w_h k_h(x, x)`, one a point: the variance of the fields in units of `σ²`.
    ///
    /// - Parameter jitter: Added to each, as to the diagonal of a covariance.
    func variances(weights: [Double], jitter: Double = 0) -> [Double] {
        (0..<points).map { point in zip(weights, termVariances).reduce(1 + jitter) { $0 + $1.0 * $1.1[point] } }
    }

    /// `m √v`, `regions × points`.
    func means(variances: [Double]) -> [Double] {
        let scales = variances.map(PhaseMapModel.meanScale)
        var result = means
        for start in stride(from: 0, to: result.count, by: max(points, 1)) {
            for point in 0..<points { result[start + point] *= scales[point] }
        }
        return result
    }

    func means(weights: [Double]) -> [Double] { termVariances.isEmpty ? means : means(variances: variances(weights: weights)) }
}

extension PhaseMapModel {
    /// What is expected of the latents at a condition, one a region, where kernel terms add nothing to their variance.
    func latentMean(at condition: Condition) -> [Double] {
        var result = field.mean?.mean(at: condition, regions: regions) ?? Array(repeating: 0, count: regions)
        for region in labelledRegions..<regions { result[region] += unseenOffset }
        return result
    }

    /// By what the expected latents are multiplied where kernel terms make the variance of the fields `σ² v`.
    static func meanScale(variance: Double) -> Double { variance.squareRoot() }

    /// What kernel terms add to the covariance between two lists of conditions; `nil` where there are none.
    func termCovariance(_ rows: [Condition], _ columns: [Condition], weights: [Double]) -> Matrix? {
        guard !field.terms.isEmpty else { return nil }
        var result = Matrix(rows: rows.count, columns: columns.count)
        for (term, weight) in zip(field.terms, weights) {
            let correlations = term.correlation.correlations(rows, columns)
            for index in result.elements.indices { result.elements[index] += weight * correlations.elements[index] }
        }
        return result
    }
}
