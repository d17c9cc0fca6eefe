extension ProposedCondition {
    /// Why here, for a person: `the label here is expected to raise the share of the map that is right by 0.012; region 0 with 0.55, region 1 with 0.44; the best of 300, 4
    /// as good`.
    ///
    /// - Parameters:
    ///   - acquisition: That gave the scores.
    ///   - probabilities: Of the regions at the condition.
    ///   - names: Of the regions; those beyond have not been seen.
    ///   - candidates: How many there were.
    public func sentence(_ acquisition: Acquisition, probabilities: [Double], names: [String], candidates: Int) -> String {
        var parts = [acquisition.claim(score)]
        let order = probabilities.indices.sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        let likely = order.prefix(Self.namedRegions).filter { probabilities[$0] >= Self.leastNamedProbability }
        parts.append(
            likely.map { region in
                (names.indices.contains(region) ? names[region] : "a region not seen yet") + " with \(Words.number(probabilities[region]))"
            }.joined(separator: ", "))
        if interest < 1 { parts.append("outside the regions of interest, so counted \(Words.number(interest))") }
        if exclusion < Self.notableExclusion { parts.append("close to what is known, so counted \(Words.number(exclusion))") }
        if let seconds { parts.append("\(Words.number(seconds)) s away") }
        parts.append(ties > 1 ? "drawn from \(ties) of \(candidates) candidates that are as good" : "the best of \(candidates) candidates")
        return parts.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private static let namedRegions = 3
    private static let leastNamedProbability = 0.05
    private static let notableExclusion = 0.95
}

extension Acquisition {
    /// What a score of it says.
    func claim(_ score: Double) -> String {
        let number = Words.number(score)
        return switch self {
        case .accuracy: "a label here is expected to raise the share of the map that is right by \(number)"
        case .boundaryInformation: "a label here is expected to tell \(number) nats about every other label: where the boundaries run"
        case .mapInformation: "a label here is expected to tell \(number) nats about the map"
        case .entropy: "the region here is uncertain by \(number) nats"
        case .margin: "the two most probable regions here are \(Words.number(1 - score)) apart"
        case .leastConfidence: "the most probable region here is wrong with \(number)"
        case .expectedImprovement: "the property here is expected to exceed the best so far by \(number)"
        case .upperConfidenceBound: "the upper bound of the property here is \(number) above the lowest one"
        }
    }
}
