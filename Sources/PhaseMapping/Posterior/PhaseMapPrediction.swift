#if canImport(Glibc)
    import Glibc
#endif

/// What the posterior says at some points.
public struct PhaseMapPrediction: Sendable {
    public let points: Int
    public let regions: Int
    public let draws: Int
    /// `draws × points × regions`: P(region) of each draw, averaged over what the draw leaves open between its locations.
    public let drawProbabilities: [Double]
    /// `draws × points`: the entropy that is left once the latent fields are known, averaged over the draw, nats.
    public let drawConditionalEntropies: [Double]
    /// `points × regions`: the mean over draws.
    public let probabilities: [Double]
    /// One a property.
    public let properties: [PropertyPrediction]

    public func probability(point: Int, region: Int) -> Double { probabilities[point * regions + region] }

    public func probability(draw: Int, point: Int, region: Int) -> Double { drawProbabilities[(draw * points + point) * regions + region] }

    /// The most probable region at each point.
    public var mostProbableRegions: [Int] {
        (0..<points).map { point in
            var best = 0
            for region in 1..<max(regions, 1) where probability(point: point, region: region) > probability(point: point, region: best) {
                best = region
            }
            return best
        }
    }

    /// Entropy of the mean probabilities at each point, nats.
    public var entropies: [Double] {
        (0..<points).map { point in
            var entropy = 0.0
            for region in 0..<regions {
                let p = probability(point: point, region: region)
                if p > 0 { entropy -= p * log(p) }
            }
            // A certain region leaves −ε where its probability rounds to above one.
            return max(0, entropy)
        }
    }

    /// What a label without error at each point is expected to tell about the map, nats: `H(E P) − E H(P)` (Houlsby et al. 2011, arXiv:1112.5745).
    public var mutualInformations: [Double] {
        var conditional = [Double](repeating: 0, count: points)
        for draw in 0..<draws {
            for point in 0..<points { conditional[point] += drawConditionalEntropies[draw * points + point] / Double(draws) }
        }
        return zip(entropies, conditional).map { max(0, $0 - $1) }
    }
}

/// What the posterior says about one property at the same points.
public struct PropertyPrediction: Sendable {
    /// Mean over draws and regions, in the property's unit.
    public let means: [Double]
    /// Of the property itself, by the law of total variance over draws and regions: `E[V] + Var[mean]`.
    public let variances: [Double]
    /// Mean over draws of the noise's variance: what a measurement adds.
    public let noiseVariance: Double
    /// `draws × points × regions`: mean of the region's own process.
    public let drawMeans: [Double]
    /// `draws × points × regions`: its variance.
    public let drawVariances: [Double]
    /// One a draw.
    public let drawNoiseVariances: [Double]
}
