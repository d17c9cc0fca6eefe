public import Campaigns
public import SimulatedBench
public import Tieline

/// Strategies that map phases, compared over many seeds: how many measurements until so much of the map is right.
///
/// A seed decides the hidden properties, their noise, and where a campaign begins.
public struct MappingStudy: Sendable {
    public var start: CampaignStart
    public var bench: MapBench
    public var strategies: [StrategyName]
    public var seeds: ClosedRange<UInt64>
    /// Measurements of every run; one ends sooner when it has reached the last of ``targets``.
    public var measurements = 300
    /// Rising shares of the map.
    public static let targets = [0.90, 0.95]

    public init(_ start: CampaignStart, bench: MapBench, strategies: [StrategyName], seeds: ClosedRange<UInt64>) {
        self.start = start
        self.bench = bench
        self.strategies = strategies
        self.seeds = seeds
    }

    /// - Parameters:
    ///   - workers: Runs at the same time, at least 1.
    ///   - clock: Measures what a measurement costs.
    ///   - onRun: Called after every run.
    public func report(
        workers: Int, clock: some Clock<Duration>, onRun: @escaping @Sendable (MappingStudyReport.Run) -> Void = { _ in }
    ) async throws -> MappingStudyReport {
        let tasks = strategies.flatMap { strategy in seeds.map { (strategy: strategy, seed: $0) } }
        var runs: [(place: Int, run: MappingStudyReport.Run)] = []
        try await withThrowingTaskGroup(of: (place: Int, run: MappingStudyReport.Run).self) { group in
            var next = 0
            func add() {
                guard next < tasks.count else { return }
                let place = next
                next += 1
                group.addTask { (place, try run(tasks[place].strategy, seed: tasks[place].seed, clock)) }
            }
            for _ in 0..<max(workers, 1) { add() }
            while let finished = try await group.next() {
                onRun(finished.run)
                runs.append(finished)
                add()
            }
        }
        runs.sort { $0.place < $1.place }
        return MappingStudyReport(
            campaign: start.specification.name, bench: bench.specification.name, space: start.specification.space, seeds: seeds.count,
            measurements: measurements,
            strategies: strategies, runs: runs.map(\.run))
    }

    private func run(_ strategy: StrategyName, seed: UInt64, _ clock: some Clock<Duration>) throws -> MappingStudyReport.Run {
        var start = start
        start.specification.seed = seed
        start.specification.strategy = strategy
        start.specification.budget.patterns = max(start.specification.budget.patterns, measurements)
        let campaign = InSilicoMapping(start, bench: bench.with(seed: seed))
        var outcome = InSilicoMapping.Outcome()
        let duration = try clock.measure {
            outcome = try campaign.run(measurements: measurements, until: Self.targets.last ?? .infinity)
        }
        return MappingStudyReport.Run(strategy, seed: seed, outcome, seconds: duration.inSeconds)
    }
}
