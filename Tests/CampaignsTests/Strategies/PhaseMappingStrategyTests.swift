import PhaseMapping
import Testing
import Tieline

@testable import Campaigns

/// The Bayesian phase map as a strategy.
struct PhaseMappingStrategyTests {
    /// A square of 11 × 11 places with a boundary at x + y = 1.05 and a property that is 1 below it and 3 above.
    private func start(_ strategy: StrategyName, seed: UInt64 = 1, priors: [Prior] = []) -> CampaignStart {
        let axis = Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 0.1)
        let mapping = MappingSpecification(
            structure: [LabelSource(name: "s", labels: ["low", "high"], errorRate: 0)],
            properties: [PropertySource(name: "p", unit: "1", plausible: 0...4, standardDeviation: 0.05)], priors: priors, expectedAccuracy: 0.95,
            optimisation: OptimisationTarget(property: "p", direction: .highest))
        return CampaignStart(
            specification: CampaignSpecification(
                name: "square", strategy: strategy, seed: seed,
                sample: SampleSpecification(
                    description: "", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                    thicknessCorrelationMillimetres: 0),
                space: ParameterSpace(axes: [axis, Axis(name: "y", unit: .none, minimum: 0, maximum: 1, resolution: 0.1)]),
                instruments: InstrumentNames(meter: "m"), measurement: .unheated(seconds: 1), theory: .none, peaks: [], target: .none,
                budget: BudgetSpecification(patterns: 60, seconds: 1e6), mapping: mapping, simulation: nil),
            database: "", parameterSet: "", isSimulated: true)
    }

    private func isHigh(_ place: Condition) -> Bool { place[0] + place[1] > 1.05 }
    /// Highest at the far corner.
    private func value(_ place: Condition) -> Double { isHigh(place) ? 2.4 + 0.3 * (place[0] + place[1]) : 1 }

    private func measurement(_ number: Int, _ place: Condition) -> Measurement {
        Measurement(
            number: number, condition: place, measuredKelvin: 0, positionMillimetres: 0, series: number, intent: "",
            evidence: Evidence(
                labels: [LabelEvidence(source: "s", probabilities: isHigh(place) ? [0, 1] : [1, 0])],
                properties: [PropertyMeasurement(property: "p", value: value(place), standardDeviation: 0.05)]))
    }

    private func run(_ strategy: inout PhaseMappingStrategy, measurements: Range<Int>) throws -> [Condition] {
        var places: [Condition] = []
        for number in measurements {
            guard case .measure(let place) = try strategy.next().action else { break }
            places.append(place)
            try strategy.apply(.measured(measurement(number, place)))
        }
        return places
    }

    @Test(
        "A value at a place without a label tells its region by the values at places with labels; where all have labels, values tell the map nothing")
    func unnamedValue() throws {
        var evidence = try MappingEvidence(start(.phaseMapping).specification)
        for (number, place) in [[0.1, 0.1], [0.9, 0.9], [0.2, 0.3]].enumerated() { try evidence.append(measurement(number + 1, Condition(place))) }
        #expect(PhaseMapEvidence(evidence, isMapOnly: true).properties.isEmpty)
        var unnamed = measurement(4, Condition([0.5, 0.5]))
        unnamed.evidence.labels = []
        try evidence.append(unnamed)
        #expect(PhaseMapEvidence(evidence, isMapOnly: true).properties.count == 4)
    }

    @Test("A map that is expected to be good enough is so by chains from their starts, not by draws that were carried over")
    func confirmed() throws {
        var strategy = try PhaseMappingStrategy(start(.phaseMapping))
        var (enough, carried) = (0, 0)
        for number in 1...60 where enough < 2 {
            guard case .measure(let place) = try strategy.next().action else { break }
            try strategy.apply(.measured(measurement(number, place)))
            guard let belief = strategy.belief, let draws = belief.posterior.draws else { continue }
            if belief.expectedAccuracy >= 0.95 {
                enough += 1
                #expect(draws.mixing.updatesSince == 0)
            } else if draws.mixing.updatesSince > 0 {
                carried += 1
            }
        }
        #expect(enough > 0 && carried > 0, "\(enough), \(carried)")
    }

    @Test("Ten measurements find nine tenths of the map, in the median of nine seeds")
    func maps() throws {
        let truth = start(.phaseMapping).specification.space.pool.map { isHigh($0) ? 1 : 0 }
        let right = try (1...9 as ClosedRange<UInt64>).map { seed in
            var strategy = try PhaseMappingStrategy(start(.phaseMapping, seed: seed))
            #expect(Set(try run(&strategy, measurements: 1..<11)).count == 10)
            return zip(try strategy.predictedRegions(), truth).count { $0 == $1 }
        }.sorted()
        #expect(right[4] >= 109, "\(right) of \(truth.count)")
    }

    @Test("The same events give the same decisions, bit for bit")
    func decisions() throws {
        var strategy = try PhaseMappingStrategy(start(.phaseMapping))
        let places = try run(&strategy, measurements: 1..<10)
        var again = try PhaseMappingStrategy(start(.phaseMapping))
        #expect(try run(&again, measurements: 1..<10) == places)
        #expect(try again.decide(elapsedSeconds: 0) == strategy.decide(elapsedSeconds: 0))
    }

    @Test(
        "A place is offered again after one lost measurement, and not after a second one, whatever the strategy",
        arguments: [StrategyName.phaseMapping, .phaseMappingThenOptimisation, .random, .leastConfidence])
    func lostPlace(_ name: StrategyName) throws {
        var strategy = try name.mappingStrategy(start(name))
        for number in 1...3 {
            guard case .measure(let place) = try strategy.decide(elapsedSeconds: 0).action else { break }
            try strategy.apply(.measured(measurement(number, place)))
        }
        func next() throws -> Condition? {
            guard case .measure(let place) = try strategy.decide(elapsedSeconds: 0).action else { return nil }
            return place
        }
        let place = try #require(try next())
        try strategy.apply(.exposureLost(LostExposure(intent: "intent-4", condition: place)))
        #expect(try next() == place)
        try strategy.apply(.exposureLost(LostExposure(intent: "intent-5", condition: place)))
        let other = try #require(try next())
        #expect(other != place)
        try strategy.apply(.measured(measurement(4, other)))
        #expect(try #require(try next()) != place)
    }

    @Test("A campaign that has measured every place but those where samples are missing is at its end, and says how many they are")
    func placesGivenUp() throws {
        let specification = start(.random).specification
        var evidence = try MappingEvidence(specification)
        for (number, place) in evidence.pool.enumerated() {
            guard [7, 70].contains(number) else {
                try evidence.append(measurement(number + 1, place))
                continue
            }
            for _ in 1...2 { evidence.lose(place) }
        }
        let budget = BudgetSpecification(patterns: 1_000, seconds: 1e6)
        let ending = try #require(evidence.ending(budget, elapsedSeconds: 0))
        #expect(ending.action == .stop(.nothingLeftToMeasure) && evidence.measurementCount == 119)
        #expect(ending.reason == "every one of the 121 conditions is measured, but for 2 where measurements were lost again and again")
        // A place outside the pool, as a known label may have, is nobody's to offer.
        evidence.lose(Condition([0.123, 0.456]))
        #expect(evidence.placesGivenUp == 2)
    }

    @Test("A property that the campaign does not declare is one clear error, and not passed over")
    func undeclaredProperty() throws {
        var strategy = try PhaseMappingStrategy(start(.phaseMapping))
        var seen = measurement(1, Condition([0, 0]))
        seen.evidence.properties[0].property = "q"
        let error = try #require(throws: SpecificationError.self) { try strategy.apply(.measured(seen)) }
        #expect(error.field == "properties" && error.message.contains("`q`") && error.remedy.contains("properties"))
    }

    @Test("Once the map has settled, the best value of the property is looked for and found")
    func optimises() throws {
        var strategy = try PhaseMappingStrategy(start(.phaseMappingThenOptimisation))
        let places = try run(&strategy, measurements: 1..<21)
        #expect(places.contains(Condition([1, 1])))
        #expect(try strategy.next().routine == "optimisation")
        #expect(try strategy.next().reason.contains("expected to exceed the best so far"))
    }

    @Test("A statement may be made and withdrawn at any moment; one that cannot be is objected to with the learner's own words")
    func statements() throws {
        let start = start(.phaseMapping)
        var strategy = try PhaseMappingStrategy(start)
        _ = try run(&strategy, measurements: 1..<6)
        let before = try strategy.predictedRegions()
        let boundary = Prior(
            identifier: "prior-1", kind: .phaseBoundary(points: [Condition([0, 1]), Condition([1, 0])], between: []), certainty: 0.9, author: "a",
            reason: "b", time: 0)
        #expect(strategy.objection(to: boundary.kind, certainty: 0.8) == nil)
        try strategy.apply(.priorAdded(boundary))
        try strategy.apply(.priorWithdrawn(PriorWithdrawal(prior: "prior-1", author: "a", reason: "c")))
        // The belief is drawn afresh, so the map is the same but for draws.
        #expect(zip(try strategy.predictedRegions(), before).count { $0 != $1 } <= 12)
        let bow: Prior.Kind = .phaseRegion(polygon: [[0, 0], [1, 1], [1, 0], [0, 1]].map { Condition($0) }, phases: [])
        #expect(strategy.objection(to: bow, certainty: 0.8)?.message.contains("crosses") == true)
        #expect(strategy.objection(to: boundary.kind, certainty: 0.5)?.message.contains("certainty") == true)
    }

    @Test("The report has every place, what was measured, and where it would go next")
    func report() throws {
        var strategy = try PhaseMappingStrategy(start(.phaseMapping))
        _ = try run(&strategy, measurements: 1..<5)
        let summary = try strategy.summary()
        let map = try #require(summary.map)
        #expect(map.points.count == 121 && map.samples.count == 4 && summary.phases.count == 4)
        #expect(map.points.allSatisfy { abs($0.probabilities.reduce(0, +) - 1) < 1e-9 })
        #expect(try strategy.next().action == .measure(#require(map.next)))
    }
}
