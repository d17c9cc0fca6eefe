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
        let arms = arms
        let tasks = arms.flatMap { arm in seeds.map { (arm: arm, seed: $0) } }
        var runs: [(place: Int, run: MappingStudyReport.Run)] = []
        try await withThrowingTaskGroup(of: (place: Int, run: MappingStudyReport.Run).self) { group in
            var next = 0
            func add() {
                guard next < tasks.count else { return }
                let place = next
                next += 1
                group.addTask { (place, try run(tasks[place].arm, seed: tasks[place].seed, clock)) }
            }
            for _ in 0..<max(workers, 1) { add() }
            while let finished = try await group.next() {
                onRun(finished.run)
                runs.append(finished)
                add()
            }
        }
        runs.sort { $0.place < $1.place }
        return MappingStudyReport(self, runs: runs.map(\.run))
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
