import LinearAlgebra
import Testing

@Suite struct ProductTests {
    /// Whole numbers, so that products are exact.
    private func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, elements: (0..<(rows * columns)).map { Double(($0 * 7 + 3) % 11 - 5) })
    }

    private func transposed(_ matrix: Matrix) -> Matrix {
        var result = Matrix(rows: matrix.columns, columns: matrix.rows)
        for row in 0..<matrix.rows { for column in 0..<matrix.columns { result[column, row] = matrix[row, column] } }
        return result
    }

    @Test("Products by BLAS are those of the definition, transposed or not", arguments: [(3, 4, 5), (1, 6, 2), (7, 1, 7)])
    func products(rows: Int, inner: Int, columns: Int) throws {
        let (left, right) = (matrix(rows, inner), matrix(inner, columns))
        var wanted = Matrix(rows: rows, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns { wanted[row, column] = (0..<inner).reduce(0) { $0 + left[row, $1] * right[$1, column] } }
        }
        #expect(try Matrix.product(left, right) == wanted)
        #expect(try Matrix.product(transposed(left), right, transposingLeft: true) == wanted)
        #expect(try Matrix.product(left, transposed(right), transposingRight: true) == wanted)
        let vector = (0..<inner).map { Double($0 - 2) }
        #expect(try left.product(vector) == left * vector)
        #expect(try transposed(left).product(transposed: true, vector) == left * vector)
    }

    @Test("A factor made in place is the factor, and its solutions, products and inverse are those of the plain one", arguments: 1...9)
    func inPlace(size: Int) throws {
        var matrix = Matrix.identity(size)
        for row in 0..<size { for column in 0..<size { matrix[row, column] += 1 / Double(row + column + 1) } }
        let plain = try CholeskyFactor(ofPositiveDefinite: matrix)
        let fast = try CholeskyFactor(inPlaceOf: matrix)
        func agree(_ left: [Double], _ right: [Double]) -> Bool { zip(left, right).allSatisfy { abs($0 - $1) < 1e-12 } }
        #expect(agree(plain.lower.elements, fast.lower.elements))
        let vector = (0..<size).map { Double($0 * $0 + 1) }
        #expect(agree(fast.divide(vector), plain.solveLower(vector)))
        #expect(agree(fast.divide(transposed: true, vector), plain.solveTransposed(vector)))
        #expect(agree(fast.multiply(vector), plain.lower * vector))
        #expect(agree(fast.solve(.identity(size)).elements, plain.inverse().elements))
        #expect(agree(try fast.symmetricInverse().elements, plain.inverse().elements))
    }

    @Test("A matrix that is not positive definite, or holds what is no number, has no factor in place either")
    func refused() {
        #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
            try CholeskyFactor(inPlaceOf: Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1]))
        }
        #expect(throws: LinearAlgebraError.self) { try CholeskyFactor(inPlaceOf: Matrix(rows: 2, columns: 2, elements: [.nan, 1, 1, 3])) }
    }
}
