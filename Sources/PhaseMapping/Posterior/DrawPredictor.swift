import LinearAlgebra
import Tieline

/// Conditions one draw's Gaussian processes on where they are known.
struct DrawPredictor {
    let target: PhaseMapTarget
    let locations: [Condition]
    /// `locations × axes`, flat.
    let coordinates: [Double]
    let expected: ExpectedLatents
    /// Between points of the evidence (rows) and locations (columns).
    private let correlation: FieldCrossCorrelation
    /// Of each location, its place among the conditions of the evidence, if it is one of them.
    let places: [Int?]

    init(target: PhaseMapTarget, locations: [Condition], coordinates: [[Double]]) {
        self.target = target
        self.locations = locations
        self.coordinates = coordinates.flatMap(\.self)
        expected = ExpectedLatents(target.model, at: locations)
        correlation = FieldCrossCorrelation(
            target.model, rows: (target.table.conditions, target.table.coordinates), columns: (locations, coordinates))
        let index = Dictionary(uniqueKeysWithValues: target.table.conditions.enumerated().map { ($1, $0) })
        places = locations.map { index[$0] }
    }

    /// The field at the locations given that at the evidence, as far as lengths and weights alone decide: draws that share these share it.
    struct FieldSolution {
        fileprivate let lengths: [Double]
        fileprivate let weights: [Double]
        /// `L⁻¹ k`, point of the evidence × location.
        let solved: Matrix
        /// What is expected of the latents, `regions × locations`.
        fileprivate let means: [Double]
        /// Of each location, what the evidence leaves of its variance, in units of `σ²`.
        fileprivate let left: [Double]
    }

    /// - Parameter previous: Returned where it is of the same lengths and weights.
    func solution(_ state: PhaseMapState, previous: FieldSolution?) -> FieldSolution {
        let layout = target.layout
        let white = state.whiteHyperParameters
        let lengths = target.field.lengthValues(white[layout.fieldLengths])
        let weights = layout.termWeightValues(white)
        if let previous, previous.lengths == lengths, previous.weights == weights { return previous }
        let own = expected.variances(weights: weights, jitter: FieldCorrelation.jitter)
        let solved = state.factor.solveLower(correlation.matrix(lengths: lengths, weights: weights))
        return FieldSolution(
            lengths: lengths, weights: weights, solved: solved, means: expected.means(variances: own),
            left: zip(own, solved.columnSquares()).map { max($0 - $1, 0) })
    }

    /// P(region) and the conditional entropy at every location: the latents there are normal given those at the evidence, and at a condition of the evidence the
    /// draw says which region it is.
    /// - Parameters:
    ///   - solution: Of the state.
    ///   - draw: Its number.
    func map(
        _ state: PhaseMapState, _ solution: FieldSolution, draw: Int, isMapOnly: Bool
    ) throws(LinearAlgebraError) -> (probabilities: [Double], conditionalEntropies: [Double]) {
        let quadrature = LatentQuadrature(regions: target.regions, draw: draw, isMapOnly: isMapOnly)
        let regions = target.regions
        let count = locations.count
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        // The white latents are L⁻¹ (g − m) / σ: the conditional mean needs no further solve.
        let whiteLatents = Matrix(rows: regions, columns: target.points, elements: state.whiteLatents)
        let conditional = try Matrix.product(whiteLatents, solution.solved)
        var average = LatentAverage(points: count, regions: regions)
        for location in 0..<count {
            if let place = places[location] {
                average.probabilities[location * regions + state.assignments[place]] = 1
                continue
            }
            quadrature.add(to: &average, point: location, spread: deviation * solution.left[location].squareRoot()) { region in
                solution.means[region * count + location] + deviation * conditional.elements[region * count + location]
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
}

extension PhaseMapTarget {
    /// Of a draw, as far as predictions need it.
    func predictiveState(_ draw: PhaseMapDraw) throws(LinearAlgebraError) -> PhaseMapState {
        PhaseMapState(
            whiteHyperParameters: draw.whiteHyperParameters, whiteLatents: draw.whiteLatents, assignments: draw.assignments,
            factor: try fieldFactor(draw.whiteHyperParameters), latents: [], processes: [], structureLogLikelihood: 0, processLogLikelihoods: [])
    }
}
