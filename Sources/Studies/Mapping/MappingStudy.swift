public import Campaigns
public import SimulatedBench
public import Tieline

/// Strategies that map phases, and what people say before it, compared over many seeds: how many measurements until so much of the map is right.
///
/// A seed decides the hidden properties, their noise, and where a campaign begins.
public struct MappingStudy: Sendable {
    public var start: CampaignStart
    public var bench: MapBench
    public var strategies: [StrategyName]
    /// Each is given to every strategy that takes statements, in place of the campaign's own.
    public var statements: [StatementSet] = []
    public var seeds: ClosedRange<UInt64>
    /// Of every run.
    public var measurements = 300
    /// A run ends as soon as the last of ``targets`` is reached: cheaper, and nothing is known of what holds to the end.
    public var endsAtTarget = false
    /// Rising shares of the map.
    public static let targets = [0.90, 0.95]

    public init(_ start: CampaignStart, bench: MapBench, strategies: [StrategyName], seeds: ClosedRange<UInt64>) {
        self.start = start
        self.bench = bench
        self.strategies = strategies
        self.seeds = seeds
    }

    /// What is compared.
    struct Arm: Sendable {
        var strategy: StrategyName
        var statements: StatementSet?

        var name: String { strategy.rawValue + (statements.map { ": " + $0.name } ?? "") }
    }

    /// Every strategy without statements, then with each set.
    var arms: [Arm] {
        strategies.flatMap { strategy in
            [Arm(strategy: strategy)] + (strategy.takesStatements ? statements : []).map { Arm(strategy: strategy, statements: $0) }
        }
    }

    /// - Parameters:
    ///   - workers: Runs at the same time, at least 1.
    ///   - clock: Measures what a measurement costs.
    ///   - onRun: Called after every run.
    public func report(
        workers: Int, clock: some Clock<Duration>, onRun: @escaping @Sendable (MappingStudyReport.Run) -> Void = { _ in }
    ) async throws -> MappingStudyReport {
        let tasks = arms.flatMap { arm in seeds.map { (arm: arm, seed: $0) } }
        let runs = try await tasks.map(workers: workers, onResult: { onRun($1) }) { try run($0.arm, seed: $0.seed, clock) }
        return MappingStudyReport(self, runs: runs)
    }

    private func run(_ arm: Arm, seed: UInt64, _ clock: some Clock<Duration>) throws -> MappingStudyReport.Run {
        var start = start
        start.specification.seed = seed
        start.specification.strategy = arm.strategy
        start.specification.budget.patterns = max(start.specification.budget.patterns, measurements)
        if let statements = arm.statements { start.specification.mapping?.priors = statements.priors }
        let campaign = InSilicoMapping(start, bench: bench.with(seed: seed))
        var outcome = InSilicoMapping.Outcome()
        let duration = try clock.measure {
            outcome = try campaign.run(measurements: measurements, until: endsAtTarget ? Self.targets.last ?? .infinity : .infinity)
        }
        return MappingStudyReport.Run(arm.name, seed: seed, outcome, endsAtTarget: endsAtTarget, seconds: duration.inSeconds)
    }
}
