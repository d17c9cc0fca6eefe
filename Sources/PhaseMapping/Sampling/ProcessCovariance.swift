import LinearAlgebra

/// The covariance between values of one property in one region, its level included.
struct ProcessCovariance {
    let table: EvidenceTable.PropertyTable
    let kernel: StationaryKernel
    let variance: Double
    /// `1/ℓ²`, one a coordinate.
    let inverseSquares: [Double]
    let levelVariance: Double
    /// The property's own, on top of each value's.
    let noiseVariance: Double

    /// Between two values, without noise.
    func covariance(_ first: Int, _ second: Int) -> Double {
        let axes = inverseSquares.count
        var square = 0.0
        table.coordinates.withUnsafeBufferPointer { coordinates in
            for axis in 0..<axes {
                let difference = coordinates[first * axes + axis] - coordinates[second * axes + axis]
                square += inverseSquares[axis] * difference * difference
            }
        }
        return variance * kernel.correlation(squaredDistance: square) + levelVariance
    }

    func noiseVariance(_ row: Int) -> Double { noiseVariance + table.knownVariances[row] }

    /// Of measured values, noise included; lower triangle.
    func matrix(_ rows: [Int]) -> Matrix {
        let count = rows.count
        var result = Matrix(rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<row { result.elements[row * count + column] = covariance(rows[row], rows[column]) }
            result.elements[row * count + row] = variance + levelVariance + noiseVariance(rows[row])
        }
        return result
    }
}
