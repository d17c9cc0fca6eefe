public import Tieline

/// What people have said, in the terms of the model: kernel terms, pairs and soft labels, and where to look first.
///
/// A pure function of the statements that stand at the moment: give a new list whenever one is made or withdrawn, and apply it to the model as it was without any.
public struct HumanPriors: Sendable {
    /// What one statement has become.
    enum Meaning: Sendable {
        case interest(PhaseRegionCorrelation)
        /// The numbers of the terms, one a reading, counted from the first one here; and of a region that names a label, its number among the soft labels.
        case terms(Range<Int>, label: Int?)
        /// Which of the pairs, counted from the first one here.
        case pairs(Range<Int>)
    }

    public let priors: [Prior]
    let meanings: [Meaning]
    let terms: [KernelTerm]
    let pairs: [PairFactor]
    let labels: [(location: Condition, label: Int, certainty: Double)]
    let base: PhaseMapModel

    /// - Parameters:
    ///   - priors: Those that stand, in the order in which they were made.
    ///   - model: The one that they will be applied to; it decides what a certainty weighs.
    ///   - space: Of the campaign, where there is one: no point may lie outside.
    ///   - phases: Of each label of the model: a region that names the phases of a label is also evidence of that label.
    /// - Throws: The first statement that cannot be, with its identifier.
    public init(_ priors: [Prior], model: PhaseMapModel, space: ParameterSpace? = nil, phases: [[String]] = []) throws(PhaseMapInputError) {
        let reader = PriorReader(coordinates: model.coordinates, space: space)
        let same = SamePhaseProbability(regions: model.regions, deviation: model.field.deviation.value(white: 0))
        var meanings: [Meaning] = []
        var terms: [KernelTerm] = []
        var pairs: [PairFactor] = []
        var labels: [(location: Condition, label: Int, certainty: Double)] = []
        for prior in priors {
            let certainty = try reader.certainty(of: prior)
            switch prior.kind {
            case .regionOfInterest(let polygon): meanings.append(.interest(try reader.region(polygon, of: prior)))
            case .phaseRegion(_, let names), .phaseBall(_, _, let names):
                let (region, location) = try reader.region(of: prior)
                var named: Int?
                if let label = phases.firstIndex(where: { $0.sorted() == names.sorted() }), label < model.labelledRegions, model.labelledRegions > 1,
                    let location
                {
                    named = labels.count
                    labels.append((location, label, prior.certainty))
                }
                meanings.append(.terms(terms.count..<(terms.count + 2), label: named))
                let core = region.core(of: model.field, weight: same.weight(agreement: certainty.agreement, .oneSide))
                terms += [
                    KernelTerm(correlation: region, weight: certainty.weightPrior(.twoSides, same, readings: 2)),
                    KernelTerm(correlation: core, weight: certainty.weightPrior(.oneSide, same, readings: 2)),
                ]
            case .phaseBoundary(let points, _):
                meanings.append(.terms(terms.count..<(terms.count + 1), label: nil))
                terms.append(KernelTerm(correlation: try reader.boundary(points, of: prior), weight: certainty.weightPrior(.twoSides, same)))
            case .samePhase(let points), .differentPhase(let points):
                try reader.check(pairsOf: points, of: prior)
                let isSame = if case .samePhase = prior.kind { true } else { false }
                let probability = certainty.pairProbabilitySame(isSame: isSame, regions: model.regions)
                let linked = isSame ? (1..<points.count).map { ($0 - 1, $0) } : points.indices.flatMap { i in (0..<i).map { ($0, i) } }
                meanings.append(.pairs(pairs.count..<(pairs.count + linked.count)))
                pairs += linked.map { PairFactor(points[$0.0], points[$0.1], probabilitySame: probability) }
            }
        }
        self.priors = priors
        self.meanings = meanings
        self.terms = terms
        self.pairs = pairs
        self.labels = labels
        base = model
    }

    /// The model with everything that was said. Soft labels have a source of their own, the last one.
    public var model: PhaseMapModel {
        var result = base
        result.field.terms += terms
        result.pairs += pairs
        if !labels.isEmpty { result.sources.append(StructureSource(name: "people", errorRate: .fixed(0))) }
        return result
    }

    /// The evidence with the soft labels of named regions before it, so that a posterior can be carried on as measurements come.
    public func evidence(with measured: PhaseMapEvidence) -> PhaseMapEvidence {
        var result = measured
        let count = base.labelledRegions
        result.structure =
            labels.map { item in
                let rest = (1 - item.certainty) / Double(count - 1)
                return StructureEvidence(
                    location: item.location, probabilities: (0..<count).map { $0 == item.label ? item.certainty : rest }, source: base.sources.count)
            } + measured.structure
        return result
    }

    /// How much a condition counts in decisions: 1 inside a region of interest, or everywhere if there is none; less outside, the surer the person, but never
    /// nothing, so that a surprise can still win.
    public func interest(at condition: Condition) -> Double {
        var strongest: Double?
        for (prior, meaning) in zip(priors, meanings) {
            guard case .interest(let region) = meaning else { continue }
            if region.contains(condition) { return 1 }
            strongest = max(strongest ?? 0, prior.certainty)
        }
        guard let strongest else { return 1 }
        return 1 - (1 - Self.leastInterest) * (2 * strongest - 1)
    }

    /// Outside a region of interest whose author is certain.
    public static let leastInterest = 0.2
}
