public import Campaigns
import SimulatedBench
public import Tieline

/// All that a study found: what `tieline study --json` prints and what its page shows.
public struct StudyReport: Sendable, Encodable {
    /// One campaign of the study, enough to work every number out again.
    public struct Row: Sendable, Encodable {
        public struct Truth: Sendable, Encodable {
            /// Kelvin, mole fraction of the second component in the liquid.
            public var temperature: Double
            public var composition: Double
        }

        public var strategy: String
        public var seed: UInt64
        public var truth: Truth
        @NullIfAbsent public var patternsToTarget: Int?
        /// Patterns, and why, where the strategy's own rule would have stopped.
        @NullIfAbsent public var patternsAtStop: Int?
        @NullIfAbsent public var stopReason: Decision.StopReason?
        /// After the last pattern.
        @NullIfAbsent public var estimate: InvariantEstimate?
        /// Patterns taken: fewer than asked for only if nothing was left to measure.
        public var patterns: Int
        public var temperatures: Int
        public var secondsPerPattern: Double

        init(_ strategy: StrategyName, _ run: StudyRun) {
            self.strategy = strategy.rawValue
            seed = run.seed
            truth = Truth(temperature: run.truth.temperature, composition: run.truth.composition)
            patternsToTarget = run.patternsToTarget
            patternsAtStop = run.patternsAtStop
            stopReason = run.stopReason
            estimate = run.estimates.last
            patterns = run.visited.count
            temperatures = run.temperatures
            secondsPerPattern = run.secondsPerPattern
        }
    }

    public var campaign: String
    /// `bench`, `prior` or `beyond`.
    public var truths: String
    /// Whether the campaign's belief had the terms of `theory.discrepancy`; `null` if the campaign names none.
    @NullIfAbsent public var usesDiscrepancy: Bool?
    public var target: TargetSpecification
    /// Of the campaign; the published loop and the one without theory use presence whatever it says.
    public var evidence: EvidenceUse
    public var bench: String
    /// Seeds 1 to this.
    public var seeds: Int
    /// Of every run.
    public var patterns: Int
    public let results: [Study.Result]
    public let strategies: [StudySummary]
    /// Every further strategy against the first.
    public let comparisons: [StudyComparison]

    public init(_ study: Study, _ results: [Study.Result]) {
        campaign = study.start.specification.name
        truths = study.truths.name
        usesDiscrepancy = study.start.specification.theory.discrepancy.isEmpty ? nil : !study.ignoresDiscrepancy
        target = study.start.specification.target
        evidence = study.start.specification.evidence
        bench = study.bench.specification.name
        seeds = study.seeds.count
        patterns = study.patterns
        self.results = results
        strategies = results.map(\.summary)
        comparisons = results.dropFirst().map { StudyComparison($0, against: results[0]) }
    }

    public var runs: [Row] { results.flatMap { result in result.runs.map { Row(result.strategy, $0) } } }

    private enum Key: String, CodingKey {
        case campaign, bench, truths, usesDiscrepancy, target, evidence, seeds, patterns, strategies, comparisons, runs
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(campaign, forKey: .campaign)
        try container.encode(bench, forKey: .bench)
        try container.encode(truths, forKey: .truths)
        try container.encode(_usesDiscrepancy, forKey: .usesDiscrepancy)
        try container.encode(target, forKey: .target)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(seeds, forKey: .seeds)
        try container.encode(patterns, forKey: .patterns)
        try container.encode(strategies, forKey: .strategies)
        try container.encode(comparisons, forKey: .comparisons)
        try container.encode(runs, forKey: .runs)
    }
}
