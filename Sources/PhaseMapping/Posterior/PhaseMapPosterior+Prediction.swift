import LinearAlgebra
public import Tieline

extension PhaseMapPosterior {
    /// The map and the properties at conditions of the model's space.
    ///
    /// - Parameter locations: Measured or not; the cost of a draw is a triangular solve with one right-hand side a location.
    /// - Throws: A location that is none.
    public func prediction(at locations: [Condition]) throws -> PhaseMapPrediction {
        let points = locations.count
        let regions = model.regions
        var coordinates: [[Double]] = []
        for (index, location) in locations.enumerated() {
            coordinates.append(try model.coordinates.coordinates(of: location, field: "locations[\(index)]"))
        }
        let predictor = DrawPredictor(target: target, locations: locations, coordinates: coordinates)
        var drawProbabilities: [Double] = []
        drawProbabilities.reserveCapacity(draws.count * points * regions)
        var drawConditionalEntropies: [Double] = []
        var probabilities = [Double](repeating: 0, count: points * regions)
        var properties = model.properties.map { _ in PropertyAccumulator(points: points, regions: regions) }
        let share = 1 / Double(max(draws.count, 1))
        for (number, draw) in draws.enumerated() {
            let state = try target.predictiveState(draw)
            let map = predictor.map(state, draw: number)
            drawProbabilities += map.probabilities
            drawConditionalEntropies += map.conditionalEntropies
            for index in probabilities.indices { probabilities[index] += share * map.probabilities[index] }
            for property in model.properties.indices {
                let processes = try predictor.processes(property, state)
                let noise = target.layout.value(target.layout.noises[property], draw.whiteHyperParameters)
                properties[property].add(processes, probabilities: map.probabilities, noiseVariance: noise * noise)
            }
        }
        return PhaseMapPrediction(
            points: points, regions: regions, draws: draws.count, drawProbabilities: drawProbabilities,
            drawConditionalEntropies: drawConditionalEntropies, probabilities: probabilities, properties: properties.map(\.prediction))
    }
}

/// Sums over draws.
struct PropertyAccumulator {
    let points: Int
    let regions: Int
    var draws = 0
    var mean: [Double]
    var square: [Double]
    var drawMeans: [Double] = []
    var drawVariances: [Double] = []
    var drawNoiseVariances: [Double] = []

    init(points: Int, regions: Int) {
        self.points = points
        self.regions = regions
        mean = Array(repeating: 0, count: points)
        square = mean
    }

    mutating func add(_ processes: (means: [Double], variances: [Double]), probabilities: [Double], noiseVariance: Double) {
        draws += 1
        for point in 0..<points {
            for index in (point * regions)..<((point + 1) * regions) {
                mean[point] += probabilities[index] * processes.means[index]
                square[point] += probabilities[index] * (processes.variances[index] + processes.means[index] * processes.means[index])
            }
        }
        drawMeans += processes.means
        drawVariances += processes.variances
        drawNoiseVariances.append(noiseVariance)
    }

    var prediction: PropertyPrediction {
        let share = 1 / Double(max(draws, 1))
        let means = mean.map { share * $0 }
        return PropertyPrediction(
            means: means, variances: zip(square, means).map { max(0, share * $0 - $1 * $1) },
            noiseVariance: share * drawNoiseVariances.reduce(0, +), drawMeans: drawMeans, drawVariances: drawVariances,
            drawNoiseVariances: drawNoiseVariances)
    }
}
