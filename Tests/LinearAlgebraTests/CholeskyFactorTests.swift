import LinearAlgebra
import Testing

@Suite struct CholeskyFactorTests {
    /// Hilbert's matrix plus the identity: positive definite, not diagonal.
    private func matrix(_ size: Int) -> Matrix {
        var result = Matrix.identity(size)
        for row in 0..<size {
            for column in 0..<size { result[row, column] += 1 / Double(row + column + 1) }
        }
        return result
    }

    @Test("L Lᵀ is the matrix, by the definition of the product", arguments: 1...8)
    func product(size: Int) throws {
        let matrix = matrix(size)
        let lower = try CholeskyFactor(ofPositiveDefinite: matrix).lower
        for row in 0..<size {
            for column in 0..<size {
                let product = (0..<size).reduce(0) { $0 + lower[row, $1] * lower[column, $1] }
                #expect(abs(product - matrix[row, column]) < 1e-14)
                if column > row { #expect(lower[row, column] == 0) }
            }
        }
    }

    @Test("A solution put back gives the right-hand side, and the inverse is one", arguments: 1...8)
    func solution(size: Int) throws {
        let matrix = matrix(size)
        let factor = try CholeskyFactor(ofPositiveDefinite: matrix)
        let right = (0..<size).map { Double($0 * $0 + 1) }
        for (there, wanted) in zip(matrix * factor.solve(right), right) { #expect(abs(there - wanted) < 1e-12) }
        let inverse = factor.inverse()
        for row in 0..<size {
            let unit = inverse * (0..<size).map { matrix[$0, row] }
            for column in 0..<size { #expect(abs(unit[column] - (row == column ? 1 : 0)) < 1e-12) }
        }
    }

    @Test("det of 2 × 2: log(4·3 − 1)") func determinant() throws {
        let factor = try CholeskyFactor(ofPositiveDefinite: Matrix(rows: 2, columns: 2, elements: [4, 1, 1, 3]))
        #expect(abs(factor.logDeterminant - 2.3978952727983707) < 1e-14)
    }

    @Test("An indefinite matrix is refused with the order of the minor that failed")
    func indefinite() {
        #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
            try CholeskyFactor(ofPositiveDefinite: Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1]))
        }
    }

    @Test("A matrix that holds what is no number is refused as such, not as one that is not positive definite")
    func noNumber() throws {
        let matrix = Matrix(rows: 2, columns: 2, elements: [.nan, 1, 1, 3])
        let first = #expect(throws: LinearAlgebraError.self) { try CholeskyFactor(ofPositiveDefinite: matrix) }
        let second = #expect(throws: LinearAlgebraError.self) { try SymmetricEigenvalues(of: matrix) }
        for error in [first, second] {
            guard case .invalidArgument(let info)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(info < 0 && error?.description.contains("argument \(-info)") ?? false)
        }
    }

    @Test("Eigenvalues of [[2, 1], [1, 2]] are 1 and 3, and A v = λ v")
    func eigenvalues() throws {
        let matrix = Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2])
        let eigen = try SymmetricEigenvalues(of: matrix)
        for (index, value) in [1.0, 3.0].enumerated() {
            #expect(abs(eigen.values[index] - value) < 1e-14)
            let vector = [eigen.vectors[0, index], eigen.vectors[1, index]]
            for (left, right) in zip(matrix * vector, vector) { #expect(abs(left - value * right) < 1e-14) }
        }
    }
}
