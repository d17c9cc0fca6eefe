import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Conditions one draw's Gaussian processes on where they are known.
struct DrawPredictor {
    let target: PhaseMapTarget
    let locations: [Condition]
    /// Coordinate, location × point of the evidence.
    let squaredDifferences: [Matrix]
    /// `locations × regions`.
    let means: [Double]
    /// Kernel terms: between location and evidence, and of a location with itself.
    let termCorrelations: [Matrix]
    let termVariances: [[Double]]
    /// `nodes × regions`: equally weighted standard normal vectors.
    let nodes: [Double]

    /// Of the average over what a draw leaves open between its locations.
    static let nodeCount = 32

    init(target: PhaseMapTarget, locations: [Condition], coordinates: [[Double]]) {
        self.target = target
        self.locations = locations
        let known = target.table.coordinates
        squaredDifferences = (0..<target.model.coordinates.dimensions).map { axis in
            var matrix = Matrix(rows: known.count, columns: locations.count)
            for row in known.indices {
                for column in locations.indices {
                    let difference = known[row][axis] - coordinates[column][axis]
                    matrix[row, column] = difference * difference
                }
            }
            return matrix
        }
        means = locations.flatMap(target.model.latentMean)
        termCorrelations = target.model.field.terms.map { term in
            var matrix = Matrix(rows: known.count, columns: locations.count)
            for row in known.indices {
                for column in locations.indices {
                    matrix[row, column] = term.correlation.correlation(target.table.conditions[row], locations[column])
                }
            }
            return matrix
        }
        termVariances = target.model.field.terms.map { term in locations.map { term.correlation.correlation($0, $0) } }
        nodes = Self.nodes(regions: target.regions)
    }

    /// Points of the additive recurrence with the generalised golden ratio (Roberts 2018, extremelearning.com.au), as normal numbers. With two
    /// regions only the difference matters, so its quantiles are exact strata.
    private static func nodes(regions: Int) -> [Double] {
        if regions == 2 {
            return (0..<nodeCount).flatMap { node -> [Double] in
                let z = normalQuantile((Double(node) + 0.5) / Double(nodeCount)) / 2.0.squareRoot()
                return [z, -z]
            }
        }
        var ratio = 1.5
        for _ in 0..<60 { ratio = pow(1 + ratio, 1 / Double(regions + 1)) }
        return (0..<nodeCount).flatMap { node in
            (0..<regions).map { region in
                let position = 0.5 + Double(node + 1) * pow(1 / ratio, Double(region + 1))
                return normalQuantile(min(max(position - position.rounded(.down), 1e-6), 1 - 1e-6))
            }
        }
    }

    /// P(region) and the conditional entropy at every location: the latents there are normal given those at the evidence.
    func map(_ state: PhaseMapState) -> (probabilities: [Double], conditionalEntropies: [Double]) {
        let layout = target.layout
        let white = state.whiteHyperParameters
        let regions = target.regions
        let count = locations.count
        let deviation = layout.value(layout.fieldDeviation, white)
        var cross = correlation(target.model.field.kernel, lengths: target.field.lengthValues(white[layout.fieldLengths]), rows: nil)
        var own = [Double](repeating: 1 + FieldCorrelation.jitter, count: count)
        for (term, index) in layout.termWeights.enumerated() {
            let weight = layout.value(index, white)
            for element in cross.elements.indices { cross.elements[element] += weight * termCorrelations[term].elements[element] }
            for location in 0..<count { own[location] += weight * termVariances[term][location] }
        }
        let solved = state.factor.solveLower(cross)
        // The white latents are L⁻¹ (g − m) / σ: the conditional mean needs no further solve.
        let whiteLatents = Matrix(rows: regions, columns: target.points, elements: state.whiteLatents)
        let conditional = (try? Matrix.product(whiteLatents, solved)) ?? Matrix(rows: regions, columns: count)
        for row in 0..<target.points {
            for location in 0..<count { own[location] -= solved.elements[row * count + location] * solved.elements[row * count + location] }
        }
        var probabilities = [Double](repeating: 0, count: count * regions)
        var entropies = [Double](repeating: 0, count: count)
        var latents = [Double](repeating: 0, count: regions)
        let share = 1 / Double(Self.nodeCount)
        for location in 0..<count {
            let spread = deviation * max(own[location], 0).squareRoot()
            for node in 0..<Self.nodeCount {
                var largest = -Double.infinity
                for region in 0..<regions {
                    let latent =
                        means[location * regions + region] + deviation * conditional.elements[region * count + location]
                        + spread * nodes[node * regions + region]
                    latents[region] = latent
                    largest = max(largest, latent)
                }
                var sum = 0.0
                var weighted = 0.0
                for region in 0..<regions {
                    let difference = latents[region] - largest
                    let value = exp(difference)
                    latents[region] = value
                    sum += value
                    weighted += value * difference
                }
                // H = log Σ e^g − Σ p g.
                entropies[location] += share * (log(sum) - weighted / sum)
                for region in 0..<regions { probabilities[location * regions + region] += share * latents[region] / sum }
            }
        }
        return (probabilities, entropies)
    }

