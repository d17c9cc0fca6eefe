#if canImport(Glibc)
    import Glibc
#endif

/// `log N(y; 0, A)`, for the many small covariances of a sampler: no array outlives the call, and up to ``largestUnblocked`` rows no library is called.
///
/// - Parameters:
///   - values: `y`.
///   - fill: Writes the upper triangle of `A`, row `i` from column `i` on, to `elements[i * stride + column]`.
/// - Returns: `-∞` where `A` is not positive definite.
public func logNormalDensity(_ values: [Double], fill: (_ elements: UnsafeMutableBufferPointer<Double>, _ stride: Int) -> Void) -> Double {
    let count = values.count
    guard count > 0 else { return 0 }
    // The values stand as one more column, so that eliminating rows whitens them too.
    let stride = count + 1
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count * stride) { elements in
        fill(elements, stride)
        for row in 0..<count { elements[row * stride + count] = values[row] }
        guard count <= largestUnblocked else { return blockedLogNormalDensity(elements, values) }
        var square = 0.0
        var logDeterminant = 0.0
        for pivotRow in 0..<count {
            let pivot = elements[pivotRow * stride + pivotRow]
            // A NaN is not above nothing either.
            guard pivot > 0 else { return -.infinity }
            let inverse = 1 / pivot
            let pivotStart = pivotRow * stride
            square += elements[pivotStart + count] * elements[pivotStart + count] * inverse
            logDeterminant += log(pivot)
            for row in (pivotRow + 1)..<max(count, pivotRow + 1) {
                let factor = elements[pivotStart + row] * inverse
                let start = row * stride
                for column in row...count { elements[start + column] -= factor * elements[pivotStart + column] }
            }
        }
        return -0.5 * (square + logDeterminant + Double(count) * log(2 * Double.pi))
    }
}

/// Above it LAPACK is faster.
private let largestUnblocked = 64

private func blockedLogNormalDensity(_ elements: UnsafeMutableBufferPointer<Double>, _ values: [Double]) -> Double {
    let count = values.count
    var matrix = Matrix(rows: count, columns: count)
    for row in 0..<count {
        for column in 0...row { matrix.elements[row * count + column] = elements[column * (count + 1) + row] }
    }
    guard let factor = try? CholeskyFactor(inPlaceOf: matrix) else { return -.infinity }
    let square = factor.divide(values).reduce(0) { $0 + $1 * $1 }
    return -0.5 * (square + factor.logDeterminant + Double(count) * log(2 * Double.pi))
}
