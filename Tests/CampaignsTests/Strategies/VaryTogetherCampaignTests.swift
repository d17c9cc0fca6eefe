import Testing
import Tieline

@testable import Campaigns

/// Properties that go together, and a source that confuses phases, in a campaign.
struct VaryTogetherCampaignTests {
    /// A line of places whose two regions meet at 0.5; its beginning is known.
    private func start(known count: Int) -> CampaignStart {
        let axis = Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 1.0 / 200)
        let mapping = MappingSpecification(
            structure: [LabelSource(name: "s", labels: ["left", "right"], errorRate: 0.05, confusion: .learnt)],
            properties: ["p", "q"].map { PropertySource(name: $0, unit: "1", plausible: -2...2, standardDeviation: 0.05) },
            known: (0..<count).map { number in
                let place = Double(number * 200 / max(count, 1)) / 200
                return KnownLabel(condition: Condition([place]), source: "s", label: place < 0.5 ? "left" : "right")
            }, expectedAccuracy: 0.95, varyTogether: [["p", "q"]])
        return CampaignStart(
            specification: CampaignSpecification(
                name: "line", strategy: .phaseMapping, seed: 1,
                sample: SampleSpecification(
                    description: "", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                    thicknessCorrelationMillimetres: 0),
                space: ParameterSpace(axes: [axis]), instruments: InstrumentNames(meter: "m"), measurement: .unheated(seconds: 1), theory: .none,
                peaks: [], target: .none, budget: BudgetSpecification(patterns: 60, seconds: 1e6), mapping: mapping, simulation: nil),
            database: "", parameterSet: "", isSimulated: true)
    }

    @Test(
        "A campaign whose properties go together maps its line, by draws with few places and by one mode with more than draws can follow",
        arguments: [6, 160])
    func measures(known: Int) throws {
        var strategy = try PhaseMappingStrategy(start(known: known))
        for (number, place) in [0.1, 0.9, 0.3].enumerated() {
            let properties = ["p", "q"].map { PropertyMeasurement(property: $0, value: place < 0.5 ? -1 : 1, standardDeviation: 0.05) }
            try strategy.apply(
                .measured(
                    Measurement(
                        number: number + 1, condition: Condition([place]), series: number + 1, intent: "",
                        evidence: Evidence(
                            labels: [LabelEvidence(source: "s", probabilities: place < 0.5 ? [1, 0] : [0, 1])], properties: properties))))
        }
        let map = try #require(try strategy.summary().map)
        for point in map.points where abs(point.condition[0] - 0.5) > 0.25 {
            #expect(point.probabilities[point.condition[0] < 0.5 ? 0 : 1] > 0.7, "\(point)")
        }
        #expect((strategy.hasMixed == nil) == (known == 160))
    }
}
