import Inference

/// Two rows of a mapping study on the same seeds: which of them needs fewer measurements until so much of the map is right for the first time.
public struct MappingComparison: Sendable, Encodable, Equatable {
    /// At one share of the map.
    public struct Difference: Sendable, Encodable, Equatable {
        /// Seeds with fewer, more and as many measurements; never getting there counts as infinitely many.
        public var wins: Int
        public var losses: Int
        public var ties: Int
        /// Of the exact two-sided sign test, ties left out: how often a fair coin gives so uneven a split.
        public var signTest: Double
        /// By how much larger the median and the mean are, as a share; a run that never gets there counts with all its measurements.
        public var medianIncrease: Double
        public var meanIncrease: Double

        init(_ pairs: [(own: Int?, other: Int?)], patterns: Int) {
            let test = SignTest(pairs.map { ($0.own.map(Double.init) ?? .infinity, $0.other.map(Double.init) ?? .infinity) })
            wins = test.wins
            losses = test.losses
            ties = test.ties
            signTest = test.twoSidedProbability
            func median(_ values: [Int?]) -> Double { quantile(0.5, ofSorted: values.map { Double($0 ?? patterns) }.sorted()) ?? .nan }
            func sum(_ values: [Int?]) -> Double { values.reduce(0) { $0 + Double($1 ?? patterns) } }
            medianIncrease = median(pairs.map(\.own)) / median(pairs.map(\.other)) - 1
            meanIncrease = sum(pairs.map(\.own)) / sum(pairs.map(\.other)) - 1
        }
    }

    public var name: String
    public var against: String
    public var to90: Difference
    public var to95: Difference

    /// - Parameter patterns: Of a run, at most.
    init(_ name: String, _ runs: [MappingStudyReport.Run], against: String, _ others: [MappingStudyReport.Run], patterns: Int) {
        self.name = name
        self.against = against
        let bySeed = Dictionary(others.map { ($0.seed, $0) }) { first, _ in first }
        let pairs = runs.compactMap { run in bySeed[run.seed].map { (run, $0) } }
        to90 = Difference(pairs.map { ($0.0.patternsToFirst90, $0.1.patternsToFirst90) }, patterns: patterns)
        to95 = Difference(pairs.map { ($0.0.patternsToFirst95, $0.1.patternsToFirst95) }, patterns: patterns)
    }
}
