import Testing
import Tieline

@testable import Campaigns

/// Label propagation over a pool, and the strategies that stand on it.
struct ComparedMappingTests {
    /// Σ over the other points of w (f − f′), which is zero where a function is harmonic.
    private func imbalance(_ points: [[Double]], _ values: [Double], at i: Int) -> Double {
        func standardised(_ axis: Int) -> [Double] {
            let column: [Double] = points.map { $0[axis] }
            let count = Double(column.count)
            let mean: Double = column.reduce(0, +) / count
            let squares: [Double] = column.map { ($0 - mean) * ($0 - mean) }
            let deviation = (squares.reduce(0, +) / count).squareRoot()
            return column.map { ($0 - mean) / deviation }
        }
        let scaled = points[0].indices.map(standardised)
        var sum = 0.0
        for j in points.indices {
            var squared = 0.0
            for column in scaled { squared += (column[i] - column[j]) * (column[i] - column[j]) }
            sum += exponential(-20 * squared) * (values[i] - values[j])
        }
        return sum
    }

    @Test("Labels spread harmonically, and the second one by rank one gives what the definition asks for")
    func harmonic() throws {
        let points: [[Double]] = (0..<30).map { (i: Int) -> [Double] in [Double(i % 6) + 0.1 * Double(i % 7), Double(i / 6)] }
        var labels = HarmonicLabels(points)
        #expect(labels.probabilities(classes: 3) == nil)
        labels.fix(4, label: 0)
        labels.fix(17, label: 2)
        labels.fix(25, label: 1)
        let rows: [[Double]] = try #require(labels.probabilities(classes: 3))
        #expect(rows[17] == [0, 0, 1])
        for label in 0..<3 {
            let values = rows.map { $0[label] }
            for point in points.indices where ![4, 17, 25].contains(point) {
                #expect(abs(imbalance(points, values, at: point)) < 1e-9)
            }
        }
    }

    private func start(_ strategy: StrategyName, seed: UInt64 = 1) -> CampaignStart {
        let axis = Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 0.1)
        let mapping = MappingSpecification(
            structure: [LabelSource(name: "s", labels: ["low", "high"], errorRate: 0)], expectedAccuracy: 0.95)
        return CampaignStart(
            specification: CampaignSpecification(
                name: "square", strategy: strategy, seed: seed,
                sample: SampleSpecification(
                    description: "", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                    thicknessCorrelationMillimetres: 0),
                space: ParameterSpace(axes: [axis, Axis(name: "y", unit: .none, minimum: 0, maximum: 1, resolution: 0.1)]),
                instruments: InstrumentNames(meter: "m"), measurement: .unheated(seconds: 1), theory: .none, peaks: [], target: .none,
                budget: BudgetSpecification(patterns: 200, seconds: 1e6), mapping: mapping, simulation: nil),
            database: "", parameterSet: "", isSimulated: true)
    }

    private func measurement(_ number: Int, _ condition: Condition, _ probabilities: [Double], source: String = "s") -> Measurement {
        Measurement(
            number: number, condition: condition, measuredKelvin: 0, positionMillimetres: 0, series: number, intent: "",
            evidence: Evidence(labels: [LabelEvidence(source: source, probabilities: probabilities)]))
    }

    /// Measures until `enough`, the region being `high` beyond x + y = 1.05.
    private func run(_ strategy: StrategyName, seed: UInt64, measurements: Int) throws -> (conditions: [Condition], regions: [Int]) {
        let start = start(strategy, seed: seed)
        var belief = try strategy.mappingStrategy(start)
        var conditions: [Condition] = []
        for number in 1...measurements {
            guard case .measure(let condition) = try belief.next().action else { break }
            conditions.append(condition)
            try belief.apply(.measured(measurement(number, condition, condition[0] + condition[1] > 1.05 ? [0, 1] : [1, 0])))
        }
        return (conditions, try belief.predictedRegions())
    }

    @Test("Both begin with the same random places; the least confident then keeps near the boundary", arguments: 1...5 as ClosedRange<UInt64>)
    func leastConfidence(seed: UInt64) throws {
        let random = try run(.random, seed: seed, measurements: 40)
        let sharp = try run(.leastConfidence, seed: seed, measurements: 40)
        #expect(random.conditions[0] == sharp.conditions[0] && random.conditions[1] == sharp.conditions[1])
        func distance(_ conditions: [Condition]) -> Double {
            conditions.suffix(30).reduce(0) { $0 + abs($1[0] + $1[1] - 1.05) } / 30
        }
        #expect(distance(sharp.conditions) < 0.6 * distance(random.conditions))
        #expect(Set(random.conditions).count == 40)
    }

    @Test("The whole pool can be measured, and then there is nothing left")
    func exhausted() throws {
        let run = try run(.random, seed: 3, measurements: 200)
        #expect(run.conditions.count == 121)
        #expect(run.regions == start(.random).specification.space.pool.map { $0[0] + $0[1] > 1.05 ? 1 : 0 })
    }

    @Test("Evidence that does not fit what the campaign declares is refused, and says why")
    func evidence() throws {
        let place = Condition([0.5, 0.5])
        func refusal(_ measurements: [Measurement]) -> SpecificationError? {
            #expect(throws: SpecificationError.self) {
                var belief = try ComparedMapping(start(.random))
                for measurement in measurements { try belief.apply(.measured(measurement)) }
            }
        }
        #expect(refusal([measurement(1, place, [0, 0, 1])])?.message.contains("gives 3 labels, and 2 are declared") == true)
        #expect(refusal([measurement(1, place, [0.5, 0.6])])?.message.contains("probabilities") == true)
        #expect(refusal([measurement(1, place, [1, 0], source: "t")])?.message.contains("no source `t`") == true)
        #expect(refusal([measurement(1, place, [1, 0]), measurement(2, place, [0, 1])])?.message.contains("free of errors") == true)
        #expect(throws: Never.self) {
            var belief = try ComparedMapping(start(.random))
            for number in 1...2 { try belief.apply(.measured(measurement(number, place, [1, 0]))) }
        }
    }
}

#if canImport(Glibc)
    import Glibc
#endif

private func exponential(_ x: Double) -> Double { exp(x) }
