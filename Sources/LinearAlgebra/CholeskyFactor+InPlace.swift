extension CholeskyFactor {
    /// Factors a symmetric positive definite matrix in its own memory; only its lower triangle is read.
    ///
    /// For the many factorisations of a sampler: no copy and no transposition, which for a hundred rows cost as much as the factorisation. The
    /// last bits may differ from those of ``init(ofPositiveDefinite:)``, which walks the triangle the other way.
    public init(inPlaceOf matrix: consuming Matrix) throws(LinearAlgebraError) {
        precondition(matrix.rows == matrix.columns, "a Cholesky factor needs a square matrix")
        let blas = try Lapack.loaded.get().blas
        let size = matrix.rows
        var order = Int32(size)
        var leading = Int32(max(size, 1))
        var info = Int32(0)
        var upper = CChar(UInt8(ascii: "U"))
        blas.dpotrf(&upper, &order, &matrix.elements, &leading, &info)
        guard info >= 0 else { throw .invalidArgument(info: Int(info)) }
        guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
        for row in 0..<size {
            // LAPACK's own comparison lets a NaN pass.
            guard matrix.elements[row * size + row] > 0 else { throw .notPositiveDefinite(order: row + 1) }
            for column in (row + 1)..<max(size, row + 1) { matrix.elements[row * size + column] = 0 }
        }
        self.init(lower: matrix)
    }

    /// `X` with `L X = B`, or `Lᵀ X = B`.
    public func solveLower(_ right: consuming Matrix, transposed: Bool = false) -> Matrix {
        precondition(right.rows == lower.rows, "the right-hand side has as many rows as the matrix")
        guard right.rows > 0, right.columns > 0, case .success(let lapack) = Lapack.loaded else { return right }
        let columns = Int32(right.columns)
        lapack.blas.dtrsm(
            Blas.rowMajor, Blas.left, Blas.lower, transposed ? Blas.transposed : Blas.plain, Blas.notUnit, Int32(right.rows), columns, 1,
            lower.elements, Int32(lower.columns), &right.elements, columns)
        return right
    }

    /// `X` with `A X = B`.
    public func solve(_ right: consuming Matrix) -> Matrix { solveLower(solveLower(right), transposed: true) }

    /// `L x`, or `Lᵀ x`: a draw of `N(0, A)` from white noise.
    public func multiply(transposed: Bool = false, _ vector: consuming [Double]) -> [Double] {
        precondition(vector.count == lower.rows, "the vector has as many elements as the matrix has rows")
        guard !vector.isEmpty, case .success(let lapack) = Lapack.loaded else { return vector }
        lapack.blas.dtrmv(
            Blas.rowMajor, Blas.lower, transposed ? Blas.transposed : Blas.plain, Blas.notUnit, Int32(lower.rows), lower.elements,
            Int32(lower.columns), &vector, 1)
        return vector
    }

    /// `x` with `L x = b`, or `Lᵀ x = b`, by BLAS.
    public func divide(transposed: Bool = false, _ vector: consuming [Double]) -> [Double] {
        precondition(vector.count == lower.rows, "the vector has as many elements as the matrix has rows")
        guard !vector.isEmpty, case .success(let lapack) = Lapack.loaded else { return vector }
        lapack.blas.dtrsv(
            Blas.rowMajor, Blas.lower, transposed ? Blas.transposed : Blas.plain, Blas.notUnit, Int32(lower.rows), lower.elements,
            Int32(lower.columns), &vector, 1)
        return vector
    }

    /// `A⁻¹` by LAPACK's `dpotri`, both triangles filled.
    public func symmetricInverse() throws(LinearAlgebraError) -> Matrix {
        let blas = try Lapack.loaded.get().blas
        var result = lower
        let size = lower.rows
        var order = Int32(size)
        var leading = Int32(max(size, 1))
        var info = Int32(0)
        var upper = CChar(UInt8(ascii: "U"))
        blas.dpotri(&upper, &order, &result.elements, &leading, &info)
        guard info == 0 else { throw .invalidArgument(info: Int(info)) }
        for row in 0..<size {
            for column in 0..<row { result.elements[column * size + row] = result.elements[row * size + column] }
        }
        return result
    }
}
