import Inference

/// Whether the chains of a posterior agree, judged by P(region) at every monitored point.
public struct MixingReport: Sendable, Hashable {
    /// The largest split-R̂ over monitored points and regions.
    public var worstSplitRHat: Double
    /// The smallest effective number of draws.
    public var smallestEffectiveDraws: Double
    public var chains: Int
    /// How often the draws were carried over to new evidence since the chains were compared.
    public var updatesSince = 0
    /// Above this R̂, chains disagree (Vehtari et al. 2021, Bayesian Anal. 16, 667, ask for 1.01 of summaries to be published; a live map needs less).
    public static let largestSplitRHat = 1.05

    public init(worstSplitRHat: Double, smallestEffectiveDraws: Double, chains: Int) {
        self.worstSplitRHat = worstSplitRHat
        self.smallestEffectiveDraws = smallestEffectiveDraws
        self.chains = chains
    }

    /// - Parameter traces: Quantity, chain, draw.
    public init(traces: [[[Double]]]) {
        let diagnostics = traces.map { ChainDiagnostics(chains: $0) }
        self.init(
            worstSplitRHat: diagnostics.map { $0.splitRHat ?? .infinity }.max() ?? .infinity,
            smallestEffectiveDraws: diagnostics.map(\.effectiveDraws).min() ?? 0, chains: traces.first?.count ?? 0)
    }

    /// Several chains that agree. One chain alone proves nothing.
    public var hasMixed: Bool { chains > 1 && worstSplitRHat < Self.largestSplitRHat }

    /// For a person.
    public var sentence: String {
        updatesSince == 0 ? chainSentence : chainSentence + "; \(updatesSince) updates ago"
    }

    private var chainSentence: String {
        if hasMixed { return "\(chains) chains agree (R-hat \(rounded(worstSplitRHat)), \(Int(smallestEffectiveDraws)) effective draws)" }
        if chains < 2 { return "one chain alone cannot tell whether it has mixed" }
        return "the chains have not mixed (R-hat \(rounded(worstSplitRHat))): the map is not to be trusted where they disagree"
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
