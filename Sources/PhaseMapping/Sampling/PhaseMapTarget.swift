import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The posterior as a likelihood over standard normal unknowns; properties and their levels are integrated out in closed form.
///
/// Given the map, a property is `y = Σ_r P(r | x) f_r(x) + noise`, linear in the processes, so that
/// `y ~ N(levelMean, Σ_r D_r (K_r + s²) D_r + noise)` with `D_r = diag P(r | x)`.
struct PhaseMapTarget: Sendable {
    let model: PhaseMapModel
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let points: Int
    let regions: Int
    /// `regions × points`: what theory expects.
    let means: [Double]
    /// Squared differences of each coordinate, `points × points`.
    let squaredDifferences: [Matrix]
    /// The same between the points of each property.
    let propertyDifferences: [[Matrix]]
    /// One matrix a kernel term.
    let termCorrelations: [Matrix]

    /// Added to the diagonal of correlations: a latent that no boundary notices, and enough for a Cholesky factor of close points.
    static let jitter = 1e-6

    init(model: PhaseMapModel, evidence: PhaseMapEvidence) throws(PhaseMapInputError) {
        self.model = model
        table = try EvidenceTable(evidence, model: model)
        layout = HyperParameterLayout(model)
        points = table.conditions.count
        regions = model.regions
        let coordinates = table.coordinates
        func differences(_ points: [Int]) -> [Matrix] {
            (0..<model.coordinates.dimensions).map { axis in
                var matrix = Matrix(rows: points.count, columns: points.count)
                for row in points.indices {
                    for column in 0...row {
                        let difference = coordinates[points[row]][axis] - coordinates[points[column]][axis]
                        matrix[row, column] = difference * difference
                    }
                }
                return matrix
            }
        }
        squaredDifferences = differences(Array(0..<points))
        propertyDifferences = table.properties.map { differences($0.points) }
        termCorrelations = model.field.terms.map { [table, points] term in
            var matrix = Matrix(rows: points, columns: points)
            for row in 0..<points {
                for column in 0...row { matrix[row, column] = term.correlation.correlation(table.conditions[row], table.conditions[column]) }
            }
            return matrix
        }
        var means = [Double](repeating: 0, count: regions * points)
        for (point, condition) in table.conditions.enumerated() {
            for (region, mean) in model.latentMean(at: condition).enumerated() { means[region * points + point] = mean }
        }
        self.means = means
    }

    /// The state that these unknowns mean.
    func state(whiteHyperParameters: [Double], whiteLatents: [Double]) throws(LinearAlgebraError) -> PhaseMapState {
        var state = PhaseMapState(
            whiteHyperParameters: whiteHyperParameters, whiteLatents: whiteLatents, factor: try CholeskyFactor(inPlaceOf: .identity(1)), latents: [],
            probabilities: [], covariances: [], structureLogLikelihood: 0, propertyLogLikelihoods: [])
        state.covariances = model.properties.indices.map { property in
            (0..<regions).map { region in propertyCovariance(property, region, whiteHyperParameters) }
        }
        state.propertyLogLikelihoods = Array(repeating: 0, count: model.properties.count)
        try refreshField(&state)
        return state
    }

    // MARK: What follows from what

    /// After a change of the field's hyper-parameters.
    func refreshField(_ state: inout PhaseMapState) throws(LinearAlgebraError) {
        state.factor = try CholeskyFactor(inPlaceOf: fieldCorrelation(state.whiteHyperParameters))
        refreshLatents(&state)
    }

    /// After a change of the white latents.
    func refreshLatents(_ state: inout PhaseMapState) {
        let deviation = layout.value(layout.fieldDeviation, state.whiteHyperParameters)
        state.latents = means
        for region in 0..<regions {
            let field = state.factor.multiply(Array(state.whiteLatents[(region * points)..<((region + 1) * points)]))
            for point in 0..<points { state.latents[region * points + point] += deviation * field[point] }
        }
        refreshProbabilities(&state)
    }

    /// After a change of the latents.
    func refreshProbabilities(_ state: inout PhaseMapState) {
        state.probabilities = Self.softmax(state.latents, regions: regions)
        state.structureLogLikelihood = structureLogLikelihood(state)
        for property in model.properties.indices { state.propertyLogLikelihoods[property] = propertyLogLikelihood(property, state) }
    }

    /// After a change of a property's hyper-parameters.
    func refreshProperty(_ property: Int, region: Int? = nil, _ state: inout PhaseMapState) {
        if let region { state.covariances[property][region] = propertyCovariance(property, region, state.whiteHyperParameters) }
        state.propertyLogLikelihoods[property] = propertyLogLikelihood(property, state)
    }

    // MARK: Covariances

    /// Lower triangle.
    func fieldCorrelation(_ white: [Double]) -> Matrix {
        var result = Self.correlation(
            model.field.kernel, squaredDifferences, lengths: layout.fieldLengths.map { layout.value($0, white) }, size: points)
        for (term, index) in layout.termWeights.enumerated() {
            let weight = layout.value(index, white)
            for element in result.elements.indices { result.elements[element] += weight * termCorrelations[term].elements[element] }
        }
        for point in 0..<points { result[point, point] += Self.jitter }
        return result
    }

