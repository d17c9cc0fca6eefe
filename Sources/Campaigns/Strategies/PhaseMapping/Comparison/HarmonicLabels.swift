#if canImport(Glibc)
    import Glibc
#endif

/// Label propagation over a pool of points: the harmonic function that the labels fix (Zhu, Ghahramani and Lafferty, ICML 2003), which is where scikit-learn's
/// `LabelPropagation` converges to.
///
/// `f = −L_UU⁻¹ L_UL y` with the graph's Laplacian `L = D − W`, `W = exp(−γ d²)` in standardised coordinates. The inverse is computed for the first label and
/// then updated by rank one, so a step costs the square of the number of points.
struct HarmonicLabels: Sendable {
    /// scikit-learn's default.
    private static let gamma = 20.0

    private let weights: [Double]
    private let count: Int
    /// `L_UU⁻¹`, with rows and columns of zeros for labelled points; empty before the first label.
    private var inverse: [Double] = []
    /// By point.
    private(set) var labels: [Int?]

    /// - Parameter points: Of equal dimension; the memory is the square of their number.
    init(_ points: [[Double]]) {
        count = points.count
        let scaled = Self.standardised(points)
        var weights = [Double](repeating: 0, count: count * count)
        for i in 0..<count {
            for j in 0..<count {
                let distance = zip(scaled[i], scaled[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                weights[i * count + j] = exp(-Self.gamma * distance)
            }
        }
        self.weights = weights
        labels = Array(repeating: nil, count: count)
    }

    /// Fixes the label of a point; a second label of the same point replaces the first.
    mutating func fix(_ point: Int, label: Int) {
        defer { labels[point] = label }
        guard labels[point] == nil else { return }
        guard !inverse.isEmpty else {
            inverse = Self.inverse(ofLaplacian: weights, count: count, grounded: point)
            return
        }
        let row = Array(inverse[(point * count)..<((point + 1) * count)])
        let pivot = row[point]
        for i in 0..<count where row[i] != 0 {
            let factor = row[i] / pivot
            for j in 0..<count { inverse[i * count + j] -= factor * row[j] }
        }
        for i in 0..<count {
            inverse[i * count + point] = 0
            inverse[point * count + i] = 0
        }
    }

    /// Of every point, the probabilities of the classes `0 ..< classes`; `nil` before the first label.
    func probabilities(classes: Int) -> [[Double]]? {
        guard !inverse.isEmpty else { return nil }
        var pulls = [[Double]](repeating: Array(repeating: 0, count: count), count: classes)
        for (point, label) in labels.enumerated() {
            guard let label else { continue }
            for i in 0..<count where labels[i] == nil { pulls[label][i] += weights[i * count + point] }
        }
        return (0..<count).map { i in
            if let label = labels[i] { return (0..<classes).map { $0 == label ? 1 : 0 } }
            var row = [Double](repeating: 0, count: classes)
            for label in 0..<classes {
                var sum = 0.0
                for j in 0..<count { sum += inverse[i * count + j] * pulls[label][j] }
                row[label] = sum
            }
            let total = row.reduce(0, +)
            return total > 0 ? row.map { $0 / total } : row.map { _ in 1 / Double(classes) }
        }
    }

    /// Zero mean and unit variance along each coordinate, as scikit-learn's `StandardScaler` makes them.
    private static func standardised(_ points: [[Double]]) -> [[Double]] {
        let dimension = points[0].count
        let count = Double(points.count)
        var result = points
        for axis in 0..<dimension {
            let mean = points.reduce(0) { $0 + $1[axis] } / count
            let variance = points.reduce(0) { $0 + ($1[axis] - mean) * ($1[axis] - mean) } / count
            // A coordinate that never changes tells no points apart.
            let deviation = variance > 0 ? variance.squareRoot() : 1
            for index in points.indices { result[index][axis] = (points[index][axis] - mean) / deviation }
        }
        return result
    }

    /// The inverse of the Laplacian without one point, by Gauss and Jordan: the matrix is positive definite, so that no pivot has to be looked for.
    private static func inverse(ofLaplacian weights: [Double], count: Int, grounded: Int) -> [Double] {
        var matrix = weights.map { -$0 }
        for i in 0..<count {
            var degree = 0.0
            for j in 0..<count where j != i { degree += weights[i * count + j] }
            matrix[i * count + i] = degree
            matrix[i * count + grounded] = 0
            matrix[grounded * count + i] = 0
        }
        matrix.withUnsafeMutableBufferPointer { matrix in
            for k in 0..<count where k != grounded {
                let pivot = 1 / matrix[k * count + k]
                matrix[k * count + k] = 1
                for j in 0..<count { matrix[k * count + j] *= pivot }
                for i in 0..<count where i != k {
                    let factor = matrix[i * count + k]
                    guard factor != 0 else { continue }
                    matrix[i * count + k] = 0
                    for j in 0..<count { matrix[i * count + j] -= factor * matrix[k * count + j] }
                }
            }
        }
        return matrix
    }
}
