import Inference

/// Whether the chains of a posterior agree, judged by P(region) at every measured point and at some places between them.
public struct MixingReport: Sendable, Hashable {
    /// The largest split-R̂ over monitored points and regions: of the probabilities themselves, and of their ranks, folded and not (``RankNormalisation``).
    public var worstSplitRHat: Double
    /// Likewise over the log likelihood and the log lengths of the fields, which no map shows but which every map hangs on; 1 where nothing was monitored.
    public var worstParameterRHat: Double
    /// The smallest effective number of draws of P(region).
    public var smallestEffectiveDraws: Double
    public var chains: Int
    /// How often the draws were carried over to new evidence since the chains were compared.
    public var updatesSince = 0
    /// Above this R̂, chains disagree (Vehtari et al. 2021, Bayesian Anal. 16, 667, ask for 1.01 of summaries to be published; a live map needs less).
    public static let largestSplitRHat = 1.05

    public init(worstSplitRHat: Double, smallestEffectiveDraws: Double, chains: Int, worstParameterRHat: Double = 1) {
        self.worstSplitRHat = worstSplitRHat
        self.worstParameterRHat = worstParameterRHat
        self.smallestEffectiveDraws = smallestEffectiveDraws
        self.chains = chains
    }

    /// - Parameters:
    ///   - traces: P(region): quantity, chain, draw.
    ///   - parameters: Of parameters, likewise.
    public init(traces: [[[Double]]], parameters: [[[Double]]] = []) {
        let ranks = RankNormalisation(count: (traces.first ?? parameters.first ?? []).reduce(0) { $0 + $1.count })
        func worst(_ traces: [[[Double]]]) -> Double {
            traces.map { max(ChainDiagnostics(chains: $0).splitRHat ?? .infinity, ranks.splitRHat($0) ?? .infinity) }.max() ?? .infinity
        }
        self.init(
            worstSplitRHat: worst(traces), smallestEffectiveDraws: traces.map { ChainDiagnostics(chains: $0).effectiveDraws }.min() ?? 0,
            chains: traces.first?.count ?? 0, worstParameterRHat: parameters.isEmpty ? 1 : worst(parameters))
    }

    /// Several chains that agree on the map. One chain alone proves nothing.
    public var hasMixed: Bool { chains > 1 && worstSplitRHat < Self.largestSplitRHat }

    /// For a person.
    public var sentence: String {
        updatesSince == 0 ? chainSentence : chainSentence + "; \(updatesSince) updates ago"
    }

    private var chainSentence: String {
        if hasMixed {
            let map = "\(chains) chains agree (R-hat \(rounded(worstSplitRHat)), \(Int(smallestEffectiveDraws)) effective draws)"
            return worstParameterRHat < Self.largestSplitRHat
                ? map : map + ", though not yet on how rough the map is (R-hat \(rounded(worstParameterRHat)))"
        }
        if chains < 2 { return "one chain alone cannot tell whether it has mixed" }
        return "the chains have not mixed (R-hat \(rounded(worstSplitRHat))): the map is not to be trusted where they disagree"
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
