import Inference
import LinearAlgebra
import Tieline

/// The correlation of the latent fields between the points of the evidence, and its Cholesky factors.
///
/// Most of what a sampler does is to ask for the factor at other lengths. Where there are few coordinates and points, the priors of the lengths become step
/// functions of as many equally probable values, and every factor is made once.
struct FieldCorrelation: Sendable {
    private let prior: RegionFieldPrior
    private let weights: [HyperParameterPrior]
    private let points: Int
    /// Squared differences of each coordinate, lower triangle.
    private let squaredDifferences: [Matrix]
    /// One matrix a kernel term.
    private let termCorrelations: [Matrix]
    /// Steps of each length's prior, 0 where it is continuous.
    let steps: Int
    /// First coordinate slowest; empty where lengths are continuous.
    private var table: [CholeskyFactor] = []
    /// Likewise, where there are two regions.
    private var siteTable: [SiteFactors] = []

    /// Added to the diagonal: a latent that no boundary notices, and enough for a Cholesky factor of close points.
    static let jitter = 1e-6
    /// Of all tabulated factors together, bytes.
    static let largestTable = 64 << 20
    /// Of the steps of a length: a twentieth of the prior's probability is finer than data ever tell.
    static let largestStepCount = 20
    /// Coarser steps than these would be seen.
    static let smallestStepCount = 12

    init(model: PhaseMapModel, conditions: [Condition], coordinates: [[Double]]) throws(LinearAlgebraError) {
        prior = model.field
        weights = model.field.terms.map(\.weight)
        points = conditions.count
        squaredDifferences = Self.squaredDifferences(coordinates, axes: model.coordinates.dimensions)
        termCorrelations = model.field.terms.map { $0.correlation.correlations(conditions, conditions) }
        let free = prior.lengths.count { !$0.isFixed }
        let matrices = model.regions == 2 ? 3 : 1
        let bytes = 8 * matrices * max(points * points, 1)
        let fitting = (0...Self.largestStepCount).last { count in (0..<free).reduce(bytes) { size, _ in size * count } <= Self.largestTable } ?? 0
        steps = termCorrelations.isEmpty && free > 0 && fitting >= Self.smallestStepCount ? fitting : 0
        guard steps > 0 else { return }
        for number in 0..<(0..<free).reduce(1, { product, _ in product * steps }) {
            let correlation = matrix(lengths: tabulatedLengths(number), weights: [])
            if matrices > 1 { siteTable.append(try SiteFactors(correlation: correlation)) }
            table.append(try CholeskyFactor(inPlaceOf: correlation))
        }
    }

    /// Of an entry of the table.
    private func tabulatedLengths(_ number: Int) -> [Double] {
        var lengths = prior.lengths.map { $0.value(white: 0) }
        var rest = number
        for axis in prior.lengths.indices.reversed() where !prior.lengths[axis].isFixed {
            lengths[axis] = prior.lengths[axis].value(white: middle(rest % steps))
            rest /= steps
        }
        return lengths
    }

    /// The entry of the table.
    private func number(_ white: ArraySlice<Double>) -> Int {
        var index = 0
        for (length, number) in zip(prior.lengths, prior.correlated(Array(white))) where !length.isFixed { index = index * steps + step(number) }
        return index
    }

    /// The lengths that these standard normal numbers mean.
    func lengthValues(_ white: ArraySlice<Double>) -> [Double] {
        prior.lengthValues(Array(white)) { steps > 0 ? middle(step($0)) : $0 }
    }

    /// - Parameters:
    ///   - lengths: Standard normal numbers, one a coordinate.
    ///   - weights: Likewise, one a kernel term.
    func factor(lengths white: ArraySlice<Double>, weights whiteWeights: ArraySlice<Double>) throws(LinearAlgebraError) -> CholeskyFactor {
        guard steps > 0 else {
            return try CholeskyFactor(
                inPlaceOf: matrix(lengths: lengthValues(white), weights: zip(weights, whiteWeights).map { $0.value(white: $1) }))
        }
        return table[number(white)]
    }

    /// Only where they are tabulated: they cost four times what a factor does.
    func siteFactors(lengths white: ArraySlice<Double>) -> SiteFactors? { siteTable.isEmpty ? nil : siteTable[number(white)] }

    /// Lower triangle.
    func matrix(lengths: [Double], weights: [Double]) -> Matrix {
        var result = Self.correlation(prior.kernel, squaredDifferences, lengths: lengths, size: points)
        for (term, weight) in weights.enumerated() {
            for element in result.elements.indices { result.elements[element] += weight * termCorrelations[term].elements[element] }
        }
        for point in 0..<points { result[point, point] += Self.jitter }
        return result
    }

    private func step(_ white: Double) -> Int { min(Int(normalCumulative(white) * Double(steps)), steps - 1) }

    private func middle(_ step: Int) -> Double { normalQuantile((Double(step) + 0.5) / Double(steps)) }

    static func squaredDifferences(_ coordinates: [[Double]], axes: Int) -> [Matrix] {
        (0..<axes).map { axis in
            var matrix = Matrix(rows: coordinates.count, columns: coordinates.count)
            for row in coordinates.indices {
                for column in 0...row {
                    let difference = coordinates[row][axis] - coordinates[column][axis]
                    matrix[row, column] = difference * difference
                }
            }
            return matrix
        }
    }

    static func correlation(_ kernel: StationaryKernel, _ squaredDifferences: [Matrix], lengths: [Double], size: Int) -> Matrix {
        var result = Matrix(rows: size, columns: size)
        result.elements.withUnsafeMutableBufferPointer { result in
            for (axis, length) in lengths.enumerated() {
                let inverse = 1 / (length * length)
                squaredDifferences[axis].elements.withUnsafeBufferPointer { differences in
                    for row in 0..<size {
                        for index in (row * size)..<(row * size + row) { result[index] += inverse * differences[index] }
                    }
                }
            }
            for row in 0..<size {
                for index in (row * size)..<(row * size + row) { result[index] = kernel.correlation(squaredDistance: result[index]) }
                result[row * size + row] = 1
            }
        }
        return result
    }
}
