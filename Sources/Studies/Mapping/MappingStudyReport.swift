import Campaigns
import SimulatedBench
public import Tieline

/// All that a study of mapping strategies found: what `tieline study --json` prints.
public struct MappingStudyReport: Sendable, Encodable {
    /// One campaign of the study.
    public struct Run: Sendable, Encodable {
        public var strategy: String
        public var seed: UInt64
        /// Measurements until two regions had been seen.
        @NullIfAbsent public var patternsToTwoRegions: Int?
        /// Measurements until so much of the map was right for the first time.
        @NullIfAbsent public var patternsToFirst90: Int?
        @NullIfAbsent public var patternsToFirst95: Int?
        /// Measurements from which on so much of the map was right to the end of the run; absent where runs end at the target.
        @NullIfAbsent public var patternsTo90: Int?
        /// To 95 %.
        @NullIfAbsent public var patternsToTarget: Int?
        /// Measurements until the best condition for the property that the campaign optimises was among them.
        @NullIfAbsent public var patternsToBest: Int?
        /// Of the beliefs that had draws, the share whose chains had not mixed when they were last compared; absent where none had.
        @NullIfAbsent public var unmixed: Double?
        /// After every measurement, the share of the map that is right.
        public var accuracies: [Double]
        /// After the last measurement; not part of the document.
        public var map: PhaseMapReport?
        /// Of measuring, believing, deciding and scoring, over the measurements.
        public var secondsPerPattern: Double

        init(_ strategy: String, seed: UInt64, _ outcome: InSilicoMapping.Outcome, endsAtTarget: Bool, seconds: Double) {
            let targets = MappingStudy.targets
            self.strategy = strategy
            self.seed = seed
            patternsToTwoRegions = outcome.measurementsToTwoRegions
            patternsToFirst90 = outcome.measurements(toAccuracy: targets[0])
            patternsToFirst95 = outcome.measurements(toAccuracy: targets[1])
            patternsTo90 = endsAtTarget ? nil : outcome.measurements(holdingAccuracy: targets[0])
            patternsToTarget = endsAtTarget ? nil : outcome.measurements(holdingAccuracy: targets[1])
            patternsToBest = outcome.measurementsToBest
            unmixed = outcome.sampledBeliefs > 0 ? Double(outcome.unmixedBeliefs) / Double(outcome.sampledBeliefs) : nil
            accuracies = outcome.accuracies
            map = outcome.map
            secondsPerPattern = seconds / Double(max(outcome.accuracies.count, 1))
        }

        private enum CodingKeys: String, CodingKey {
            case strategy, seed, patternsToTwoRegions, patternsToFirst90, patternsToFirst95, patternsTo90, patternsToTarget, patternsToBest
            case unmixed, accuracies, secondsPerPattern
        }
    }

    /// The runs of one strategy, summed up.
    public struct Summary: Sendable, Encodable {
        public var name: String
        public var runs: Int
        public var patternsToTwoRegions: StudySummary.Quartiles
        public var patternsToFirst90: StudySummary.Quartiles
        public var patternsToFirst95: StudySummary.Quartiles
        public var patternsTo90: StudySummary.Quartiles
        public var patternsToTarget: StudySummary.Quartiles
        public var patternsToBest: StudySummary.Quartiles
        /// Mean over the runs that have draws.
        @NullIfAbsent public var unmixed: Double?
        public var secondsPerPattern: Double

        init(_ name: String, _ runs: [Run]) {
            self.name = name
            self.runs = runs.count
            patternsToTwoRegions = StudySummary.Quartiles(runs.map(\.patternsToTwoRegions))
            patternsToFirst90 = StudySummary.Quartiles(runs.map(\.patternsToFirst90))
            patternsToFirst95 = StudySummary.Quartiles(runs.map(\.patternsToFirst95))
            patternsTo90 = StudySummary.Quartiles(runs.map(\.patternsTo90))
            patternsToTarget = StudySummary.Quartiles(runs.map(\.patternsToTarget))
            patternsToBest = StudySummary.Quartiles(runs.map(\.patternsToBest))
            let shares = runs.compactMap(\.unmixed)
            unmixed = shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
            secondsPerPattern = runs.reduce(0) { $0 + $1.secondsPerPattern } / Double(max(runs.count, 1))
        }
    }

    public var campaign: String
    public var bench: String
    /// Of the campaign; not part of the document.
    public var space: ParameterSpace
    /// Shares of the map.
    public var target: [Double]
    public var seeds: Int
    /// Measurements of a run, at most.
    public var patterns: Int
    /// Whether runs ended when the last target was first reached.
    public var endsAtTarget: Bool
    /// Whether the campaign optimises a property.
    public var optimises: Bool
    public var strategies: [Summary]
    /// Seed by seed, of each row with the first one of the same strategy or, without statements, with the first row.
    public var comparisons: [MappingComparison]
    public var runs: [Run]

    init(_ study: MappingStudy, runs: [Run]) {
        campaign = study.start.specification.name
        bench = study.bench.specification.name
        space = study.start.specification.space
        target = MappingStudy.targets
        seeds = study.seeds.count
        patterns = study.measurements
        endsAtTarget = study.endsAtTarget
        optimises = study.start.specification.mapping?.optimisation != nil
        self.runs = runs
        func own(_ name: String) -> [Run] { runs.filter { $0.strategy == name } }
        let arms = study.arms
        strategies = arms.map { Summary($0.name, own($0.name)) }
        comparisons = arms.dropFirst().map { arm in
            let reference = arm.statements == nil ? arms[0].name : arm.strategy.rawValue
            return MappingComparison(arm.name, own(arm.name), against: reference, own(reference), patterns: study.measurements)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case campaign, bench, target, seeds, patterns, endsAtTarget, optimises, strategies, comparisons, runs
    }
}
