import Tieline

extension MappingEvidence {
    /// `structure: inside (P = 1.00), property 5.21 ± 0.10`
    func verdict(on measurement: Measurement) -> String {
        let labels = measurement.evidence.labels.compactMap { label -> String? in
            guard let source = mapping.structure.first(where: { $0.name == label.source }), label.mostProbable < source.labels.count else {
                return nil
            }
            return "\(label.source): \(source.labels[label.mostProbable]) (P = \(fixed(label.probabilities[label.mostProbable], 2)))"
        }
        let values = measurement.evidence.properties.map { value in
            let unit = mapping.properties.first { $0.name == value.property }?.unit ?? "1"
            return "\(value.property) \(fixed(value.value, 2)) ± \(fixed(value.standardDeviation, 2))\(unit == "1" ? "" : " " + unit)"
        }
        return (labels + values).joined(separator: ", ")
    }

    /// The end that the budget sets, if it is spent or nothing is left.
    func ending(_ budget: BudgetSpecification, elapsedSeconds: Double) -> Decision? {
        func stop(_ reason: Decision.StopReason, _ text: String) -> Decision {
            Decision(action: .stop(reason), routine: "map", reason: text, invariant: nil, patternsLeft: nil)
        }
        if measurementCount >= budget.patterns { return stop(.patternBudgetSpent, "all \(budget.patterns) measurements are made") }
        if elapsedSeconds >= budget.seconds { return stop(.timeBudgetSpent, "the time is spent") }
        if isMeasured.allSatisfy(\.self) { return stop(.nothingLeftToMeasure, nothingLeft) }
        return nil
    }

    /// Why nothing is left to measure.
    var nothingLeft: String {
        "every one of the \(pool.count) conditions is measured"
            + (placesGivenUp == 0 ? "" : ", but for \(placesGivenUp) where measurements were lost again and again")
    }

    /// The measured samples, for the report.
    var samples: [PhaseMapReport.Sample] {
        observations.map { PhaseMapReport.Sample(condition: $0.condition, region: $0.region, values: $0.properties.map { $0?.value }) }
    }

    /// How far the map is.
    /// - Parameter expectedAccuracy: Of a strategy that has probabilities.
    func progress(expectedAccuracy: Double?, isReliable: Bool) -> MapProgress {
        MapProgress(
            expectedAccuracy: expectedAccuracy, wantedAccuracy: mapping.expectedAccuracy, regionsSeen: namedRegions.count, regions: regions.count,
            isReliable: isReliable, best: best)
    }

    /// The best value of the property that is optimised, the first one of equals; `nil` where none is, or none is measured.
    private var best: MapProgress.Best? {
        guard let wanted = mapping.optimisation, let index = mapping.properties.firstIndex(where: { $0.name == wanted.property }) else { return nil }
        var best: MapProgress.Best?
        for observation in observations {
            guard let value = observation.properties[index]?.value else { continue }
            if let best, wanted.direction == .highest ? value <= best.value : value >= best.value { continue }
            best = .init(property: wanted.property, unit: mapping.properties[index].unit, value: value, condition: observation.condition)
        }
        return best
    }

    /// Where the instruments were last, in this campaign.
    var lastPlace: Condition? { measurementCount > 0 ? observations.last?.condition : nil }

    /// The regions that observations have named so far, in the order of the map.
    var namedRegions: [Int] { regions.indices.filter { region in observations.contains { $0.region == region } } }
}
