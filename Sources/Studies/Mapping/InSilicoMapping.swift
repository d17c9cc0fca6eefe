public import Campaigns
public import SimulatedBench
public import Tieline

/// A campaign that maps phases, against simulated instruments inside one process. Pure: the same arguments give the same points, bit for bit.
public struct InSilicoMapping: Sendable {
    /// What one campaign did.
    public struct Outcome: Sendable {
        public var measurements: [Measurement] = []
        /// After every measurement: the share of all conditions of the pool, measured ones included, whose most probable region is the true one. With one
        /// label a condition this is the micro-averaged F1.
        public var accuracies: [Double] = []
        /// Measurements after which two regions had been seen; `nil` if they never were.
        public var measurementsToTwoRegions: Int?
        /// Measurements after which the best condition of the pool had been measured, by the bench's values without noise; `nil` if it never was, or nothing is optimised.
        public var measurementsToBest: Int?
        /// Of the beliefs that decisions were taken on, how many had draws, and how many of these had not mixed.
        public var sampledBeliefs = 0
        public var unmixedBeliefs = 0
        /// After the last measurement.
        public var map: PhaseMapReport?

        public var conditions: [Condition] { measurements.map(\.condition) }

        /// The number of measurements after which so much of the map is right for the first time.
        public func measurements(toAccuracy wanted: Double) -> Int? { accuracies.firstIndex { $0 >= wanted }.map { $0 + 1 } }

        /// The smallest number of measurements from which on so much of the map is right to the end of the run.
        public func measurements(holdingAccuracy wanted: Double) -> Int? {
            let last = accuracies.lastIndex { !($0 >= wanted) }.map { $0 + 1 } ?? 0
            return last < accuracies.count ? last + 1 : nil
        }
    }

    private let start: CampaignStart
    private let bench: MapBench

    /// - Parameter bench: Its regions have the names that the campaign's structure sources give.
    public init(_ start: CampaignStart, bench: MapBench) {
        self.start = start
        self.bench = bench
    }

    /// Makes so many measurements, whatever the strategy's stop rule says; fewer if nothing is left to measure, or if enough is enough.
    /// - Parameter accuracy: Ends when so much of the map is right.
    public func run(measurements: Int, until accuracy: Double = .infinity) throws -> Outcome {
        let specification = start.specification
        let truth = try trueRegions()
        var strategy = try specification.strategy.mappingStrategy(start)
        try strategy.apply(.started(start))
        var outcome = Outcome()
        var seen: Set<Int> = []
        let best = bestPlace()
        for number in 1...max(measurements, 1) {
            let decision = try strategy.next()
            guard case .measure(let condition) = decision.action else { break }
            try strategy.apply(.decided(decision))
            let measurement = Measurement(
                number: number, condition: condition, measuredKelvin: 0, positionMillimetres: 0, series: number, intent: "in-silico-\(number)",
                evidence: bench.evidence(number: number, at: condition))
            try strategy.apply(.measured(measurement))
            outcome.measurements.append(measurement)
            if let mixed = strategy.hasMixed {
                outcome.sampledBeliefs += 1
                outcome.unmixedBeliefs += mixed ? 0 : 1
            }
            if let best, condition == best, outcome.measurementsToBest == nil { outcome.measurementsToBest = number }
            seen.insert(bench.region(at: condition))
            if seen.count >= 2, outcome.measurementsToTwoRegions == nil { outcome.measurementsToTwoRegions = number }
            let predicted = try strategy.predictedRegions()
            outcome.accuracies.append(Double(zip(predicted, truth).count { $0 == $1 }) / Double(truth.count))
            if let last = outcome.accuracies.last, last >= accuracy { break }
        }
        outcome.map = try strategy.summary().map
        return outcome
    }

    /// Where the property that the campaign optimises is best; the first one of equals.
    private func bestPlace() -> Condition? {
        guard let wanted = start.specification.mapping?.optimisation, let index = bench.properties.firstIndex(of: wanted.property) else { return nil }
        let sign = wanted.direction == .highest ? 1.0 : -1
        var best: (place: Condition, value: Double)?
        for place in start.specification.space.pool {
            let value = sign * bench.value(ofProperty: index, at: place)
            if value > best?.value ?? -.infinity { best = (place, value) }
        }
        return best?.place
    }

    /// Of the pool, by position among the campaign's regions.
    private func trueRegions() throws -> [Int] {
        let regions = start.specification.mapping?.regions ?? []
        guard bench.coordinates == start.specification.space.axes.count else {
            throw SpecificationError(
                .inconsistent, file: start.specification.name, line: nil, field: "axes",
                message:
                    "the campaign has \(start.specification.space.axes.count) axes, and the bench \(bench.specification.name) \(bench.coordinates)",
                remedy: "Give the axes of the bench.")
        }
        let places = try bench.specification.regions.map { name in
            guard let place = regions.firstIndex(of: name) else {
                throw SpecificationError(
                    .inconsistent, file: start.specification.name, line: nil, field: "structure",
                    message: "the bench \(bench.specification.name) has a region `\(name)`, and no source gives it",
                    remedy: "Name the regions alike in the campaign and in its bench.")
            }
            return place
        }
        return start.specification.space.pool.map { places[bench.region(at: $0)] }
    }
}
