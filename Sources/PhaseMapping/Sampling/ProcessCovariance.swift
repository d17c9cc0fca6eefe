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
    var noiseVariance: Double
    /// Between all values, without noise, row after row; empty where nobody asked for it.
    private var tabulated: [Double] = []

    /// The same, with the covariances between all values at hand: for whoever puts values in and takes them out again and again.
    func withTable() -> ProcessCovariance {
        let count = table.values.count
        var elements = [Double](repeating: variance + levelVariance, count: count * count)
        for row in 0..<count {
            for column in 0..<row {
                let value = covariance(row, column)
                elements[row * count + column] = value
                elements[column * count + row] = value
            }
        }
        var result = self
        result.tabulated = elements
        return result
    }

    /// Between two values, without noise.
    func covariance(_ first: Int, _ second: Int) -> Double {
        guard tabulated.isEmpty else { return tabulated[first * table.values.count + second] }
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
        result.elements.withUnsafeMutableBufferPointer { elements in
            for row in 0..<count {
                for column in 0..<row { elements[row * count + column] = covariance(rows[row], rows[column]) }
                elements[row * count + row] = variance + levelVariance + noiseVariance(rows[row])
            }
        }
        return result
    }

    /// `log p(values)` of some rows; the process and its level are integrated out. `-∞` where the covariance is singular to the last bit.
    func logLikelihood(_ rows: [Int]) -> Double {
        logNormalDensity(rows.map { table.values[$0] }) { elements, stride in
            for row in rows.indices {
                elements[row * stride + row] = variance + levelVariance + noiseVariance(rows[row])
                for column in (row + 1)..<max(rows.count, row + 1) { elements[row * stride + column] = covariance(rows[row], rows[column]) }
            }
        }
    }
}

extension ProcessCovariance {
    init(
        model: PhaseMapModel, layout: HyperParameterLayout, table: EvidenceTable.PropertyTable, property: Int, region: Int, white: [Double]
    ) {
        let indices = layout.processes[property][region]
        let deviation = layout.value(indices.lowerBound, white)
        let noise = layout.value(layout.noises[property], white)
        let prior = model.properties[property]
        self.init(
            table: table, kernel: prior.kernel, variance: deviation * deviation,
            inverseSquares: indices.dropFirst().map { index in
                let length = layout.value(index, white)
                return 1 / (length * length)
            }, levelVariance: prior.levelDeviation * prior.levelDeviation, noiseVariance: noise * noise)
    }

    /// Mean, relative to the level's, and variance of the process at coordinates (`count × axes`, flat), given the values of some rows.
    func prediction(at coordinates: [Double], given rows: [Int]) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let axes = inverseSquares.count
        let count = axes == 0 ? 0 : coordinates.count / axes
        var means = [Double](repeating: 0, count: count)
        var variances = [Double](repeating: variance + levelVariance, count: count)
        guard !rows.isEmpty else { return (means, variances) }
        let factor = try CholeskyFactor(inPlaceOf: matrix(rows))
        let weights = factor.divide(transposed: true, factor.divide(rows.map { table.values[$0] }))
        var cross = Matrix(rows: rows.count, columns: count)
        for (index, row) in rows.enumerated() {
            for column in 0..<count {
                var square = 0.0
                for axis in 0..<axes {
                    let difference = table.coordinates[row * axes + axis] - coordinates[column * axes + axis]
                    square += inverseSquares[axis] * difference * difference
                }
                let covariance = variance * kernel.correlation(squaredDistance: square) + levelVariance
                cross.elements[index * count + column] = covariance
                means[column] += covariance * weights[index]
            }
        }
        for (column, square) in factor.solveLower(cross).columnSquares().enumerated() { variances[column] = max(variances[column] - square, 0) }
        return (means, variances)
    }
}
