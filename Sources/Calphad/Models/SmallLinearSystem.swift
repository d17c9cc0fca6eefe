/// Gaussian elimination in place with partial pivoting, for the few equations of one equilibrium.
///
/// Systems here have 2 to about 40 unknowns; a LAPACK call would cost more than the work.
struct SmallLinearSystem: Sendable {
    private(set) var count = 0
    var matrix: [Double] = []
    private var pivots: [Int] = []

    /// Makes room and clears the matrix.
    mutating func reset(_ count: Int) {
        if self.count != count {
            self.count = count
            matrix = .init(repeating: 0, count: count * count)
            pivots = .init(repeating: 0, count: count)
        } else {
            for index in matrix.indices { matrix[index] = 0 }
        }
    }

    @inline(__always) mutating func set(_ row: Int, _ column: Int, _ value: Double) { matrix[row * count + column] = value }
    @inline(__always) mutating func add(_ row: Int, _ column: Int, _ value: Double) { matrix[row * count + column] += value }

    /// Factors the matrix. False when it is singular to working precision.
    mutating func factor() -> Bool {
        for k in 0..<count {
            var best = k
            var largest = abs(matrix[k * count + k])
            for row in k + 1..<max(count, k + 1) where abs(matrix[row * count + k]) > largest {
                largest = abs(matrix[row * count + k])
                best = row
            }
            guard largest > 1e-250, largest.isFinite else { return false }
            pivots[k] = best
            if best != k { for column in 0..<count { matrix.swapAt(k * count + column, best * count + column) } }
            let reciprocal = 1 / matrix[k * count + k]
            for row in k + 1..<max(count, k + 1) {
                let factor = matrix[row * count + k] * reciprocal
                matrix[row * count + k] = factor
                if factor == 0 { continue }
                for column in k + 1..<max(count, k + 1) { matrix[row * count + column] -= factor * matrix[k * count + column] }
            }
        }
        return true
    }

    /// Solves with the factored matrix.
    func solve(_ right: inout [Double]) {
        for k in 0..<count where pivots[k] != k { right.swapAt(k, pivots[k]) }
        for row in 0..<count {
            var sum = right[row]
            for column in 0..<row { sum -= matrix[row * count + column] * right[column] }
            right[row] = sum
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            var sum = right[row]
            for column in row + 1..<max(count, row + 1) { sum -= matrix[row * count + column] * right[column] }
            right[row] = sum / matrix[row * count + row]
        }
    }
}
