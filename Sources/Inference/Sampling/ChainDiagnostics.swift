/// Whether chains that began apart agree: split-R̂ (Gelman et al. 2013, "Bayesian Data Analysis", section 11.4) and the effective number of draws.
public struct ChainDiagnostics: Hashable, Sendable {
    /// Near 1 when the chains agree; `nil` for fewer than four draws a chain.
    public let splitRHat: Double?
    /// Draws that independent sampling would have needed, by the autocorrelations averaged over chains, cut at the first negative pair of lags `2m` and
    /// `2m + 1` (Geyer 1992, Stat. Sci. 7, 473, section 3.3); at most all of them.
    public let effectiveDraws: Double

    /// - Parameter chains: One scalar, chain by chain; chains of one length.
    public init(chains: [[Double]]) {
        let halves = chains.flatMap { chain -> [[Double]] in
            let half = chain.count / 2
            return [Array(chain[..<half]), Array(chain[half..<(2 * half)])]
        }
        let length = halves.first?.count ?? 0
        guard length >= 2 else {
            splitRHat = nil
            effectiveDraws = 0
            return
        }
        let means = halves.map { $0.reduce(0, +) / Double(length) }
        let grandMean = means.reduce(0, +) / Double(means.count)
        let between = Double(length) * means.reduce(0) { $0 + ($1 - grandMean) * ($1 - grandMean) } / Double(max(means.count - 1, 1))
        let within =
            zip(halves, means).map { half, mean in half.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(length - 1) }.reduce(0, +)
            / Double(halves.count)
        let pooled = Double(length - 1) / Double(length) * within + between / Double(length)
        // What rounding makes of the mean of equal numbers.
        let size = halves.reduce(0) { largest, half in half.reduce(largest) { max($0, abs($1)) } }
        let rounding = (Double(length) * size * .ulpOfOne) * (Double(length) * size * .ulpOfOne)
        guard within > rounding else {
            // Constant chains: they agree if they are the same constant.
            let areOne = between <= Double(length) * rounding
            splitRHat = areOne ? 1 : .infinity
            effectiveDraws = areOne ? Double(length * halves.count) : 0
            return
        }
        splitRHat = (pooled / within).squareRoot()
        effectiveDraws = Self.effective(halves, means: means, within: within, pooled: pooled)
    }

    private static func effective(_ halves: [[Double]], means: [Double], within: Double, pooled: Double) -> Double {
        let length = halves[0].count
        let total = Double(length * halves.count)
        func correlation(lag: Int) -> Double {
            var sum = 0.0
            for (half, mean) in zip(halves, means) {
                for index in 0..<(length - lag) { sum += (half[index] - mean) * (half[index + lag] - mean) }
            }
            let covariance = sum / Double(halves.count) / Double(length)
            return 1 - (within - covariance) / pooled
        }
        // Lags 0 and 1, 2 and 3, …: only these sums are positive whatever reversible chain it is. 1 + 2 Σ ρ = 2 Σ pairs − 1.
        var sumOfPairs = 0.0
        for lag in stride(from: 0, to: length - 1, by: 2) {
            let pair = (lag == 0 ? 1 : correlation(lag: lag)) + correlation(lag: lag + 1)
            if pair < 0 { break }
            sumOfPairs += pair
        }
        return total / max(1, 2 * sumOfPairs - 1)
    }
}
