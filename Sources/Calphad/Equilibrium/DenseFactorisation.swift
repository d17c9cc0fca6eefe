/// Gaussian elimination with partial pivoting on storage of the caller, without checks of bounds: the innermost loop of every equilibrium.
enum DenseFactorisation {
    /// - Parameter matrix: `count` × `count`, row by row; its factors afterwards.
    /// - Returns: false when the matrix is singular to working precision, or holds what is not a number.
    @inline(__always)
    static func factor(_ matrix: UnsafeMutablePointer<Double>, _ count: Int, _ pivots: UnsafeMutablePointer<Int>) -> Bool {
        for k in 0..<count {
            var best = k
            var largest = abs(matrix[k * count + k])
            var row = k + 1
            while row < count {
                let value = abs(matrix[row * count + k])
                if value > largest {
                    largest = value
                    best = row
                }
                row += 1
            }
            guard largest > 1e-250, largest.isFinite else { return false }
            pivots[k] = best
            if best != k {
                for column in 0..<count {
                    let value = matrix[k * count + column]
                    matrix[k * count + column] = matrix[best * count + column]
                    matrix[best * count + column] = value
                }
            }
            let reciprocal = 1 / matrix[k * count + k]
            row = k + 1
            while row < count {
                let factor = matrix[row * count + k] * reciprocal
                matrix[row * count + k] = factor
                if factor != 0 {
                    var column = k + 1
                    while column < count {
                        matrix[row * count + column] -= factor * matrix[k * count + column]
                        column += 1
                    }
                }
                row += 1
            }
        }
        return true
    }

    @inline(__always)
    static func solve(_ matrix: UnsafePointer<Double>, _ count: Int, _ pivots: UnsafePointer<Int>, _ right: UnsafeMutablePointer<Double>) {
        for k in 0..<count where pivots[k] != k {
            let value = right[k]
            right[k] = right[pivots[k]]
            right[pivots[k]] = value
        }
        for row in 0..<count {
            var sum = right[row]
            for column in 0..<row { sum -= matrix[row * count + column] * right[column] }
            right[row] = sum
        }
        var row = count - 1
        while row >= 0 {
            var sum = right[row]
            var column = row + 1
            while column < count {
                sum -= matrix[row * count + column] * right[column]
                column += 1
            }
            right[row] = sum / matrix[row * count + row]
            row -= 1
        }
    }
}
