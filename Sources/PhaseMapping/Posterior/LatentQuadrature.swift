import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// Averages of the softmax over latents that are independent and normal about their means with one spread: what a draw leaves open between the locations it knows.
struct LatentQuadrature: Sendable {
    let regions: Int
    /// Without the entropies, and with fewer nodes: for maps that are averaged over many draws anyway.
    let isMapOnly: Bool
    /// `nodes × regions`: equally weighted standard normal vectors.
    private let nodes: [Double]
    private let count: Int
    /// Between the largest and the smallest number of the nodes.
    private let widestGap: Double

    static let nodeCount = 32
    static let mapNodeCount = 8
    /// A region that leads by so much at every node is certain, to 1e-7.
    static let certainLead = 16.0

    /// - Parameter draw: Number of the draw: each takes the next points of one sequence, so that what so few points are wrong by averages out over the draws. The same
    ///   points for all would prefer some regions by their numbers.
    init(regions: Int, draw: Int, isMapOnly: Bool = false) {
        self.regions = regions
        self.isMapOnly = isMapOnly
        count = isMapOnly ? Self.mapNodeCount : Self.nodeCount
        nodes = Self.nodes(regions: regions, from: draw * count, count: count)
        widestGap = (nodes.max() ?? 0) - (nodes.min() ?? 0)
    }

    /// Points of the additive recurrence with the generalised golden ratio (Roberts 2018, extremelearning.com.au), as normal numbers. With two
    /// regions only the difference matters, so its quantiles are exact strata; where they are few, each draw shifts them by another part of a stratum.
    static func nodes(regions: Int, from first: Int, count: Int = nodeCount) -> [Double] {
        if regions == 2 {
            let shift = count == nodeCount ? 0.5 : fraction(0.5 + Double(first / count) * goldenSection)
            return (0..<count).flatMap { node -> [Double] in
                let share = min(max((Double(node) + shift) / Double(count), smallestShare), 1 - smallestShare)
                let z = normalQuantile(share) / 2.0.squareRoot()
                return [z, -z]
            }
        }
        var ratio = 1.5
        for _ in 0..<60 { ratio = pow(1 + ratio, 1 / Double(regions + 1)) }
        return (0..<count).flatMap { node in
            (0..<regions).map { region in
                let position = 0.5 + Double(first + node + 1) * pow(1 / ratio, Double(region + 1))
                return normalQuantile(min(max(fraction(position), smallestShare), 1 - smallestShare))
            }
        }
    }

    private static let goldenSection = 0.618_033_988_749_894_8
    private static let smallestShare = 1e-6

    private static func fraction(_ value: Double) -> Double { value - value.rounded(.down) }

    /// Adds the mean of `P(r)` and of the entropy at one point.
    func add(to average: inout LatentAverage, point: Int, spread: Double, mean: (_ region: Int) -> Double) {
        var means = [Double](repeating: 0, count: regions)
        var best = 0
        for region in 0..<regions {
            means[region] = mean(region)
            if means[region] > means[best] { best = region }
        }
        var lead = Double.infinity
        for region in 0..<regions where region != best { lead = min(lead, means[best] - means[region]) }
        guard lead - spread * widestGap < Self.certainLead else {
            average.probabilities[point * regions + best] += 1
            return
        }
        if isMapOnly, regions == 2 {
            let first = logistic(means[0] - means[1], spread)
            average.probabilities[2 * point] += first
            average.probabilities[2 * point + 1] += 1 - first
            return
        }
        var latents = means
        let share = 1 / Double(count)
        for node in 0..<count {
            var largest = -Double.infinity
            for region in 0..<regions {
                let latent = means[region] + spread * nodes[node * regions + region]
                latents[region] = latent
                largest = max(largest, latent)
            }
            var sum = 0.0
            var weighted = 0.0
            for region in 0..<regions {
                let difference = latents[region] - largest
                let value = exp(difference)
                latents[region] = value
                sum += value
                weighted += value * difference
            }
            // H = log Σ e^g − Σ p g.
            if !isMapOnly { average.entropies[point] += share * (log(sum) - weighted / sum) }
            for region in 0..<regions { average.probabilities[point * regions + region] += share * latents[region] / sum }
        }
    }

    /// Of two regions, P(the first).
    private func logistic(_ difference: Double, _ spread: Double) -> Double {
        var sum = 0.0
        for node in 0..<count { sum += 1 / (1 + exp(-difference - 2 * spread * nodes[2 * node])) }
        return sum / Double(count)
    }
}

/// Of one draw.
struct LatentAverage {
    /// `points × regions`.
    var probabilities: [Double]
    /// One a point, nats; all 0 where a map alone is wanted.
    var entropies: [Double]

    init(points: Int, regions: Int) {
        probabilities = Array(repeating: 0, count: points * regions)
        entropies = Array(repeating: 0, count: points)
    }
}
