import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// Averages of the softmax over latents that are independent and normal about their means with one spread: what a draw leaves open between the locations it knows.
struct LatentQuadrature: Sendable {
    let regions: Int
    /// `nodes × regions`: equally weighted standard normal vectors.
    private let nodes: [Double]

    static let nodeCount = 32

    /// - Parameter draw: Number of the draw: each takes the next ``nodeCount`` points of one sequence, so that what so few points are wrong by averages out over the
    ///   draws. The same points for all would prefer some regions by their numbers.
    init(regions: Int, draw: Int) {
        self.regions = regions
        nodes = Self.nodes(regions: regions, from: draw * Self.nodeCount)
    }

    /// Points of the additive recurrence with the generalised golden ratio (Roberts 2018, extremelearning.com.au), as normal numbers. With two
    /// regions only the difference matters, so its quantiles are exact strata.
    static func nodes(regions: Int, from first: Int) -> [Double] {
        if regions == 2 {
            return (0..<nodeCount).flatMap { node -> [Double] in
                let z = normalQuantile((Double(node) + 0.5) / Double(nodeCount)) / 2.0.squareRoot()
                return [z, -z]
            }
        }
        var ratio = 1.5
        for _ in 0..<60 { ratio = pow(1 + ratio, 1 / Double(regions + 1)) }
        return (0..<nodeCount).flatMap { node in
            (0..<regions).map { region in
                let position = 0.5 + Double(first + node + 1) * pow(1 / ratio, Double(region + 1))
                return normalQuantile(min(max(position - position.rounded(.down), 1e-6), 1 - 1e-6))
            }
        }
    }

    /// Adds the mean of `P(r)` and of the entropy at one point.
    func add(to average: inout LatentAverage, point: Int, spread: Double, mean: (_ region: Int) -> Double) {
        var means = [Double](repeating: 0, count: regions)
        for region in 0..<regions { means[region] = mean(region) }
        var latents = means
        let share = 1 / Double(Self.nodeCount)
        for node in 0..<Self.nodeCount {
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
            average.entropies[point] += share * (log(sum) - weighted / sum)
            for region in 0..<regions { average.probabilities[point * regions + region] += share * latents[region] / sum }
        }
    }
}

/// Of one draw.
struct LatentAverage {
    /// `points × regions`.
    var probabilities: [Double]
    /// One a point, nats.
    var entropies: [Double]

    init(points: Int, regions: Int) {
        probabilities = Array(repeating: 0, count: points * regions)
        entropies = Array(repeating: 0, count: points)
    }
}
