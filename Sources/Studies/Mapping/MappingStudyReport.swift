public import Tieline

/// All that a study of mapping strategies found: what `tieline study --json` prints.
public struct MappingStudyReport: Sendable, Encodable {
    /// One campaign of the study.
    public struct Run: Sendable, Encodable {
        public var strategy: String
        public var seed: UInt64
        /// Measurements until two regions had been seen.
        @NullIfAbsent public var patternsToTwoRegions: Int?
        @NullIfAbsent public var patternsTo90: Int?
        /// To 95 %.
        @NullIfAbsent public var patternsToTarget: Int?
        /// After every measurement, the share of the map that is right.
        public var accuracies: [Double]
        /// After the last measurement; not part of the document.
        public var map: PhaseMapReport?
        /// Of measuring, believing, deciding and scoring, over the measurements.
        public var secondsPerPattern: Double

        public init(_ strategy: StrategyName, seed: UInt64, _ outcome: InSilicoMapping.Outcome, seconds: Double) {
            self.strategy = strategy.rawValue
            self.seed = seed
            patternsToTwoRegions = outcome.measurementsToTwoRegions
            patternsTo90 = outcome.measurements(toAccuracy: MappingStudy.targets[0])
            patternsToTarget = outcome.measurements(toAccuracy: MappingStudy.targets[1])
            accuracies = outcome.accuracies
            map = outcome.map
            secondsPerPattern = seconds / Double(max(outcome.accuracies.count, 1))
        }

        private enum Key: String, CodingKey {
            case strategy, seed, patternsToTwoRegions, patternsTo90, patternsToTarget, accuracies, secondsPerPattern
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(strategy, forKey: .strategy)
            try container.encode(seed, forKey: .seed)
            try container.encode(_patternsToTwoRegions, forKey: .patternsToTwoRegions)
            try container.encode(_patternsTo90, forKey: .patternsTo90)
            try container.encode(_patternsToTarget, forKey: .patternsToTarget)
            try container.encode(accuracies, forKey: .accuracies)
            try container.encode(secondsPerPattern, forKey: .secondsPerPattern)
        }
    }

    /// The runs of one strategy, summed up.
    public struct Summary: Sendable, Encodable {
        public var name: String
        public var runs: Int
        public var patternsToTwoRegions: StudySummary.Quartiles
        public var patternsTo90: StudySummary.Quartiles
        public var patternsToTarget: StudySummary.Quartiles
        public var secondsPerPattern: Double

        init(_ name: StrategyName, _ runs: [Run]) {
            self.name = name.rawValue
            self.runs = runs.count
            patternsToTwoRegions = StudySummary.Quartiles(runs.map(\.patternsToTwoRegions))
            patternsTo90 = StudySummary.Quartiles(runs.map(\.patternsTo90))
            patternsToTarget = StudySummary.Quartiles(runs.map(\.patternsToTarget))
            secondsPerPattern = runs.reduce(0) { $0 + $1.secondsPerPattern } / Double(max(runs.count, 1))
        }
    }

    public var campaign: String
    public var bench: String
    /// Of the campaign; not part of the document.
    public var space: ParameterSpace
    /// Shares of the map; the last one is ``Run/patternsToTarget``'s.
    public var target: [Double] { MappingStudy.targets }
    public var seeds: Int
    /// Measurements that a run makes if it never reaches the last target.
    public var patterns: Int
    public var strategies: [Summary]
    public var runs: [Run]

    init(
        campaign: String, bench: String, space: ParameterSpace, seeds: Int, measurements: Int, strategies: [StrategyName], runs: [Run]
    ) {
        self.campaign = campaign
        self.bench = bench
        self.space = space
        self.seeds = seeds
        patterns = measurements
        self.strategies = strategies.map { strategy in Summary(strategy, runs.filter { $0.strategy == strategy.rawValue }) }
        self.runs = runs
    }

    private enum Key: String, CodingKey { case campaign, bench, target, seeds, patterns, strategies, runs }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(campaign, forKey: .campaign)
        try container.encode(bench, forKey: .bench)
        try container.encode(target, forKey: .target)
        try container.encode(seeds, forKey: .seeds)
        try container.encode(patterns, forKey: .patterns)
        try container.encode(strategies, forKey: .strategies)
        try container.encode(runs, forKey: .runs)
    }
}

extension StudyTable {
    public static let mappingHead = [
        Head("strategy"), Head("to 90 % (quartiles)"), Head("to 95 % (quartiles)"), Head("two regions seen"), Head("a measurement"),
    ]

    public static func cells(_ summary: MappingStudyReport.Summary) -> [String] {
        [
            summary.name, quartiles(summary.patternsTo90), quartiles(summary.patternsToTarget), quartiles(summary.patternsToTwoRegions),
            "\(fixed(1000 * summary.secondsPerPattern, 0)) ms",
        ]
    }
}
