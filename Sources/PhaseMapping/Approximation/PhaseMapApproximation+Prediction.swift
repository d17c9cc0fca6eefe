import Inference
import LinearAlgebra
public import Tieline

extension PhaseMapApproximation {
    /// The map and the properties at conditions of the model's space, in the form of the sampler's.
    ///
    /// - Parameters:
    ///   - draws: Of the latent fields and their deviation.
    ///   - seed: Of these draws.
    public func prediction(at locations: [Condition], draws: Int = 32, seed: UInt64) throws -> PhaseMapPrediction {
        let count = locations.count
        let regions = model.regions
        let points = try model.coordinates.coordinates(ofAll: locations).flatMap(\.self)
        let weights = layout.termWeightValues(whiteHyperParameters)
        let inducing = Array(table.conditions.prefix(inducingCount))
        let features = fieldFeatures.features(of: points, extra: model.termCovariance(inducing, locations, weights: weights))
        let explained = features.columnSquares()
        let expected = ExpectedLatents(model, at: locations)
        let own = expected.variances(weights: weights, jitter: FieldCorrelation.jitter)
        let means = expected.means(variances: own)
        var chain = try FieldChain(
            field, deviation: layout.priors[layout.fieldDeviation], white: whiteHyperParameters[layout.fieldDeviation],
            stream: RandomStream(seed: seed, key: 5))
        let index = Dictionary(uniqueKeysWithValues: table.conditions.enumerated().map { ($1, $0) })
        let places = locations.map { index[$0] }
        var drawProbabilities: [Double] = []
        var entropies: [Double] = []
        for draw in 0..<draws {
            let quadrature = LatentQuadrature(regions: regions, draw: draw)
            try chain.advance()
            let deviation = chain.deviation
            let fields = try Matrix.product(Matrix(rows: regions, columns: features.rows, elements: chain.weights), features)
            var average = LatentAverage(points: count, regions: regions)
            for point in 0..<count {
                // What was said at a place is known there.
                if let place = places[point] {
                    chain.shares(at: place, to: &average, point: point)
                    continue
                }
                let spread = deviation * max(own[point] - explained[point], 0).squareRoot()
                quadrature.add(to: &average, point: point, spread: spread) { region in
                    means[region * count + point] + deviation * fields.elements[region * count + point]
                }
            }
            drawProbabilities += average.probabilities
            entropies += average.entropies
        }
        var probabilities = [Double](repeating: 0, count: count * regions)
        for draw in 0..<draws {
            for index in probabilities.indices { probabilities[index] += drawProbabilities[draw * count * regions + index] / Double(draws) }
        }
        return PhaseMapPrediction(
            points: count, regions: regions, draws: draws, drawProbabilities: drawProbabilities, drawConditionalEntropies: entropies,
            probabilities: probabilities, properties: try properties(at: points, count: count, draws: draws, drawProbabilities: drawProbabilities))
    }

    private func properties(
        at points: [Double], count: Int, draws: Int, drawProbabilities: [Double]
    ) throws(LinearAlgebraError) -> [PropertyPrediction] {
        let regions = model.regions
        var result: [PropertyPrediction] = []
        for property in model.properties.indices {
            var means = [Double](repeating: model.properties[property].levelMean, count: count * regions)
            var variances = [Double](repeating: 0, count: count * regions)
            for region in 0..<regions {
                let moments = try processes[property][region].prediction(at: points)
                for point in 0..<count {
                    means[point * regions + region] += moments.means[point]
                    variances[point * regions + region] = moments.variances[point]
                }
            }
            let noise = layout.value(layout.noises[property], whiteHyperParameters)
            var accumulator = PropertyAccumulator(points: count, regions: regions)
            for draw in 0..<draws {
                accumulator.add(
                    (means, variances), probabilities: Array(drawProbabilities[(draw * count * regions)..<((draw + 1) * count * regions)]),
                    noiseVariance: noise * noise)
            }
            result.append(accumulator.prediction)
        }
        return result
    }
}
