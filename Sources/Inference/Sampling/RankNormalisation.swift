/// Normal scores of pooled ranks, `Φ⁻¹((r − 3/8)/(S + 1/4))` (Blom 1958; Vehtari et al. 2021, Bayesian Anal. 16, 667, equation 14): what R̂ is judged by where a quantity has
/// heavy tails.
public struct RankNormalisation: Sendable {
    /// Of the ranks 1, 1.5, 2, …: the mean rank of values that are equal may be a half.
    private let scores: [Double]
    private let count: Int

    /// - Parameter count: Of all draws of all chains.
    public init(count: Int) {
        self.count = count
        scores = (0..<max(2 * count - 1, 0)).map { normalQuantile((1 + 0.5 * Double($0) - 0.375) / (Double(count) + 0.25)) }
    }

    /// The larger split-R̂ of the scores and of the scores of the distances from the median, which see a chain of another width (section 4.2). `nil` for fewer than four draws a
    /// chain.
    ///
    /// - Parameter chains: One scalar, chain by chain; together as many draws as this was made for.
    public func splitRHat(_ chains: [[Double]]) -> Double? {
        let all = chains.flatMap(\.self).sorted()
        guard let median = quantile(0.5, ofSorted: all) else { return nil }
        let folded = chains.map { $0.map { abs($0 - median) } }
        let both = [chains, folded].compactMap { ChainDiagnostics(chains: normalised($0)).splitRHat }
        return both.max()
    }

    func normalised(_ chains: [[Double]]) -> [[Double]] {
        precondition(chains.reduce(0) { $0 + $1.count } == count, "there are as many draws as the scores were made for")
        let all = chains.flatMap(\.self)
        let order = all.indices.sorted { all[$0] < all[$1] }
        var result = all
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, all[order[last + 1]] == all[order[first]] { last += 1 }
            for place in first...last { result[order[place]] = scores[first + last] }
            first = last + 1
        }
        var start = 0
        return chains.map { chain in
            defer { start += chain.count }
            return Array(result[start..<(start + chain.count)])
        }
    }
}
