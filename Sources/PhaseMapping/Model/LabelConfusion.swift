#if canImport(Glibc)
    import Glibc
#endif

/// What a source says of a location in each region: `P(label l | region r) = (1 − ε) [l = r] + ε w_rl`, where `w_r` says on which labels errors fall (Dawid and Skene 1979,
/// J. R. Stat. Soc. C 28, 20, with the confusion drawn from a prior).
struct LabelConfusion: Sendable, Hashable {
    let errorRate: Double
    /// Of all sources, and those that this one can give.
    private let labels: Int
    private let own: [Int]
    /// `regions × labels`, rows sum to one; empty where errors fall on all labels alike.
    private let errors: [Double]

    init(errorRate: Double, labels: Int, own: [Int]? = nil, errors: [Double] = []) {
        self.errorRate = errorRate
        self.labels = labels
        self.own = own ?? Array(0..<labels)
        self.errors = errors
    }

    /// `log p(what was said | region)` of probabilities of the labels, which may be followed by zeros.
    func logLikelihood(_ probabilities: [Double], region: Int) -> Double {
        guard !errors.isEmpty else { return log((1 - errorRate) * probabilities[region] + errorRate / Double(max(own.count, 1))) }
        var wrong = 0.0
        for label in 0..<labels { wrong += errors[region * labels + label] * probabilities[label] }
        return log((1 - errorRate) * probabilities[region] + errorRate * wrong)
    }

    /// A label of a location in a region, by its number.
    func probability(label: Int, region: Int) -> Double {
        let wrong = errors.isEmpty ? (own.contains(label) ? 1 / Double(own.count) : 0) : errors[region * labels + label]
        return (1 - errorRate) * (label == region ? 1 : 0) + errorRate * wrong
    }
}

extension HyperParameterLayout {
    /// One a source.
    /// - Parameter least: No source errs less often.
    func confusions(_ model: PhaseMapModel, _ white: [Double], atLeast least: Double = 0) -> [LabelConfusion] {
        model.sources.indices.map { source in
            let labels = model.labelledRegions
            let errorRate = max(value(errorRates[source], white), least)
            let own = model.sources[source].labels
            guard !confusions[source].isEmpty else { return LabelConfusion(errorRate: errorRate, labels: labels, own: own) }
            var errors: [Double] = []
            for region in 0..<model.regions {
                let start = confusions[source].lowerBound + region * labels
                let weights = (0..<labels).map { label in
                    own?.contains(label) == false ? 0 : exp(model.sources[source].unevenness * white[start + label])
                }
                let total = weights.reduce(0, +)
                errors += weights.map { $0 / total }
            }
            return LabelConfusion(errorRate: errorRate, labels: labels, own: own, errors: errors)
        }
    }
}

extension PhaseMapModel {
    /// For what takes every source's errors to fall on all labels alike.
    func requireEvenSources(_ what: String) throws(PhaseMapInputError) {
        for source in sources where source.unevenness > 0 {
            throw PhaseMapInputError(
                field: "model.sources.\(source.name).unevenness", message: "\(what) learns no confusion",
                remedy: "Use PhaseMapSampler, or give the source an unevenness of 0")
        }
    }
}
