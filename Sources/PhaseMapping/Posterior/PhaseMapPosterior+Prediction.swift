public import Tieline

extension PhaseMapPosterior {
    /// The map and the properties at conditions of the model's space.
    ///
    /// - Parameters:
    ///   - locations: Measured or not; the cost of a draw is a triangular solve with one right-hand side a location.
    ///   - isMapOnly: Leaves the properties out.
    /// - Throws: A location that is none.
    public func prediction(at locations: [Condition], isMapOnly: Bool = false) throws -> PhaseMapPrediction {
        let points = locations.count
        let regions = model.regions
        let coordinates = try model.coordinates.coordinates(ofAll: locations)
        let predictor = DrawPredictor(target: target, locations: locations, coordinates: coordinates)
        var drawProbabilities = [Double](repeating: 0, count: draws.count * points * regions)
        var drawConditionalEntropies = [Double](repeating: 0, count: isMapOnly ? 0 : draws.count * points)
        var probabilities = [Double](repeating: 0, count: points * regions)
        let share = 1 / Double(max(draws.count, 1))
        var solution: DrawPredictor.FieldSolution?
        for number in drawsByField {
            let state = try target.predictiveState(draws[number])
            let present = predictor.solution(state, previous: solution)
            solution = present
            let map = try predictor.map(state, present, draw: number, isMapOnly: isMapOnly)
            for index in probabilities.indices {
                drawProbabilities[number * points * regions + index] = map.probabilities[index]
                probabilities[index] += share * map.probabilities[index]
            }
            guard !isMapOnly else { continue }
            for point in 0..<points { drawConditionalEntropies[number * points + point] = map.conditionalEntropies[point] }
        }
        var properties: [PropertyPrediction] = []
        for property in isMapOnly ? 0..<0 : model.properties.indices {
            var accumulator = PropertyAccumulator(points: points, regions: regions)
            for (number, draw) in draws.enumerated() {
                let processes = try predictor.processes(property, draw)
                let noise = target.layout.value(target.layout.noises[property], draw.whiteHyperParameters)
                accumulator.add(
                    processes, probabilities: Array(drawProbabilities[(number * points * regions)..<((number + 1) * points * regions)]),
                    noiseVariance: noise * noise)
            }
            properties.append(accumulator.prediction)
        }
        return PhaseMapPrediction(
            points: points, regions: regions, draws: draws.count, drawProbabilities: drawProbabilities,
            drawConditionalEntropies: drawConditionalEntropies, probabilities: probabilities, properties: properties)
    }

    /// Draws of the same lengths and weights one after the other: what they share is found once.
    private var drawsByField: [Int] {
        draws.indices.sorted { first, second in
            let (one, other) = (draws[first].fieldLengths + draws[first].termWeights, draws[second].fieldLengths + draws[second].termWeights)
            return one == other ? first < second : one.lexicographicallyPrecedes(other)
        }
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
