import COpenBLAS

#if canImport(Glibc)
    import Glibc
#endif

/// Eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigenvalues: Sendable {
    /// Rising.
    public let values: [Double]
    /// Column `k` belongs to `values[k]`; orthonormal.
    public let vectors: Matrix

    /// LAPACK `dsyev`; only the lower triangle is read.
    public init(of matrix: Matrix) throws(LinearAlgebraError) {
        precondition(matrix.rows == matrix.columns, "eigenvalues need a square matrix")
        let lapack = try Lapack.loaded.get()
        var vectors = matrix
        var values = [Double](repeating: 0, count: matrix.rows)
        let info = lapack.dsyev(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(matrix.rows), &vectors.elements, Int32(max(matrix.rows, 1)),
            &values)
        guard info >= 0 else { throw .invalidArgument(info: Int(info)) }
        guard info == 0 else { throw .eigenvaluesDidNotConverge(offDiagonals: Int(info)) }
        self.values = values
        self.vectors = vectors
    }
}

func logarithm(_ value: Double) -> Double { log(value) }
