import Inference
public import Tieline

extension AmaseStrategy {
    /// Temperatures at which the bands of a report are drawn.
    private static let bandTemperatures = 61
    /// Draws behind a band: 5 % and 95 % of fewer would be single draws.
    private static let bandDraws = 80

    public func summary() throws -> BeliefSummary {
        let model = model
        return BeliefSummary(
            boundaries: bands(model),
            wanted: zip(specification.target.boundaries, boundaries).map(CampaignReport.WantedBoundary.init(target:estimate:)),
            parameters: parameters(), phases: observations.map { phases(at: $0, model) }, gridPatterns: gridPatterns,
            warnings: warnings())
    }

    /// As finely as the campaign's own boundaries are wanted: every 10 K, as the grid that the published loop was compared with,
    /// by every precision of composition over the window.
    private var gridPatterns: Int {
        let axes = specification.space.axes
        let columns = (axes[0].maximum - axes[0].minimum) / specification.target.moleFraction
        return Int(columns.rounded(.up)) * Int(((axes[1].maximum - axes[1].minimum) / 10).rounded(.up))
    }

    private func warnings() -> [String] {
        let target = specification.target
        var warnings: [String] = []
        if !posterior.isReliable {
            warnings.append(
                "The sampler is not at rest (drift \(fixed(posterior.drift, 2)) standard deviations, memory \(fixed(posterior.memory, 2)), \(fixed(posterior.weights.effectiveCount, 0)) effective draws): do not trust the standard deviations."
            )
        }
        if shareWithout > 0.01 {
            warnings.append("In \(fixed(100 * shareWithout, 0)) % of the posterior there is no \(target.invariant) of these phases.")
        }
        let unused = priors.filter { prior in
            if case .regionOfInterest = prior.kind { return false }
            return statement(prior) == nil
        }
        for prior in unused { warnings.append("The statement \(prior.identifier) could not be used by this strategy.") }
        let draws = equallyWeighted.map(\.z)
        warnings += TheoryMisfit(specification.theory, draws: draws)?.sentences ?? []
        return warnings
    }

    var equallyWeighted: [DiagramPosterior.Draw] {
        var stream = RandomStream(seed: specification.seed, key: DiagramSampling.resamplingStream, UInt64(observations.count), .max - 1)
        return posterior.weights.resampled(&stream).map { posterior.draws[$0] }
    }

    private func parameters() -> [CampaignReport.Parameter] {
        let weights = posterior.weights.normalised
        return specification.theory.moving.enumerated().map { index, free in
            let moments = weightedMoments(posterior.draws.map { $0.z[index] * free.standardDeviation }, weights: weights)
            return CampaignReport.Parameter(
                name: free.parameter, priorStandardDeviation: free.standardDeviation,
                shift: Estimate(moments.mean, standardDeviation: moments.standardDeviation))
        }
    }

    /// The phases that most of the posterior has at an observation's condition.
    private func phases(at observation: PatternObservation, _ model: DiagramModel) -> String {
        guard let group = model.temperatures.firstIndex(of: observation.setKelvin) else { return "" }
        var votes: [(phases: [Int], weight: Double)] = []
        // A draw that turned out impossible keeps the fields that it had.
        for (draw, weight) in zip(posterior.draws, posterior.weights.normalised) where weight > 0 && group < draw.fields.count {
            let phases = draw.fields[group].phases(atMoleFraction: observation.x)
            if let index = votes.firstIndex(where: { $0.phases == phases }) { votes[index].weight += weight } else { votes.append((phases, weight)) }
        }
        return votes.max { $0.weight < $1.weight }?.phases.map { theory.phases[$0] }.joined(separator: " + ") ?? ""
    }

    /// So bands near the invariant are those of a known temperature of it; its own scatter is that of the estimate, and not shown twice.
    ///
    /// The draws' invariants scatter, and a median of curves that end at different temperatures has ragged ends: near the invariant every draw's own
    /// distance from its own invariant counts, which the taper takes back to plain temperature so many standard deviations away.
    private static let taper = 10.0
    /// On either side of the invariant, kelvin: where the curves meet in it.
    private static let nearest = 1e-3

