import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// How probable it is, before any measurement, that two points show the same phase.
///
/// The latent fields at the two points are normal with variance `σ² v` and correlation `ρ`, independent between regions, so
/// `S(ρ, v) = E Σ_r p_r(x) p_r(x')` with `p = softmax g`. For two regions and `σ → ∞` it is `½ + asin(ρ)/π`; for unrelated points `1/R`. No closed form is
/// known beyond, so the expectation is an average over a fixed set of normal vectors: the same for every `ρ` and `v`, so that `S` is smooth in both.
struct SamePhaseProbability: Sendable {
    let regions: Int
    /// `σ` of the latent fields.
    let deviation: Double
    /// `nodes × 2 × regions`.
    fileprivate let nodes: [Double]

    /// Leaves a Monte-Carlo error of `½/√8192`, 0.006, at most.
    static let nodeCount = 8192

    init(regions: Int, deviation: Double) {
        self.regions = regions
        self.deviation = deviation
        var stream = RandomStream(seed: 0, key: 0x7361_6d65, UInt64(regions))
        nodes = stream.normals(Self.nodeCount * 2 * regions)
    }

    /// `S(ρ, v)`.
    func value(correlation: Double, relativeVariance: Double = 1) -> Double {
        guard regions > 1 else { return 1 }
        let scale = deviation * relativeVariance.squareRoot()
        let rest = max(0, 1 - correlation * correlation).squareRoot()
        var first = [Double](repeating: 0, count: regions)
        var second = first
        var sum = 0.0
        for node in 0..<Self.nodeCount {
            let offset = node * 2 * regions
            for region in 0..<regions {
                let shared = nodes[offset + region]
                first[region] = scale * shared
                second[region] = scale * (correlation * shared + rest * nodes[offset + regions + region])
            }
            let (firstSum, secondSum) = (Self.exponentiate(&first), Self.exponentiate(&second))
            var same = 0.0
            for region in 0..<regions { same += first[region] * second[region] }
            sum += same / (firstSum * secondSum)
        }
        return sum / Double(Self.nodeCount)
    }

    /// `e^(g − max g)` in place, and its sum.
    private static func exponentiate(_ values: inout [Double]) -> Double {
        let largest = values.max() ?? 0
        var sum = 0.0
        for index in values.indices {
            values[index] = exp(values[index] - largest)
            sum += values[index]
        }
        return sum
    }
}

extension SamePhaseProbability {
    /// How a kernel term ties points together.
    enum Tie: Sendable {
        /// `k_h = +1` on one side and `−1` across: a boundary.
        case twoSides
        /// `k_h = 1` between points inside and 0 otherwise: a region.
        case oneSide
    }

    /// By how much a term of weight `w` raises agreement, from 0 (says nothing) to 1 (always).
    ///
    /// A boundary: P(same phase | same side) − P(same phase | opposite sides). A region: the gain of P(same phase | both inside) over that of unrelated points,
    /// `1/R`, as a share of what there is to gain. Points far apart by the map's own lengths, so that the statement alone speaks.
    func agreement(weight: Double, _ tie: Tie) -> Double {
        let correlation = weight / (1 + weight)
        let same = value(correlation: correlation, relativeVariance: 1 + weight)
        switch tie {
        case .twoSides: return same - value(correlation: -correlation, relativeVariance: 1 + weight)
        case .oneSide:
            let unrelated = value(correlation: 0, relativeVariance: 1 + weight)
            return (same - unrelated) / (1 - unrelated)
        }
    }

    /// The weight that gives this agreement, `0 ..< 1`, by bisection of its logarithm.
    func weight(agreement: Double, _ tie: Tie) -> Double {
        guard regions > 1, agreement > 0 else { return 0 }
        var low = log(Self.weights.lowerBound)
        var high = log(Self.weights.upperBound)
        for _ in 0..<Self.bisections {
            let middle = 0.5 * (low + high)
            if self.agreement(weight: exp(middle), tie) < agreement { low = middle } else { high = middle }
        }
        return exp(0.5 * (low + high))
    }

    /// Agreement at the ends, for two regions: 0.0006 and 0.9992.
    private static let weights = 1e-3...1e6
    /// Of 21 units of log weight: to 1e-3.
    private static let bisections = 15
}

extension SamePhaseProbability {
    /// `E p_1` when the latent of region 1 has mean `offset` and all others 0.
    func probability(offset: Double) -> Double {
        var latents = [Double](repeating: 0, count: regions)
        var sum = 0.0
        for node in 0..<Self.nodeCount {
            for region in 0..<regions { latents[region] = deviation * nodes[node * 2 * regions + region] }
            latents[0] += offset
            let total = Self.exponentiate(&latents)
            sum += latents[0] / total
        }
        return sum / Double(Self.nodeCount)
    }

    /// The mean that makes one region so probable, by bisection.
    func offset(probability: Double) -> Double {
        var low = 0.0
        // Six standard deviations of a difference of latents, and what the softmax itself needs.
        var high = 10 * deviation + 20
        for _ in 0..<40 {
            let middle = 0.5 * (low + high)
            if self.probability(offset: middle) < probability { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
