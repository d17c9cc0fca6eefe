import Inference
public import Tieline

/// The runs of one strategy, summed up.
public struct StudySummary: Sendable, Encodable {
    public struct Quartiles: Sendable, Encodable, Equatable {
        /// `nil` where the quantile is infinite: so many runs never reached the target.
        public var median: Double?
        public var q1: Double?
        public var q3: Double?

        /// Nearest-rank quantiles of counts, of which `nil` is infinite.
        init(_ values: [Int?]) {
            let sorted = values.map { $0.map(Double.init) ?? .infinity }.sorted()
            func quantile(_ share: Double) -> Double? {
                guard !sorted.isEmpty else { return nil }
                let position = share * Double(sorted.count - 1)
                let low = sorted[Int(position)]
                let high = sorted[min(Int(position) + 1, sorted.count - 1)]
                let part = position - position.rounded(.down)
                let value = part == 0 ? low : low + part * (high - low)
                return value.isFinite ? value : nil
            }
            median = quantile(0.5)
            q1 = quantile(0.25)
            q3 = quantile(0.75)
        }

        private enum Key: String, CodingKey { case median, q1, q3 }

        // Written out so that an infinite quantile is `null` and not left out.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(median, forKey: .median)
            try container.encode(q1, forKey: .q1)
            try container.encode(q3, forKey: .q3)
        }
    }

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
    /// Of the 90 % intervals after the last pattern.
    public var coverage90: Coverage
    /// Of the 90 % intervals where the strategy's own rule would have stopped, over the runs in which it would have; `nil` if in none.
    public var coverage90AtStop: Coverage?
    /// Patterns at which its own rule would have stopped.
    public var patternsAtStop: Quartiles
    public var medianError: Errors
    public var medianTemperatures: Double
    public var secondsPerPattern: Double

    init(_ name: String, _ runs: [StudyRun]) {
        let count = Double(max(runs.count, 1))
        func share(_ isTrue: (StudyRun) -> Bool) -> Double { Double(runs.count(where: isTrue)) / count }
        func coverage(_ pulls: [(temperature: Double, composition: Double)]) -> Coverage? {
            guard !pulls.isEmpty else { return nil }
            return Coverage(
                temperature: Double(pulls.count { abs($0.temperature) <= StudyRun.ninetyPercent }) / Double(pulls.count),
                composition: Double(pulls.count { abs($0.composition) <= StudyRun.ninetyPercent }) / Double(pulls.count))
        }
        func median(_ values: [Double]) -> Double { quantile(0.5, ofSorted: values.sorted()) ?? .nan }
        self.name = name
        self.runs = runs.count
        patternsToTarget = Quartiles(runs.map(\.patternsToTarget))
        fractionWithin40 = share { ($0.patternsToTarget ?? .max) <= 40 }
        fractionWithin66 = share { ($0.patternsToTarget ?? .max) <= 66 }
        coverage90 = coverage(runs.compactMap { $0.pulls(afterPatterns: $0.estimates.count) }) ?? Coverage(temperature: 0, composition: 0)
        coverage90AtStop = coverage(runs.compactMap { run in run.patternsAtStop.flatMap { run.pulls(afterPatterns: $0) } })
        patternsAtStop = Quartiles(runs.map(\.patternsAtStop))
        medianError = Errors(
            temperature: median(runs.compactMap { run in run.estimates.last.map { abs($0.temperature.value - run.truth.temperature) } }),
            composition: median(runs.compactMap { run in run.estimates.last.map { abs($0.composition.value - run.truth.composition) } }))
        medianTemperatures = median(runs.map { Double($0.temperatures) })
        secondsPerPattern = runs.reduce(0) { $0 + $1.secondsPerPattern } / count
    }
}