    private func bands(_ model: DiagramModel) -> [CampaignReport.Boundary] {
        let axis = specification.space.axes[1]
        let all = equallyWeighted
        let stride = max(1, all.count / Self.bandDraws)
        let draws = Swift.stride(from: 0, to: all.count, by: stride).map { all[$0] }
        let theories = draws.map { model.theory.shifted(model.shifts($0.z)) }
        var temperatures = (0..<Self.bandTemperatures).map {
            axis.minimum + (axis.maximum - axis.minimum) * Double($0) / Double(Self.bandTemperatures - 1)
        }
        let estimate = invariant?.temperature
        if let estimate { temperatures += [estimate.value - Self.nearest, estimate.value + Self.nearest].filter(axis.contains) }
        var bands = BoundaryBands(draws: draws.count, phases: theory.phases)
        for kelvin in temperatures.sorted() {
            let fields = zip(draws, theories).compactMap { draw, theory -> IsothermalField? in
                guard let estimate, let own = draw.targets.invariant?.temperature else { return theory.field(atKelvin: kelvin) }
                let distance = abs(kelvin - estimate.value) / (Self.taper * max(estimate.standardDeviation, Self.nearest))
                return theory.field(atKelvin: kelvin + max(0, 1 - distance) * (own - estimate.value))
            }
            bands.add(fields, atKelvin: kelvin)
        }
        return bands.boundaries
    }
}

/// Collects the ends of fields, temperature by temperature: a boundary is drawn where at least half of the draws have it, and ends where they do not.
private struct BoundaryBands {
    private struct Key: Hashable, Comparable {
        var lower, upper: String
        var isUpper: Bool

        /// The phase whose composition it is, then its partner.
        var name: String {
            let (one, two) = lower == upper ? ("\(lower)#1", "\(upper)#2") : (lower, upper)
            return isUpper ? "\(two)/\(one)" : "\(one)/\(two)"
        }

        static func < (left: Key, right: Key) -> Bool {
            (left.lower, left.upper, left.isUpper ? 1 : 0) < (right.lower, right.upper, right.isUpper ? 1 : 0)
        }
    }

    private let draws: Int
    private let phases: [String]
    /// Mole fraction.
    private static let jump = 0.05
    private var open: [Key: CampaignReport.Boundary] = [:]
    private var closed: [CampaignReport.Boundary] = []

    init(draws: Int, phases: [String]) {
        self.draws = draws
        self.phases = phases
    }

    mutating func add(_ fields: [IsothermalField], atKelvin kelvin: Double) {
        var ends: [Key: [Double]] = [:]
        for span in fields.flatMap(\.spans) {
            ends[Key(lower: phases[span.lowerPhase], upper: phases[span.upperPhase], isUpper: false), default: []].append(span.lower)
            ends[Key(lower: phases[span.lowerPhase], upper: phases[span.upperPhase], isUpper: true), default: []].append(span.upper)
        }
        let drawn = ends.filter { 2 * $0.value.count >= draws }
        let hasChanged = Set(drawn.keys) != Set(open.keys)
        for key in open.keys.sorted() where drawn[key] == nil { open.removeValue(forKey: key).map { closed.append($0) } }
        for key in drawn.keys.sorted() {
            let sorted = (drawn[key] ?? []).sorted()
            guard let median = quantile(0.5, ofSorted: sorted), let lower = quantile(0.05, ofSorted: sorted),
                let upper = quantile(0.95, ofSorted: sorted)
            else { continue }
            // Two fields of the same phases on either side of an invariant are two curves.
            if hasChanged, let last = open[key]?.median.last, abs(last - median) > Self.jump {
                open.removeValue(forKey: key).map { closed.append($0) }
            }
            var boundary = open[key] ?? CampaignReport.Boundary(name: key.name, temperatures: [], median: [], lower: [], upper: [])
            boundary.temperatures.append(kelvin)
            boundary.median.append(median)
            boundary.lower.append(lower)
            boundary.upper.append(upper)
            open[key] = boundary
        }
    }

    var boundaries: [CampaignReport.Boundary] { closed + open.keys.sorted().compactMap { open[$0] } }
}
