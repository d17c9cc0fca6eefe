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

    /// The field at the locations given that at the evidence, as far as lengths and weights alone decide: draws that share these share it.
    struct FieldSolution {
        fileprivate let lengths: [Double]
        fileprivate let weights: [Double]
        /// `L⁻¹ k`, point of the evidence × location.
        fileprivate let solved: Matrix
        /// Of each location, before the evidence, by what the mean is multiplied; and what is left of its variance, in units of `σ²`.
        fileprivate let scales: [Double]
        fileprivate let left: [Double]
    }

    /// - Parameter previous: Returned where it is of the same lengths and weights.
    func solution(_ state: PhaseMapState, previous: FieldSolution?) -> FieldSolution {
        let layout = target.layout
        let white = state.whiteHyperParameters
        let lengths = target.field.lengthValues(white[layout.fieldLengths])
        let weights = layout.termWeights.map { layout.value($0, white) }
        if let previous, previous.lengths == lengths, previous.weights == weights { return previous }
        let count = locations.count
        var cross = correlation(target.model.field.kernel, lengths: lengths)
        var own = [Double](repeating: 1 + FieldCorrelation.jitter, count: count)
        for (term, weight) in weights.enumerated() where weight > 0 {
            for element in cross.elements.indices { cross.elements[element] += weight * termCorrelations[term].elements[element] }
            for location in 0..<count { own[location] += weight * termVariances[term][location] }
        }
        let scales = own.map(PhaseMapModel.meanScale)
        let solved = state.factor.solveLower(cross)
        for (location, square) in solved.columnSquares().enumerated() { own[location] = max(own[location] - square, 0) }
        return FieldSolution(lengths: lengths, weights: weights, solved: solved, scales: scales, left: own)
    }

    /// P(region) and the conditional entropy at every location: the latents there are normal given those at the evidence, and at a condition of the evidence the
    /// draw says which region it is.
    /// - Parameters:
    ///   - solution: Of the state.
    ///   - draw: Its number.
    func map(
        _ state: PhaseMapState, _ solution: FieldSolution, draw: Int, isMapOnly: Bool
    ) -> (probabilities: [Double], conditionalEntropies: [Double]) {
        let quadrature = LatentQuadrature(regions: target.regions, draw: draw, isMapOnly: isMapOnly)
        let regions = target.regions
        let count = locations.count
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        // The white latents are L⁻¹ (g − m) / σ: the conditional mean needs no further solve.
        let whiteLatents = Matrix(rows: regions, columns: target.points, elements: state.whiteLatents)
        let conditional = (try? Matrix.product(whiteLatents, solution.solved)) ?? Matrix(rows: regions, columns: count)
        var average = LatentAverage(points: count, regions: regions)
        for location in 0..<count {
            if let place = places[location] {
                average.probabilities[location * regions + state.assignments[place]] = 1
                continue
            }
            quadrature.add(to: &average, point: location, spread: deviation * solution.left[location].squareRoot()) { region in
                solution.scales[location] * means[location * regions + region] + deviation * conditional.elements[region * count + location]
            }
        }
        return (average.probabilities, average.entropies)
    }

    /// Mean and variance of every region's process of a property, `locations × regions`, the level included.
    func processes(_ property: Int, _ draw: PhaseMapDraw) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let regions = target.regions
        let (family, member) = target.place(of: property)
        let table = target.table.families[family]
        let level = target.model.properties[property].levelMean
        let count = locations.count
        var means = [Double](repeating: level, count: count * regions)
        var variances = [Double](repeating: 0, count: count * regions)
        for region in 0..<regions {
            let moments = try target.processCovariance(family, region, draw.whiteHyperParameters).prediction(
                of: member, at: coordinates, given: table.rows(in: region, draw.assignments))
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
            kernel.correlate(result)
        }
        return result
    }
}

extension PhaseMapTarget {
    /// Of a draw, as far as predictions need it.
    func predictiveState(_ draw: PhaseMapDraw) throws(LinearAlgebraError) -> PhaseMapState {
        PhaseMapState(
            whiteHyperParameters: draw.whiteHyperParameters, whiteLatents: draw.whiteLatents, assignments: draw.assignments,
            factor: try fieldFactor(draw.whiteHyperParameters), latents: [], processes: [], structureLogLikelihood: 0, processLogLikelihoods: [])
    }
}
