public import LinearAlgebra

/// Mean and covariance of a sample of vectors, both with weight `1/n`.
public struct SampleCovariance: Sendable {
    public let mean: [Double]
    public let covariance: Matrix

    /// - Parameter draws: Vectors of one length, at least one.
    /// - Returns: `nil` for an empty sample.
    public init?(_ draws: [[Double]]) {
        guard let size = draws.first?.count else { return nil }
        let share = 1 / Double(draws.count)
        var mean = Array(repeating: 0.0, count: size)
        for draw in draws { for index in 0..<size { mean[index] += share * draw[index] } }
        var covariance = Matrix(rows: size, columns: size)
        for draw in draws {
            for row in 0..<size {
                for column in 0..<size { covariance[row, column] += share * (draw[row] - mean[row]) * (draw[column] - mean[column]) }
            }
        }
        self.mean = mean
        self.covariance = covariance
    }
}
