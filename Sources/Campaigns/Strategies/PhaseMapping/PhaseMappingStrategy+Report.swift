import PhaseMapping
public import Tieline

extension PhaseMappingStrategy {
    public func predictedRegions() throws -> [Int] { belief?.prediction.mostProbableRegions ?? evidence.pool.map { _ in 0 } }

    public func verdict(on measurement: Measurement) -> String { evidence.verdict(on: measurement) }

    public var mapProgress: MapProgress? {
        evidence.progress(expectedAccuracy: belief?.expectedAccuracy, isReliable: isReliable)
    }

    /// Whether chains agree; never of one mode alone, which cannot tell of others.
    private var isReliable: Bool { belief == nil || hasMixed == true }

    /// The labels, then the regions that no label speaks of.
    var regionNames: [String] {
        let unseen = evidence.mapping.unseenRegions
        return evidence.regions + (0..<unseen).map { unseen == 1 ? "unnamed region" : "unnamed region \($0 + 1)" }
    }

    public func summary() throws -> BeliefSummary {
        let names = regionNames
        let points = evidence.pool.enumerated().map { index, condition in
            PhaseMapReport.Point(
                condition: condition,
                probabilities: names.indices.map { belief?.prediction.probability(point: index, region: $0) ?? 1 / Double(names.count) })
        }
        let map = PhaseMapReport(
            regions: names, unseenRegions: names.indices.filter { !evidence.namedRegions.contains($0) }, points: points, samples: evidence.samples,
            properties: try properties(), judgements: judgements, next: try choice().map { evidence.pool[$0.place] }, isReliable: isReliable)
        return BeliefSummary(
            phases: evidence.observations.suffix(evidence.measurementCount).map { $0.region.map { names[$0] } ?? "" },
            gridPatterns: evidence.pool.count, warnings: belief?.warnings(priors) ?? [], map: map)
    }

    private var judgements: [PhaseMapReport.Judgement] {
        guard let belief, let draws = belief.posterior.draws else { return [] }
        return zip(priors, belief.statements.diagnoses(draws)).map { prior, diagnosis in
            let isTrusted = diagnosis.verdict != .untrusted
            return .init(
                prior: prior.identifier, evidence: isTrusted ? diagnosis.evidence : nil,
                deservedCertainty: isTrusted ? diagnosis.deservedCertainty : nil, sentence: diagnosis.sentence(prior))
        }
    }

    /// A posterior of its own: the loop believes of properties only while it optimises one.
    private func properties() throws -> [PhaseMapReport.Property] {
        guard let belief, !evidence.mapping.properties.isEmpty else { return [] }
        let prediction = try posteriorWithProperties(belief).prediction(at: evidence.pool, isMapOnly: false)
        return zip(evidence.mapping.properties, prediction.properties).map { source, prediction in
            PhaseMapReport.Property(
                name: source.name, unit: source.unit,
                estimates: zip(prediction.means, prediction.variances).map { Estimate($0, standardDeviation: max($1, 0).squareRoot()) })
        }
    }
}
