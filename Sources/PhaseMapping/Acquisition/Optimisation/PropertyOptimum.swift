import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// Where a property is largest, as a mixture over draws and regions of normal distributions.
public struct PropertyOptimum: Sendable {
    public let prediction: PhaseMapPrediction
    public let property: Int
    /// Only this region's process and the points' probabilities of it, or all regions.
    public let region: Int?
    /// 1 for the largest value, −1 for the smallest.
    private let sign: Double

    /// - Parameters:
    ///   - property: Index in ``PhaseMapPrediction/properties``.
    ///   - region: To look in one region only.
    public init(_ prediction: PhaseMapPrediction, property: Int = 0, region: Int? = nil, isMaximum: Bool = true) {
        self.prediction = prediction
        self.property = property
        self.region = region
        sign = isMaximum ? 1 : -1
    }

    /// Mean of the property at each point (in the region: given that the point is in it), sign changed where the smallest is sought.
    public var means: [Double] { moments.map(\.mean) }

    /// By how much the property at each point is expected to exceed `best`, in its unit (Močkus 1975; Jones et al. 1998, J. Glob. Optim. 13, 455, equation 15), averaged over
    /// draws and regions: the uncertain region is part of the gamble. Of one region: times P(the point is in it).
    ///
    /// - Parameter best: What there is to beat; by default the largest mean among `measured`, which noise does not inflate as it does the largest value; of one region,
    ///   among those that are most probably in it.
    public func expectedImprovement(measured: [Int], over best: Double? = nil) -> [Double] {
        let means = means
        let best = best.map { sign * $0 } ?? inRegion(measured).map { means[$0] }.max() ?? inRegion(Array(means.indices)).map { means[$0] }.max() ?? 0
        return (0..<prediction.points).map { point in
            components(point).reduce(0) { sum, component in
                let deviation = component.variance.squareRoot()
                let gain = component.mean - best
                guard deviation > 0 else { return sum + component.weight * max(0, gain) }
                let z = gain / deviation
                return sum + component.weight * (gain * normalCumulative(z) + deviation * normalDensity(z))
            }
        }
    }

    /// `μ + √β σ` with `β = 2 ln(D n² π² / (6 δ))`: with probability `1 − δ` no point's value is above its bound, at every one of the decisions (Srinivas et al. 2012, IEEE
    /// Trans. Inf. Theory 58, 3250, theorem 1). Less the smallest of all points' bounds, so that it can be weighted; 0 where no draw has a point in the region.
    ///
    /// - Parameters:
    ///   - decision: `n`, from 1.
    ///   - exploration: Scales `√β`; the theorem's 1 explores much.
    public func upperConfidenceBound(decision: Int, failureProbability: Double = 0.1, exploration: Double = 1) -> [Double] {
        let beta = Self.beta(points: prediction.points, decision: decision, failureProbability: failureProbability)
        let bounds = moments.map { $0.mean + exploration * (beta * $0.variance).squareRoot() }
        let lowest = bounds.filter(\.isFinite).min() ?? 0
        let shares = region.map { region in (0..<prediction.points).map { prediction.probability(point: $0, region: region) } }
        return bounds.indices.map { bounds[$0].isFinite ? (bounds[$0] - lowest) * (shares?[$0] ?? 1) : 0 }
    }

    /// Those of these points that are most probably in the region that is looked in.
    private func inRegion(_ points: [Int]) -> [Int] {
        guard let region else { return points }
        let map = prediction.mostProbableRegions
        return points.filter { map[$0] == region }
    }

    /// `2 ln(D n² π² / (6 δ))`, `D` the number of points.
    static func beta(points: Int, decision: Int, failureProbability: Double) -> Double {
        let n = Double(max(decision, 1))
        return 2 * log(Double(max(points, 1)) * n * n * Double.pi * Double.pi / (6 * failureProbability))
    }

    /// The region with the largest mean at a point that is probably in it and not measured; `nil` where every point is measured.
    ///
    /// - Parameter unmeasured: Points of the prediction.
    public func mostPromisingRegion(unmeasured: [Int]) -> Int? {
        let map = prediction.mostProbableRegions
        var best: (region: Int, mean: Double)?
        let means = means
        for point in unmeasured where means[point] > best?.mean ?? -.infinity { best = (map[point], means[point]) }
        return best?.region
    }

    // MARK: The mixture

    /// In the property's own sign.
    func unsigned(_ value: Double) -> Double { sign * value }

    /// Of one region's process in a draw.
    func mean(draw: Int, point: Int, region: Int) -> Double {
        sign * prediction.properties[property].drawMeans[(draw * prediction.points + point) * prediction.regions + region]
    }

    /// `draws × points`: over regions.
    var drawMeans: [Double] {
        (0..<(prediction.draws * prediction.points)).map { row in
            (0..<prediction.regions).reduce(0) { sum, region in
                let index = row * prediction.regions + region
                return sum + sign * prediction.drawProbabilities[index] * prediction.properties[property].drawMeans[index]
            }
        }
    }

    private var moments: [(mean: Double, variance: Double)] {
        (0..<prediction.points).map { point in
            var (total, mean, square) = (0.0, 0.0, 0.0)
            for component in components(point) {
                total += component.weight
                mean += component.weight * component.mean
                square += component.weight * (component.variance + component.mean * component.mean)
            }
            guard total > 0 else { return (-.infinity, 0) }
            mean /= total
            return (mean, max(0, square / total - mean * mean))
        }
    }

    private func components(_ point: Int) -> [(weight: Double, mean: Double, variance: Double)] {
        let item = prediction.properties[property]
        let share = 1 / Double(max(prediction.draws, 1))
        return (0..<prediction.draws).flatMap { draw in
            (0..<prediction.regions).compactMap { candidate -> (Double, Double, Double)? in
                guard region == nil || candidate == region else { return nil }
                let index = (draw * prediction.points + point) * prediction.regions + candidate
                let weight = share * prediction.drawProbabilities[index]
                return weight > 1e-9 ? (weight, sign * item.drawMeans[index], item.drawVariances[index]) : nil
            }
        }
    }
}
