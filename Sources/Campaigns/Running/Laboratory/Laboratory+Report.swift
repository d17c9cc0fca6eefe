import Journal
public import Tieline

extension Laboratory {
    public func report(of campaign: String) async throws -> CampaignReport { try await runner(campaign).report() }
}

extension CampaignRunner {
    /// All that the campaign has to show, from the journal and a belief that has seen all of it.
    func report() async throws -> CampaignReport {
        let belief = try await beliefForReport()
        let history = history
        let summary = try await Self.summary(of: belief)
        let points = plan.film.map { plan in
            history.measurements.enumerated().map { index, measurement in
                CampaignReport.Point(
                    number: measurement.number, x: plan.moleFraction(of: measurement.condition), temperature: plan.kelvin(of: measurement.condition),
                    evidence: measurement.evidence, phases: index < summary.phases.count ? summary.phases[index] : "", reason: history.reasons[index])
            }
        }
        var status = board.status
        status.invariant = belief.invariant ?? status.invariant
        status.map = belief.mapProgress ?? status.map
        return CampaignReport(
            status: status, specification: specification, parameterSet: history.start.parameterSet, points: points ?? [],
            boundaries: summary.boundaries, wanted: summary.wanted, history: Self.estimates(history, latest: belief.invariant),
            parameters: summary.parameters, priors: history.priors,
            lastPattern: history.measurements.isEmpty ? nil : try await services.journal.pattern(of: name, number: history.measurements.count),
            gridPatterns: summary.gridPatterns, warnings: summary.warnings,
            map: summary.map.map { Self.map($0, with: history, latest: belief.mapProgress) })
    }

    /// A report travels in one message; a figure shows no more.
    private static let reportedPlaces = 20_000

    /// The strategy's map, with what only the journal knows: which measurement each sample was, why it was made, and what was known at each decision.
    private static func map(_ map: PhaseMapReport, with history: CampaignHistory, latest: MapProgress?) -> PhaseMapReport {
        var map = map.thinned(to: reportedPlaces)
        // Labels from before the campaign come first.
        let before = map.samples.count - history.measurements.count
        for (index, measurement) in history.measurements.enumerated() where before >= 0 {
            map.samples[before + index].number = measurement.number
            map.samples[before + index].reason = history.reasons[index]
        }
        func add(_ measurements: Int, _ progress: MapProgress) {
            if map.history.last?.measurements == measurements { map.history.removeLast() }
            map.history.append(.init(measurements: measurements, progress: progress))
        }
        for record in history.decisions {
            if let progress = record.decision.map { add(record.patterns, progress) }
        }
        if let latest { add(history.measurements.count, latest) }
        return map
    }

    /// The estimate after each pattern: the last that was decided with, for each count of patterns, and the present one.
    private static func estimates(_ history: CampaignHistory, latest: InvariantEstimate?) -> [CampaignReport.HistoryEntry] {
        var entries: [CampaignReport.HistoryEntry] = []
        func add(_ patterns: Int, _ invariant: InvariantEstimate) {
            if entries.last?.patterns == patterns { entries.removeLast() }
            entries.append(.init(patterns: patterns, invariant: invariant))
        }
        for record in history.decisions {
            if let invariant = record.decision.invariant { add(record.patterns, invariant) }
        }
        if let latest { add(history.measurements.count, latest) }
        return entries
    }

    private static nonisolated func summary(of belief: any Strategy) async throws -> BeliefSummary { try belief.summary() }
}

extension PhaseMapReport {
    /// The map at evenly spaced conditions of the pool, at most `count` of them.
    fileprivate func thinned(to count: Int) -> PhaseMapReport {
        let step = (points.count + count - 1) / max(count, 1)
        guard step > 1 else { return self }
        var map = self
        let kept = Array(stride(from: 0, to: points.count, by: step))
        map.points = kept.map { points[$0] }
        for index in properties.indices { map.properties[index].estimates = kept.map { properties[index].estimates[$0] } }
        return map
    }
}