    /// `K_r + s²`, lower triangle.
    func propertyCovariance(_ property: Int, _ region: Int, _ white: [Double]) -> Matrix {
        let indices = layout.processes[property][region]
        let deviation = layout.value(indices.lowerBound, white)
        let variance = deviation * deviation
        let prior = model.properties[property]
        var result = Self.correlation(
            prior.kernel, propertyDifferences[property], lengths: indices.dropFirst().map { layout.value($0, white) },
            size: table.properties[property].points.count)
        let level = prior.levelDeviation * prior.levelDeviation
        for element in result.elements.indices { result.elements[element] = variance * result.elements[element] + level }
        return result
    }

    static func correlation(_ kernel: StationaryKernel, _ squaredDifferences: [Matrix], lengths: [Double], size: Int) -> Matrix {
        var result = Matrix(rows: size, columns: size)
        let inverses = lengths.map { 1 / ($0 * $0) }
        result.elements.withUnsafeMutableBufferPointer { result in
            for (axis, inverse) in inverses.enumerated() {
                squaredDifferences[axis].elements.withUnsafeBufferPointer { differences in
                    for row in 0..<size {
                        for index in (row * size)...(row * size + row) { result[index] += inverse * differences[index] }
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

    // MARK: Likelihoods

    static func softmax(_ latents: [Double], regions: Int) -> [Double] {
        var result = latents
        let points = latents.count / regions
        result.withUnsafeMutableBufferPointer { values in
            for point in 0..<points {
                var largest = -Double.infinity
                for region in 0..<regions { largest = max(largest, values[region * points + point]) }
                var sum = 0.0
                for region in 0..<regions {
                    let value = exp(values[region * points + point] - largest)
                    values[region * points + point] = value
                    sum += value
                }
                let scale = 1 / sum
                for region in 0..<regions { values[region * points + point] *= scale }
            }
        }
        return result
    }

    /// Labels and pairs: `Π Σ_r P(r | x) [(1 − ε) q_r + ε/R]`.
    func structureLogLikelihood(_ state: PhaseMapState) -> Double {
        var sum = 0.0
        let errorRates = layout.errorRates.map { layout.value($0, state.whiteHyperParameters) }
        state.probabilities.withUnsafeBufferPointer { probabilities in
            for row in table.structure {
                var likelihood = 0.0
                for region in 0..<regions { likelihood += probabilities[region * points + row.point] * row.probabilities[region] }
                let errorRate = errorRates[row.source]
                sum += log((1 - errorRate) * likelihood + errorRate / Double(regions))
            }
            for pair in table.pairs {
                var same = 0.0
                for region in 0..<regions { same += probabilities[region * points + pair.first] * probabilities[region * points + pair.second] }
                sum += log(pair.probabilitySame * same + (1 - pair.probabilitySame) * (1 - same))
            }
        }
        return sum
    }

    /// Covariance of the values of a property, lower triangle.
    func valueCovariance(_ property: Int, _ state: PhaseMapState) -> Matrix {
        let table = table.properties[property]
        let count = table.points.count
        var result = Matrix(rows: count, columns: count)
        let noise = layout.value(layout.noises[property], state.whiteHyperParameters)
        var share = [Double](repeating: 0, count: count)
        result.elements.withUnsafeMutableBufferPointer { result in
            for region in 0..<regions {
                for row in 0..<count { share[row] = state.probabilities[region * points + table.points[row]] }
                state.covariances[property][region].elements.withUnsafeBufferPointer { covariance in
                    share.withUnsafeBufferPointer { share in
                        for row in 0..<count where share[row] > 1e-12 {
                            let scale = share[row]
                            let base = row * count
                            for column in 0...row { result[base + column] += scale * share[column] * covariance[base + column] }
                        }
                    }
                }
            }
            for row in 0..<count { result[row * count + row] += noise * noise + table.knownVariances[row] }
        }
        return result
    }

    func propertyLogLikelihood(_ property: Int, _ state: PhaseMapState) -> Double {
        let values = table.properties[property].values
        guard !values.isEmpty else { return 0 }
        guard let factor = try? CholeskyFactor(inPlaceOf: valueCovariance(property, state)) else { return -.infinity }
        let white = factor.divide(values)
        var sum = 0.0
        for value in white { sum += value * value }
        return -0.5 * sum - 0.5 * factor.logDeterminant - 0.5 * Double(values.count) * log(2 * Double.pi)
    }
}

extension PhaseMapModel {
    /// What is expected of the latents at a condition, one a region.
    func latentMean(at condition: Condition) -> [Double] {
        var result = field.mean?.mean(at: condition, regions: regions) ?? Array(repeating: 0, count: regions)
        for region in labelledRegions..<regions { result[region] += unseenOffset }
        return result
    }
}
