import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// The posterior over change points on one axis, with hard steps: region 0 below the first, region 1 below the second, and so on.
///
/// Between two locations of the evidence nothing measured depends on a change point, so its posterior is uniform in every gap, and the sum over gaps is exact. Only
/// hyper-parameters are sampled, by elliptical slices with the change points summed out. Change points are uniform over the range before the data, in order.
/// The model's field is not used.
public struct ChangePointPosterior: Sendable {
    public let model: PhaseMapModel
    public let mixing: MixingReport
    /// Edges of the gaps, rising.
    public let edges: [Double]
    /// Of each change point, the probability that it lies in each gap; within one it is uniform.
    public let gapProbabilities: [[Double]]
    let target: ChangePointTarget
    /// Hyper-parameters of each draw, and its probabilities of the partitions.
    let draws: [(white: [Double], probabilities: [Double])]

    /// - Parameters:
    ///   - range: Of the change points, in the coordinate of the model's map.
    ///   - chains: From dispersed starts, draws of the prior.
    public init(
        model: PhaseMapModel, evidence: PhaseMapEvidence, range: ClosedRange<Double>, chains: Int = 4, warmUp: Int = 100, draws: Int = 200,
        seed: UInt64
    ) throws {
        let target = try ChangePointTarget(model: model, evidence: evidence, range: range)
        var kept: [(white: [Double], probabilities: [Double])] = []
        var traces: [[[Double]]] = Array(repeating: [], count: target.partitions.count)
        let free = target.layout.priors.indices.filter { !target.layout.priors[$0].isFixed }
        for chain in 0..<chains {
            var stream = RandomStream(seed: seed, key: 9, UInt64(chain))
            var white = stream.normals(target.layout.priors.count)
            var logWeights = target.logWeights(white)
            for partition in traces.indices { traces[partition].append([]) }
            for sweep in 0..<(warmUp + draws) {
                for block in Self.blocks(target.layout, free) {
                    Self.slice(block, &white, &logWeights, target, &stream)
                }
                guard sweep >= warmUp else { continue }
                let probabilities = Self.normalised(logWeights)
                kept.append((white, probabilities))
                for partition in traces.indices { traces[partition][chain].append(probabilities[partition]) }
            }
        }
        self.model = model
        self.target = target
        self.draws = kept
        edges = target.edges
        // Partitions that nobody believes in have no say on mixing.
        mixing = MixingReport(traces: traces.filter { $0.joined().contains { $0 > 1e-3 } })
        let gaps = target.edges.count - 1
        var gapProbabilities = [[Double]](repeating: Array(repeating: 0, count: gaps), count: model.regions - 1)
        for draw in kept {
            for (partition, probability) in zip(target.partitions, draw.probabilities) {
                for (changePoint, gap) in partition.gaps.enumerated() { gapProbabilities[changePoint][gap] += probability / Double(kept.count) }
            }
        }
        self.gapProbabilities = gapProbabilities
    }

    /// The quantile of one change point, `0...1`; exact where change points do not share a gap.
    public func quantile(_ share: Double, ofChangePoint changePoint: Int) -> Double {
        var below = 0.0
        for (gap, probability) in gapProbabilities[changePoint].enumerated() where probability > 0 {
            if below + probability >= share { return edges[gap] + (share - below) / probability * (edges[gap + 1] - edges[gap]) }
            below += probability
        }
        return edges.last ?? .nan
    }

    /// One process at a time, and the noises and error rates.
    private static func blocks(_ layout: HyperParameterLayout, _ free: [Int]) -> [[Int]] {
        let processes = layout.processes.flatMap { $0.map { layout.free($0) } }
        let field = Set(layout.field)
        let rest = free.filter { index in !field.contains(index) && !processes.contains { $0.contains(index) } }
        return (processes + rest.map { [$0] }).filter { !$0.isEmpty }
    }

    private static func slice(
        _ block: [Int], _ white: inout [Double], _ logWeights: inout [Double], _ target: ChangePointTarget, _ stream: inout RandomStream
    ) {
        let ellipse = WhiteEllipse(white, block, &stream)
        let next = stream.ellipticalSlice(logDensity: logSumExp(logWeights)) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            let logWeights = target.logWeights(white)
            return ((white, logWeights), logSumExp(logWeights))
        }
        if let next { (white, logWeights) = next }
    }

    private static func normalised(_ logWeights: [Double]) -> [Double] {
        let total = logSumExp(logWeights)
        return logWeights.map { exp($0 - total) }
    }
}
