import COpenBLAS

/// The lower triangular `L` with `A = L Lᵀ`.
public struct CholeskyFactor: Sendable {
    /// Zero above the diagonal.
    public let lower: Matrix

    init(lower: Matrix) { self.lower = lower }

    /// Factors a symmetric positive definite matrix; only its lower triangle is read (LAPACK `dpotrf`).
    public init(ofPositiveDefinite matrix: Matrix) throws(LinearAlgebraError) {
        precondition(matrix.rows == matrix.columns, "a Cholesky factor needs a square matrix")
        let lapack = try Lapack.loaded.get()
        let size = matrix.rows
        var factor = matrix
        let info = lapack.dpotrf(LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "L")), Int32(size), &factor.elements, Int32(max(size, 1)))
        guard info >= 0 else { throw .invalidArgument(info: Int(info)) }
        guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
        for row in 0..<size {
            for column in (row + 1)..<max(size, row + 1) { factor[row, column] = 0 }
        }
        lower = factor
    }

    /// `x` with `A x = b`.
    public func solve(_ right: [Double]) -> [Double] { solveTransposed(solveLower(right)) }

    /// `y` with `L y = b`: whitens a vector whose covariance is `A`.
    public func solveLower(_ right: [Double]) -> [Double] {
        let size = lower.rows
        precondition(right.count == size, "the right-hand side has as many elements as the matrix has rows")
        var result = right
        for row in 0..<size {
            var sum = result[row]
            for column in 0..<row { sum -= lower[row, column] * result[column] }
            result[row] = sum / lower[row, row]
        }
        return result
    }

    /// `x` with `Lᵀ x = b`.
    public func solveTransposed(_ right: [Double]) -> [Double] {
        let size = lower.rows
        precondition(right.count == size, "the right-hand side has as many elements as the matrix has rows")
        var result = right
        for row in stride(from: size - 1, through: 0, by: -1) {
            var sum = result[row]
            for column in (row + 1)..<max(size, row + 1) { sum -= lower[column, row] * result[column] }
            result[row] = sum / lower[row, row]
        }
        return result
    }

    /// `log det A`.
    public var logDeterminant: Double {
        (0..<lower.rows).reduce(0) { $0 + 2 * logarithm(lower[$1, $1]) }
    }

    /// `A⁻¹`.
    public func inverse() -> Matrix {
        let size = lower.rows
        var result = Matrix(rows: size, columns: size)
        var unit = [Double](repeating: 0, count: size)
        for column in 0..<size {
            unit[column] = 1
            let solution = solve(unit)
            unit[column] = 0
            for row in 0..<size { result[row, column] = solution[row] }
        }
        return result
    }
}
