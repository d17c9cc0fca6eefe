import LinearAlgebra

/// A Gaussian process by its values at few points: `f(x) ≈ ψ(x)ᵀ w`, `w ~ N(0, 1)`, `ψ(x) = L⁻¹ k(Z, x)` with `L Lᵀ = K(Z, Z)` (Quiñonero-Candela and Rasmussen 2005,
/// J. Mach. Learn. Res. 6, 1939). Exact where `Z` are all the points.
struct InducingFeatures: Sendable {
    let kernel: StationaryKernel
    let lengths: [Double]
    /// `points × axes`, flat.
    let inducing: [Double]
    let factor: CholeskyFactor

    /// - Parameter extra: What the covariance of two inducing points has beyond the kernel, lower triangle; `nil` for nothing.
    init(kernel: StationaryKernel, lengths: [Double], inducing: [Double], extra: Matrix? = nil) throws(LinearAlgebraError) {
        self.kernel = kernel
        self.lengths = lengths
        self.inducing = inducing
        let axes = lengths.count
        let count = axes == 0 ? 0 : inducing.count / axes
        var matrix = extra ?? Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0...row {
                matrix.elements[row * count + column] += Self.correlation(kernel, lengths, inducing, row, inducing, column)
            }
            matrix.elements[row * count + row] += FieldCorrelation.jitter
        }
        factor = try CholeskyFactor(inPlaceOf: matrix)
    }

    var count: Int { factor.lower.rows }

    /// `Ψ`, features × points.
    /// - Parameters:
    ///   - points: `points × axes`, flat.
    ///   - extra: As for the inducing points, inducing × points.
    func features(of points: [Double], extra: Matrix? = nil) -> Matrix {
        let axes = lengths.count
        let columns = axes == 0 ? 0 : points.count / axes
        var cross = extra ?? Matrix(rows: count, columns: columns)
        let inverses = lengths.map { 1 / ($0 * $0) }
        cross.elements.withUnsafeMutableBufferPointer { cross in
            for row in 0..<count {
                for column in 0..<columns {
                    var square = 0.0
                    for axis in 0..<axes {
                        let difference = inducing[row * axes + axis] - points[column * axes + axis]
                        square += inverses[axis] * difference * difference
                    }
                    cross[row * columns + column] += kernel.correlation(squaredDistance: square)
                }
            }
        }
        return factor.solveLower(cross)
    }

    private static func correlation(
        _ kernel: StationaryKernel, _ lengths: [Double], _ left: [Double], _ row: Int, _ right: [Double], _ column: Int
    ) -> Double {
        var square = 0.0
        for axis in lengths.indices {
            let difference = (left[row * lengths.count + axis] - right[column * lengths.count + axis]) / lengths[axis]
            square += difference * difference
        }
        return kernel.correlation(squaredDistance: square)
    }
}

extension Matrix {
    /// Of each column, the sum of squares.
    func columnSquares() -> [Double] {
        var result = [Double](repeating: 0, count: columns)
        for row in 0..<rows {
            for column in 0..<columns { result[column] += elements[row * columns + column] * elements[row * columns + column] }
        }
        return result
    }
}
