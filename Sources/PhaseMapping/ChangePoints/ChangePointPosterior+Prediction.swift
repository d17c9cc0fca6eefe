public import Tieline

extension ChangePointPosterior {
    /// The least probable partitions, which together have less probability than this, change no prediction that anybody could see.
    private static let droppedProbability = 1e-4

    /// The map and the properties, in the form of the sampler's.
    ///
    /// - Parameter count: Of the draws of the hyper-parameters, evenly taken.
    public func prediction(at locations: [Condition], draws count: Int = 100) throws -> PhaseMapPrediction {
        let coordinates = try model.coordinates.coordinates(ofAll: locations).flatMap(\.self)
        let (regions, points) = (model.regions, locations.count)
        let used = (0..<min(count, draws.count)).map { draws[$0 * draws.count / min(count, draws.count)] }
        var drawProbabilities: [Double] = []
        var entropies: [Double] = []
        var accumulators = model.properties.map { _ in PropertyAccumulator(points: points, regions: regions) }
        for draw in used {
            var probabilities = [Double](repeating: 0, count: points * regions)
            var moments = model.properties.map { _ in RegionMoments(count: points * regions) }
            var processes: [ChangePointTarget.Segment: (means: [Double], variances: [Double])] = [:]
            for index in Self.probable(draw.probabilities) {
                let (partition, probability) = (target.partitions[index], draw.probabilities[index])
                let assignments = target.assignments(partition)
                let own = coordinates.map { self.probabilities(partition, at: $0) }
                for point in 0..<points {
                    for region in 0..<regions { probabilities[point * regions + region] += probability * own[point][region] }
                }
                for property in model.properties.indices {
                    for region in 0..<regions {
                        let segment = ChangePointTarget.Segment(
                            property: property, region: region, rows: target.table.families[property].rows(in: region, assignments))
                        let process =
                            try processes[segment]
                            ?? target.processCovariance(property, region, draw.white).prediction(at: coordinates, given: segment.rows)
                        processes[segment] = process
                        for point in 0..<points {
                            moments[property].add(
                                point * regions + region, weight: probability * max(own[point][region], 1e-12),
                                mean: process.means[point] + model.properties[property].levelMean, variance: process.variances[point])
                        }
                    }
                }
            }
            let normalisers = (0..<points).map { point in (0..<regions).reduce(0) { $0 + probabilities[point * regions + $1] } }
            for index in probabilities.indices { probabilities[index] /= normalisers[index / regions] }
            drawProbabilities += probabilities
            // Hard steps: once the change points are known, nothing is left open.
            entropies += Array(repeating: 0, count: points)
            for property in model.properties.indices {
                let noise = target.layout.value(target.layout.noises[property], draw.white)
                accumulators[property].add(moments[property].result, probabilities: probabilities, noiseVariance: noise * noise)
            }
        }
        var probabilities = [Double](repeating: 0, count: points * regions)
        for (index, value) in drawProbabilities.enumerated() { probabilities[index % (points * regions)] += value / Double(used.count) }
        return PhaseMapPrediction(
            points: points, regions: regions, draws: used.count, drawProbabilities: drawProbabilities, drawConditionalEntropies: entropies,
            probabilities: probabilities, properties: accumulators.map(\.prediction))
    }

    /// The most probable partitions that together have all but ``droppedProbability``, most probable first.
    private static func probable(_ probabilities: [Double]) -> [Int] {
        let order = probabilities.indices.sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        var sum = 0.0
        return Array(
            order.prefix { index in
                defer { sum += probabilities[index] }
                return sum < 1 - droppedProbability
            })
    }

    private func probabilities(_ partition: ChangePointPartition, at coordinate: Double) -> [Double] {
        let gap = edges.dropFirst().count { $0 <= coordinate }
        guard gap < edges.count - 1, coordinate > edges[0] else {
            var result = [Double](repeating: 0, count: model.regions)
            result[coordinate <= edges[0] ? 0 : model.regions - 1] = 1
            return result
        }
        return partition.probabilities(gap: gap, share: (coordinate - edges[gap]) / (edges[gap + 1] - edges[gap]), regions: model.regions)
    }
}

/// Mean and variance of a mixture, region by region.
private struct RegionMoments {
    var weights: [Double]
    var means: [Double]
    var squares: [Double]

    init(count: Int) {
        weights = Array(repeating: 0, count: count)
        means = weights
        squares = weights
    }

    mutating func add(_ index: Int, weight: Double, mean: Double, variance: Double) {
        weights[index] += weight
        means[index] += weight * mean
        squares[index] += weight * (variance + mean * mean)
    }

    var result: (means: [Double], variances: [Double]) {
        let centres = zip(means, weights).map { $1 > 0 ? $0 / $1 : 0 }
        return (centres, weights.indices.map { weights[$0] > 0 ? max(squares[$0] / weights[$0] - centres[$0] * centres[$0], 0) : 0 })
    }
}
