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
    /// `locations × axes`, flat.
    let coordinates: [Double]
    /// Coordinate, location × point of the evidence.
    let squaredDifferences: [Matrix]
    /// `locations × regions`.
    let means: [Double]
    /// Kernel terms: between location and evidence, and of a location with itself.
    let termCorrelations: [Matrix]
    let termVariances: [[Double]]
    /// Of each location, its place among the conditions of the evidence, if it is one of them.
    let places: [Int?]

    init(target: PhaseMapTarget, locations: [Condition], coordinates: [[Double]]) {
        self.target = target
        self.locations = locations
        self.coordinates = coordinates.flatMap(\.self)
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
        termCorrelations = target.model.field.terms.map { $0.correlation.correlations(target.table.conditions, locations) }
        termVariances = target.model.field.terms.map { term in locations.map { term.correlation.correlation($0, $0) } }
        let index = Dictionary(uniqueKeysWithValues: target.table.conditions.enumerated().map { ($1, $0) })
        places = locations.map { index[$0] }
    }

    /// P(region) and the conditional entropy at every location: the latents there are normal given those at the evidence, and at a condition of the evidence the
    /// draw says which region it is.
    /// - Parameter draw: Its number.
    func map(_ state: PhaseMapState, draw: Int) -> (probabilities: [Double], conditionalEntropies: [Double]) {
        let quadrature = LatentQuadrature(regions: target.regions, draw: draw)
        let layout = target.layout
        let white = state.whiteHyperParameters
        let regions = target.regions
        let count = locations.count
        let deviation = layout.value(layout.fieldDeviation, white)
        var cross = correlation(target.model.field.kernel, lengths: target.field.lengthValues(white[layout.fieldLengths]))
        var own = [Double](repeating: 1 + FieldCorrelation.jitter, count: count)
        for (term, index) in layout.termWeights.enumerated() {
            let weight = layout.value(index, white)
            for element in cross.elements.indices { cross.elements[element] += weight * termCorrelations[term].elements[element] }
            for location in 0..<count { own[location] += weight * termVariances[term][location] }
        }
        let scales = own.map(PhaseMapModel.meanScale)
        let solved = state.factor.solveLower(cross)
        // The white latents are L⁻¹ (g − m) / σ: the conditional mean needs no further solve.
        let whiteLatents = Matrix(rows: regions, columns: target.points, elements: state.whiteLatents)
        let conditional = (try? Matrix.product(whiteLatents, solved)) ?? Matrix(rows: regions, columns: count)
        for row in 0..<target.points {
            for location in 0..<count { own[location] -= solved.elements[row * count + location] * solved.elements[row * count + location] }
        }
        var average = LatentAverage(points: count, regions: regions)
        for location in 0..<count {
            if let place = places[location] {
                average.probabilities[location * regions + state.assignments[place]] = 1
                continue
            }
            let spread = deviation * max(own[location], 0).squareRoot()
            quadrature.add(to: &average, point: location, spread: spread) { region in
                scales[location] * means[location * regions + region] + deviation * conditional.elements[region * count + location]
            }
        }
        return (average.probabilities, average.entropies)
    }

    /// Mean and variance of every region's process of a property, `locations × regions`, the level included.
    func processes(_ property: Int, _ state: PhaseMapState) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let regions = target.regions
        let table = target.table.properties[property]
        let level = target.model.properties[property].levelMean
        let count = locations.count
        var means = [Double](repeating: level, count: count * regions)
        var variances = [Double](repeating: 0, count: count * regions)
        for region in 0..<regions {
            let moments = try target.processCovariance(property, region, state.whiteHyperParameters).prediction(
                at: coordinates, given: table.rows(in: region, state.assignments))
            for location in 0..<count {
                means[location * regions + region] += moments.means[location]
                variances[location * regions + region] = moments.variances[location]
            }
        }
        return (means, variances)
    }

    /// Between points of the evidence (rows) and locations (columns).
    private func correlation(_ kernel: StationaryKernel, lengths: [Double]) -> Matrix {
        var result = Matrix(rows: target.points, columns: locations.count)
        result.elements.withUnsafeMutableBufferPointer { result in
            for (axis, length) in lengths.enumerated() {
                let inverse = 1 / (length * length)
                squaredDifferences[axis].elements.withUnsafeBufferPointer { differences in
                    for index in differences.indices { result[index] += inverse * differences[index] }
                }
            }
            for index in result.indices { result[index] = kernel.correlation(squaredDistance: result[index]) }
        }
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
