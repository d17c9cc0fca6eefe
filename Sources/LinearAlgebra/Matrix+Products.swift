extension Matrix {
    /// `op(A) op(B)` by BLAS, `op` the transpose where asked for.
    ///
    /// - Throws: `libraryMissing`.
    public static func product(
        _ left: Matrix, _ right: Matrix, transposingLeft leftTransposed: Bool = false, transposingRight rightTransposed: Bool = false
    ) throws(LinearAlgebraError) -> Matrix {
        let rows = leftTransposed ? left.columns : left.rows
        let inner = leftTransposed ? left.rows : left.columns
        let columns = rightTransposed ? right.rows : right.columns
        precondition(inner == (rightTransposed ? right.columns : right.rows), "the inner sides of a product agree")
        var result = Matrix(rows: rows, columns: columns)
        guard rows > 0, columns > 0, inner > 0 else { return result }
        let blas = try Lapack.loaded.get().blas
        blas.dgemm(
            Blas.rowMajor, leftTransposed ? Blas.transposed : Blas.plain, rightTransposed ? Blas.transposed : Blas.plain, Int32(rows),
            Int32(columns), Int32(inner), 1, left.elements, Int32(left.columns), right.elements, Int32(right.columns), 0, &result.elements,
            Int32(columns))
        return result
    }

    /// `op(A) x` by BLAS.
    ///
    /// - Throws: `libraryMissing`.
    public func product(transposed: Bool = false, _ vector: [Double]) throws(LinearAlgebraError) -> [Double] {
        precondition(vector.count == (transposed ? rows : columns), "the vector has as many elements as the matrix takes")
        var result = [Double](repeating: 0, count: transposed ? columns : rows)
        guard rows > 0, columns > 0 else { return result }
        let blas = try Lapack.loaded.get().blas
        blas.dgemv(
            Blas.rowMajor, transposed ? Blas.transposed : Blas.plain, Int32(rows), Int32(columns), 1, elements, Int32(columns), vector, 1, 0, &result,
            1)
        return result
    }
}
