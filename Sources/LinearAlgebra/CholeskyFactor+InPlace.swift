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

    /// `L x` of several vectors, one after the other, in one product.
    public func multiply(vectors: [Double], count: Int) -> [Double] {
        let size = lower.rows
        precondition(vectors.count == count * size, "every vector has as many elements as the matrix has rows")
        var result = [Double](repeating: 0, count: vectors.count)
        guard !vectors.isEmpty, case .success(let lapack) = Lapack.loaded else { return result }
        lapack.blas.dgemm(
            Blas.rowMajor, Blas.plain, Blas.transposed, Int32(count), Int32(size), Int32(size), 1, vectors, Int32(size), lower.elements, Int32(size),
            0,
            &result, Int32(size))
        return result
    }

    /// What a run of the elements of two vectors adds to `L x` of each: first and second in turn, from the row where the run begins.
    public func multiply(run: Range<Int>, of first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> [Double] {
        let size = lower.rows
        precondition(run.upperBound <= size && first.count == run.count && second.count == run.count, "a run lies within the vectors")
        let rows = size - run.lowerBound
        var result = [Double](repeating: 0, count: 2 * rows)
        guard !run.isEmpty, case .success(let lapack) = Lapack.loaded else { return result }
        var pairs = [Double](repeating: 0, count: 2 * run.count)
        for (index, (one, other)) in zip(first, second).enumerated() { (pairs[2 * index], pairs[2 * index + 1]) = (one, other) }
        lower.elements.withUnsafeBufferPointer { elements in
            lapack.blas.dgemm(
                Blas.rowMajor, Blas.plain, Blas.plain, Int32(rows), 2, Int32(run.count), 1,
                elements.baseAddress.map { $0 + run.lowerBound * size + run.lowerBound }, Int32(size), pairs, 2, 0, &result, 2)
        }
        return result
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
