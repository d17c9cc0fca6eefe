import Inference
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapModel {
    /// P(two conditions lie in one region) before any measurement, kernel terms and theory included, pairs and labels not: an average over draws of the prior.
    ///
    /// - Parameter draws: The Monte-Carlo error is at most `½/√draws`.
    public func priorProbabilitySame(_ first: Condition, _ second: Condition, draws: Int = 8192, seed: UInt64 = 0) -> Double {
        guard let a = try? coordinates.coordinates(of: first), let b = try? coordinates.coordinates(of: second) else { return 0 }
        let means = (latentMean(at: first), latentMean(at: second))
        let terms = field.terms.map { term in
            (
                term.weight, term.correlation.correlation(first, first), term.correlation.correlation(second, second),
                term.correlation.correlation(first, second)
            )
        }
        var stream = RandomStream(seed: seed, key: 0x7061_6972)
        var sum = 0.0
        for _ in 0..<draws {
            var distance = 0.0
            for (axis, length) in field.lengthValues(stream.normals(field.lengths.count)).enumerated() {
                let difference = (a[axis] - b[axis]) / length
                distance += difference * difference
            }
            var (firstVariance, secondVariance, covariance) = (1.0, 1.0, field.kernel.correlation(squaredDistance: distance))
            for (weightPrior, ownFirst, ownSecond, cross) in terms {
                let weight = weightPrior.value(white: stream.normal())
                firstVariance += weight * ownFirst
                secondVariance += weight * ownSecond
                covariance += weight * cross
            }
            let deviation = field.deviation.value(white: stream.normal())
            let correlation = covariance / (firstVariance * secondVariance).squareRoot()
            let rest = max(0, 1 - correlation * correlation).squareRoot()
            var latents = (
                means.0.map { Self.meanScale(variance: firstVariance) * $0 }, means.1.map { Self.meanScale(variance: secondVariance) * $0 }
            )
            for region in 0..<regions {
                let (shared, own) = (stream.normal(), stream.normal())
                latents.0[region] += deviation * firstVariance.squareRoot() * shared
                latents.1[region] += deviation * secondVariance.squareRoot() * (correlation * shared + rest * own)
            }
            softmax(&latents.0)
            softmax(&latents.1)
            for region in 0..<regions { sum += latents.0[region] * latents.1[region] }
        }
        return sum / Double(draws)
    }
}

extension PhaseMapPosterior {
    /// What a row of the evidence's labels says of the region that its location has in a draw.
    func labelFactor(draw: Int, row: Int) -> Double {
        let structure = target.table.structure[row]
        let confusions = target.confusions(draws[draw].whiteHyperParameters)
        return exp(confusions[structure.source].logLikelihood(structure.probabilities, region: draws[draw].assignments[structure.point]))
    }

    /// That the location of a row of the evidence's labels lies in a region.
    func probability(ofLabel label: Int, row: Int) -> Double {
        let point = target.table.structure[row].point
        return Double(draws.count { $0.assignments[point] == label }) / Double(max(draws.count, 1))
    }

    /// Whether the two ends of a pair lie in one region in a draw.
    func isSame(draw: Int, pair: Int) -> Bool {
        let row = target.table.pairs[pair]
        return draws[draw].assignments[row.first] == draws[draw].assignments[row.second]
    }
}
