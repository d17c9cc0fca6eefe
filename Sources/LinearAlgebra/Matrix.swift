/// A dense matrix of doubles, stored row by row.
public struct Matrix: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    /// `rows × columns` elements, row after row.
    public var elements: [Double]

    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.rows = rows
        self.columns = columns
        elements = Array(repeating: value, count: rows * columns)
    }

    public init(rows: Int, columns: Int, elements: [Double]) {
        precondition(elements.count == rows * columns, "a matrix of \(rows) × \(columns) has \(rows * columns) elements, not \(elements.count)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    public static func identity(_ size: Int) -> Matrix {
        var result = Matrix(rows: size, columns: size)
        for index in 0..<size { result[index, index] = 1 }
        return result
    }

    public subscript(row: Int, column: Int) -> Double {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    public static func * (left: Matrix, right: [Double]) -> [Double] {
        precondition(left.columns == right.count, "the vector has as many elements as the matrix has columns")
        return (0..<left.rows).map { row in
            var sum = 0.0
            for column in 0..<left.columns { sum += left.elements[row * left.columns + column] * right[column] }
            return sum
        }
    }
}

/// What LAPACK could not do.
public enum LinearAlgebraError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The leading minor of this order is not positive (`info` of `dpotrf`): the matrix has no Cholesky factor.
    case notPositiveDefinite(order: Int)
    /// The eigenvalue iteration did not converge; so many off-diagonal elements were left (`info` of `dsyev`).
    case eigenvaluesDidNotConverge(offDiagonals: Int)
    /// LAPACKE refused an argument (`info` below zero): a number that is none in the matrix, or no memory to transpose it.
    case invalidArgument(info: Int)
    /// LAPACKE or OpenBLAS is not there; what the loader says.
    case libraryMissing(String)

    public var description: String {
        switch self {
        case .notPositiveDefinite(let order): "the leading minor of order \(order) is not positive: the matrix is not positive definite"
        case .eigenvaluesDidNotConverge(let count): "the eigenvalues did not converge, \(count) off-diagonal elements were left"
        case .invalidArgument(let info):
            info <= -1000 ? "LAPACKE found no memory (info \(info))" : "LAPACKE refuses argument \(-info): the matrix holds what is no number"
        case .libraryMissing(let reason): "LAPACKE and OpenBLAS could not be loaded: \(reason); install liblapacke and libopenblas0"
        }
    }
}
