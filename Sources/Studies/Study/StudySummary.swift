import Inference

/// The runs of one strategy, summed up.
public struct StudySummary: Sendable, Encodable {
    public struct Coverage: Sendable, Encodable, Equatable {
        /// Shares of the runs, `0...1`.
        public var temperature: Double
        public var composition: Double
    }

    public struct Errors: Sendable, Encodable, Equatable {
        /// Medians of the absolute errors after the last pattern: kelvin, mole fraction.
        public var temperature: Double
        public var composition: Double
    }

    public var name: String
    public var runs: Int
    public var patternsToTarget: Quartiles
    public var fractionWithin40: Double
    public var fractionWithin66: Double
    /// Of the 90 % intervals after the last pattern; `nil` if no run has an estimate.
    @NullIfAbsent public var coverage90: Coverage?
    /// Of the 90 % intervals where the strategy's own rule would have stopped, over the runs in which it would have; `nil` if in none.
    @NullIfAbsent public var coverage90AtStop: Coverage?
    /// Patterns at which its own rule would have stopped.
    public var patternsAtStop: Quartiles
    /// `nil` if no run has an estimate.
    @NullIfAbsent public var medianError: Errors?
    /// Of the numbers of distinct temperatures.
    public var medianTemperatures: Double
    /// Mean over the runs.
    public var secondsPerPattern: Double

    public init(_ name: String, _ runs: [StudyRun]) {
        let count = Double(max(runs.count, 1))
        func share(_ isTrue: (StudyRun) -> Bool) -> Double { Double(runs.count(where: isTrue)) / count }
        self.name = name
        self.runs = runs.count
        patternsToTarget = Quartiles(runs.map(\.patternsToTarget))
        fractionWithin40 = share { ($0.patternsToTarget ?? .max) <= 40 }
        fractionWithin66 = share { ($0.patternsToTarget ?? .max) <= 66 }
        coverage90 = Self.coverage(runs, afterPatterns: .max)
        coverage90AtStop = Self.coverage(runs.compactMap { run in run.patternsAtStop.flatMap { run.pulls(afterPatterns: $0) } })
        patternsAtStop = Quartiles(runs.map(\.patternsAtStop))
        let errors = runs.compactMap { $0.errors(afterPatterns: .max) }
        medianError = Self.median(errors.map { abs($0.temperature) }).flatMap { temperature in
            Self.median(errors.map { abs($0.composition) }).map { Errors(temperature: temperature, composition: $0) }
        }
        medianTemperatures = Self.median(runs.map { Double($0.temperatures) }) ?? 0
        secondsPerPattern = runs.reduce(0) { $0 + $1.secondsPerPattern } / count
    }

    private static func median(_ values: [Double]) -> Double? { quantile(0.5, ofSorted: values.sorted()) }

    /// How many of the runs have the truth in their 90 % intervals after so many patterns.
    static func coverage(_ runs: [StudyRun], afterPatterns count: Int) -> Coverage? {
        coverage(runs.compactMap { $0.pulls(afterPatterns: count) })
    }

    private static func coverage(_ pulls: [(temperature: Double, composition: Double)]) -> Coverage? {
        guard !pulls.isEmpty else { return nil }
        return Coverage(
            temperature: Double(pulls.count { abs($0.temperature) <= StudyRun.ninetyPercent }) / Double(pulls.count),
            composition: Double(pulls.count { abs($0.composition) <= StudyRun.ninetyPercent }) / Double(pulls.count))
    }
}
