import Testing

/// Where truths drawn from the prior stand among the draws of their posteriors: anywhere alike, if these are right (Talts et al. 2018, arXiv:1804.06788).
struct RankHistograms {
    private let draws: Int
    /// Quantity, bin.
    private var counts: [[Int]]

    private static let bins = 4
    /// The 99.9 % quantile of chi-squared with three degrees of freedom.
    private static let largestChiSquared = 16.27

    init(quantities: Int, draws: Int) {
        self.draws = draws
        counts = Array(repeating: Array(repeating: 0, count: Self.bins), count: quantities)
    }

    /// - Parameter ranks: Of one truth, one a quantity: how many draws lie below it, `0...draws`.
    mutating func add(_ ranks: [Int]) {
        for (quantity, rank) in ranks.enumerated() { counts[quantity][rank * Self.bins / (draws + 1)] += 1 }
    }

    func expectUniform(sourceLocation: SourceLocation = #_sourceLocation) {
        for count in counts {
            let wanted = Double(count.reduce(0, +)) / Double(Self.bins)
            let chiSquared = count.reduce(0) { $0 + (Double($1) - wanted) * (Double($1) - wanted) / wanted }
            #expect(chiSquared < Self.largestChiSquared, "\(count)", sourceLocation: sourceLocation)
        }
    }
}
