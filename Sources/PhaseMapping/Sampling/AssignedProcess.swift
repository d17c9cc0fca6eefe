import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// The values of a family of properties that are assigned to one region, with the inverse of their covariance, from which any one value can be taken out or another
/// put in at the cost of a product (block inversion; Rasmussen and Williams 2006, section 5.4.2, for the one left out).
struct AssignedProcess {
    private let covariance: ProcessCovariance
    /// The rows that are in, in no order.
    private var rows: [Int]
    /// Place of a row in `rows`, or -1.
    private var places: [Int]
    /// `count × count` used, `capacity` a row.
    private var inverse: [Double]
    private let capacity: Int

    init(_ covariance: ProcessCovariance, rows: [Int]) throws(LinearAlgebraError) {
        self.covariance = covariance
        self.rows = rows
        capacity = covariance.table.points.count
        places = Array(repeating: -1, count: capacity)
        for (place, row) in rows.enumerated() { places[row] = place }
        inverse = Array(repeating: 0, count: capacity * capacity)
        guard !rows.isEmpty else { return }
        let compact = try CholeskyFactor(inPlaceOf: covariance.matrix(rows)).symmetricInverse()
        for row in rows.indices {
            for column in rows.indices { inverse[row * capacity + column] = compact.elements[row * rows.count + column] }
        }
    }

    private var values: [Double] { covariance.table.values }

    func contains(_ row: Int) -> Bool { places[row] >= 0 }

    /// `log p(value of row | the other values that are in)`, whether the row is in or not.
    func logPredictive(_ row: Int) -> Double {
        let moments = places[row] >= 0 ? leftOut(places[row]) : added(row) { moments, _ in moments }
        let difference = values[row] - moments.mean
        return -0.5 * difference * difference / moments.variance - 0.5 * log(2 * Double.pi * moments.variance)
    }

    /// What no prediction of a row exceeds: its variance is at least that of the noise.
    func highestLogPredictive(_ row: Int) -> Double { -0.5 * log(2 * Double.pi * covariance.noiseVariance(row)) }

    /// Of several values at one point, one after the other, given the values of other points.
    func logPredictive(_ rows: [Int]) -> Double {
        guard let first = rows.first else { return 0 }
        guard rows.count > 1 else { return logPredictive(first) }
        var others = self
        for row in rows where contains(row) { others.remove(row) }
        var sum = 0.0
        for row in rows {
            sum += others.logPredictive(row)
            others.insert(row)
        }
        return sum
    }

    private func leftOut(_ place: Int) -> (mean: Double, variance: Double) {
        var weight = 0.0
        for column in rows.indices { weight += inverse[place * capacity + column] * values[rows[column]] }
        let variance = 1 / inverse[place * capacity + place]
        return (values[rows[place]] - weight * variance, variance)
    }

    /// The moments of a row that is not in, and `A⁻¹ k`.
    private func added<Result>(
        _ row: Int, _ body: (_ moments: (mean: Double, variance: Double), _ product: UnsafeMutableBufferPointer<Double>) -> Result
    ) -> Result {
        let count = rows.count
        let noise = covariance.noiseVariance(row)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count, 1)) { product in
            product.initialize(repeating: 0)
            var mean = 0.0
            var variance = covariance.variance(row)
            inverse.withUnsafeBufferPointer { inverse in
                for second in 0..<count {
                    let cross = covariance.covariance(row, rows[second])
                    let start = second * capacity
                    for first in 0..<count { product[first] += cross * inverse[start + first] }
                }
            }
            for first in 0..<count {
                mean += product[first] * values[rows[first]]
                variance -= product[first] * covariance.covariance(row, rows[first])
            }
            return body((mean, max(variance, 1e-3 * noise + .leastNormalMagnitude)), product)
        }
    }

    mutating func insert(_ row: Int) {
        let count = rows.count
        let capacity = capacity
        let (scale, product) = added(row) { moments, product in (1 / moments.variance, Array(product.prefix(count))) }
        inverse.withUnsafeMutableBufferPointer { inverse in
            for first in 0..<count {
                let factor = scale * product[first]
                for second in 0..<count { inverse[first * capacity + second] += factor * product[second] }
                inverse[first * capacity + count] = -factor
                inverse[count * capacity + first] = -factor
            }
            inverse[count * capacity + count] = scale
        }
        places[row] = count
        rows.append(row)
    }

    mutating func remove(_ row: Int) {
        let place = places[row]
        let last = rows.count - 1
        // The last row takes the place of the one that goes.
        for column in 0...last where place != last { inverse.swapAt(place * capacity + column, last * capacity + column) }
        for index in 0...last where place != last { inverse.swapAt(index * capacity + place, index * capacity + last) }
        rows.swapAt(place, last)
        places[rows[place]] = place
        let capacity = capacity
        inverse.withUnsafeMutableBufferPointer { inverse in
            let scale = 1 / inverse[last * capacity + last]
            for first in 0..<last {
                let factor = scale * inverse[first * capacity + last]
                for second in 0..<last { inverse[first * capacity + second] -= factor * inverse[last * capacity + second] }
            }
        }
        rows.removeLast()
        places[row] = -1
    }
}