    /// Mean and variance of every region's process of a property, `locations × regions`, the level included.
    func processes(_ property: Int, _ state: PhaseMapState) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let regions = target.regions
        let table = target.table.properties[property]
        let prior = target.model.properties[property]
        let count = locations.count
        var means = [Double](repeating: prior.levelMean, count: count * regions)
        var variances = [Double](repeating: 0, count: count * regions)
        let white = state.whiteHyperParameters
        for region in 0..<regions {
            let covariance = target.processCovariance(property, region, white)
            let (variance, level) = (covariance.variance, covariance.levelVariance)
            for location in 0..<count { variances[location * regions + region] = variance + level }
            let rows = table.rows(in: region, state.assignments)
            guard !rows.isEmpty else { continue }
            let factor = try CholeskyFactor(inPlaceOf: covariance.matrix(rows))
            let weights = factor.divide(transposed: true, factor.divide(rows.map { table.values[$0] }))
            var cross = correlation(prior.kernel, lengths: covariance.inverseSquares.map { 1 / $0.squareRoot() }, rows: rows.map { table.points[$0] })
            for row in rows.indices {
                for location in 0..<count {
                    let covariance = variance * cross.elements[row * count + location] + level
                    cross.elements[row * count + location] = covariance
                    means[location * regions + region] += covariance * weights[row]
                }
            }
            let solved = factor.solveLower(cross)
            for row in rows.indices {
                for location in 0..<count {
                    let value = solved.elements[row * count + location]
                    variances[location * regions + region] -= value * value
                }
            }
        }
        return (means, variances.map { max($0, 0) })
    }

    /// Between points of the evidence (rows; all, or those named) and locations (columns).
    private func correlation(_ kernel: StationaryKernel, lengths: [Double], rows: [Int]?) -> Matrix {
        let count = locations.count
        let rows = rows ?? Array(0..<target.points)
        var result = Matrix(rows: rows.count, columns: count)
        for (axis, length) in lengths.enumerated() {
            let inverse = 1 / (length * length)
            let differences = squaredDifferences[axis].elements
            for (row, point) in rows.enumerated() {
                for location in 0..<count { result.elements[row * count + location] += inverse * differences[point * count + location] }
            }
        }
        for index in result.elements.indices { result.elements[index] = kernel.correlation(squaredDistance: result.elements[index]) }
        return result
    }
}

extension PhaseMapTarget {
    /// Of a draw, as far as predictions need it.
    func predictiveState(_ draw: PhaseMapDraw) throws(LinearAlgebraError) -> PhaseMapState {
        PhaseMapState(
            whiteHyperParameters: draw.whiteHyperParameters, whiteLatents: draw.whiteLatents, assignments: draw.assignments,
            factor: try fieldFactor(draw.whiteHyperParameters), latents: [], structureLogLikelihood: 0, processLogLikelihoods: [])
    }
}
