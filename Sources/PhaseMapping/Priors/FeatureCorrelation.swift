public import LinearAlgebra
public import Tieline

/// A correlation of low rank, `k_h(x, x') = Σ_a u_a(x) u_a(x')`: positive semidefinite whatever the features are.
public protocol FeatureCorrelation: LatentCorrelation {
    /// Of a condition; `Σ u_a² ≤ 1`, and as many for every condition.
    func features(at condition: Condition) -> [Double]
}

extension FeatureCorrelation {
    public func correlation(_ first: Condition, _ second: Condition) -> Double {
        zip(features(at: first), features(at: second)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The features of a condition are found once.
    public func correlations(_ rows: [Condition], _ columns: [Condition]) -> Matrix {
        let (left, right) = (rows.map(features), columns.map(features))
        var result = Matrix(rows: rows.count, columns: columns.count)
        for row in rows.indices {
            for column in columns.indices {
                var sum = 0.0
                for index in left[row].indices { sum += left[row][index] * right[column][index] }
                result[row, column] = sum
            }
        }
        return result
    }
}
