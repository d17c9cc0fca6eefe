public import Campaigns
public import SimulatedBench
public import Tieline

/// Strategies compared over many seeds, each against the same truths, benches and noise.
///
/// A run ignores its strategy's stop rule and goes on to ``patterns``, so that runs can be compared at every number of patterns.
public struct Study: Sendable {
    public var start: CampaignStart
    /// Its specification and hidden film; every run has a bench of its own seed.
    public var bench: FilmBench
    public var strategies: [StrategyName]
    public var seeds: ClosedRange<UInt64>
    public var truths: TruthSource
    /// The paper's own run took 66.
    public var patterns = 66
    /// Whether the strategies do without the terms of `theory.discrepancy`, to see what those are worth.
    public var ignoresDiscrepancy = false

    /// - Parameter strategies: Each once; the others are compared with the first.
    public init(
        _ start: CampaignStart, bench: FilmBench, strategies: [StrategyName], seeds: ClosedRange<UInt64>, truths: TruthSource = .bench
    ) {
        self.start = start
        self.bench = bench
        self.strategies = strategies
        self.seeds = seeds
        self.truths = truths
    }

    public struct Result: Sendable {
        public var strategy: StrategyName
        /// In the order of the seeds.
        public var runs: [StudyRun]
        public var summary: StudySummary { StudySummary(strategy.rawValue, runs) }

        public init(strategy: StrategyName, runs: [StudyRun]) {
            self.strategy = strategy
            self.runs = runs
        }
    }

    /// - Parameters:
    ///   - workers: Runs at the same time, at least 1.
    ///   - clock: Measures what a pattern costs.
    ///   - onRun: Called after every run.
    public func results(
        workers: Int, clock: some Clock<Duration>, onRun: @escaping @Sendable (StrategyName, StudyRun) -> Void = { _, _ in }
    ) async throws -> [Result] {
        let maker = try TruthMaker(truths, start: start, bench: bench)
        let tasks = strategies.flatMap { strategy in seeds.map { (strategy: strategy, seed: $0) } }
        let runs = try await tasks.map(workers: workers, onResult: { onRun($0.strategy, $1) }) { task in
            try run(task.strategy, seed: task.seed, maker, clock)
        }
        return strategies.map { strategy in
            Result(strategy: strategy, runs: zip(tasks, runs).filter { $0.0.strategy == strategy }.map(\.1))
        }
    }

    private func run(_ strategy: StrategyName, seed: UInt64, _ maker: TruthMaker, _ clock: some Clock<Duration>) throws -> StudyRun {
        let truth = try maker.truth(seed: seed)
        var start = start
        start.specification.seed = seed
        start.specification.strategy = strategy
        if ignoresDiscrepancy { start.specification.theory.discrepancy = [] }
        start.specification.budget.patterns = max(start.specification.budget.patterns, patterns)
        let campaign = InSilicoCampaign(start, bench: FilmBench(bench.specification, truth: truth.film, seed: seed))
        var outcome: InSilicoCampaign.Outcome?
        let duration = try clock.measure { outcome = try campaign.run(patterns: patterns) }
        let history = outcome?.history ?? []
        return StudyRun(
            seed: seed, truth: (truth.temperature, truth.composition), estimates: history,
            visited: outcome?.conditions.map { $0[1] } ?? [], patternsAtStop: outcome?.patternsAtStop, stopReason: outcome?.reasonAtStop,
            secondsPerPattern: duration.inSeconds / Double(max(history.count, 1)))
    }
}
