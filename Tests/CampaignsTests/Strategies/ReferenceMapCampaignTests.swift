import Testing
import Tieline

@testable import Campaigns

/// What theory says of a map, and regions that nobody has named, in a campaign.
struct ReferenceMapCampaignTests {
    /// A square of six by six places whose two regions meet at x = 0.5.
    private func start(reference: ReferenceSpecification? = nil, unseen: Int = 0) -> CampaignStart {
        let axes = ["x", "y"].map { Axis(name: $0, unit: .none, minimum: 0, maximum: 1, resolution: 0.2) }
        let mapping = MappingSpecification(
            structure: [LabelSource(name: "s", labels: ["left", "right"], errorRate: 0)], reference: reference, unseenRegions: unseen,
            expectedAccuracy: 0.95)
        return CampaignStart(
            specification: CampaignSpecification(
                name: "square", strategy: .phaseMapping, seed: 1,
                sample: SampleSpecification(
                    description: "", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                    thicknessCorrelationMillimetres: 0),
                space: ParameterSpace(axes: axes), instruments: InstrumentNames(meter: "m"), measurement: .unheated(seconds: 1), theory: .none,
                peaks: [], target: .none, budget: BudgetSpecification(patterns: 60, seconds: 1e6), mapping: mapping, simulation: nil),
            database: "", parameterSet: "", isSimulated: true)
    }

    private func measured(_ strategy: inout PhaseMappingStrategy, _ number: Int, _ place: [Double], _ label: [Double]) throws {
        try strategy.apply(
            .measured(
                Measurement(
                    number: number, condition: Condition(place), series: number, intent: "",
                    evidence: Evidence(labels: [LabelEvidence(source: "s", probabilities: label)]))))
    }

    private func probability(_ strategy: PhaseMappingStrategy, of region: Int, at place: [Double]) throws -> Double {
        let map = try #require(try strategy.summary().map)
        let point = try #require(map.points.first { $0.condition == Condition(place) })
        return point.probabilities[region]
    }

    @Test(
        "After one label, a reference that names the regions says which the other side is; one that only says what is alike says that it is not the same"
    )
    func references() throws {
        var far: [ReferenceSpecification.Meaning: Double] = [:]
        for meaning in ReferenceSpecification.Meaning.allCases {
            let reference = ReferenceSpecification(
                name: "dft.csv", says: meaning, certainty: 0.95, regions: ["left", "right"],
                locations: [Condition([0.2, 0.4]), Condition([0.8, 0.4])], probabilities: [[1, 0], [0, 1]])
            var strategy = try PhaseMappingStrategy(start(reference: reference))
            try measured(&strategy, 1, [0.2, 0.4], [1, 0])
            #expect(try probability(strategy, of: 0, at: [0, 1]) > 0.8, "\(meaning)")
            far[meaning] = try probability(strategy, of: 1, at: [1, 0])
        }
        var without = try PhaseMappingStrategy(start())
        try measured(&without, 1, [0.2, 0.4], [1, 0])
        let plain = try probability(without, of: 1, at: [1, 0])
        #expect(try #require(far[.labels]) > plain + 0.1, "\(far), \(plain) without")
        #expect(try #require(far[.likeness]) > plain, "\(far), \(plain) without")
    }

    @Test("Every statement that stands is judged in the report: one that the labels contradict costs nats, one of where to look claims nothing")
    func judgements() throws {
        var strategy = try PhaseMappingStrategy(start())
        let left = [[0.0, 0], [0.3, 0], [0.3, 1], [0, 1]].map { Condition($0) }
        func prior(_ identifier: String, _ kind: Prior.Kind) -> Prior {
            Prior(identifier: identifier, kind: kind, certainty: 0.9, author: "ada", reason: "seen", time: 0)
        }
        try strategy.apply(.priorAdded(prior("prior-1", .samePhase([Condition([0, 0]), Condition([1, 1])]))))
        try strategy.apply(.priorAdded(prior("prior-2", .regionOfInterest(polygon: left))))
        try measured(&strategy, 1, [0, 0], [1, 0])
        try measured(&strategy, 2, [1, 1], [0, 1])
        try measured(&strategy, 3, [0.2, 0.6], [1, 0])
        try measured(&strategy, 4, [0.8, 0.4], [0, 1])
        let judgements = try #require(try strategy.summary().map).judgements
        #expect(judgements.map(\.prior) == ["prior-1", "prior-2"])
        #expect(judgements[1].evidence == nil && judgements[1].sentence.contains("claims nothing"))
        #expect(try #require(judgements[0].evidence) < 0, "\(judgements[0].sentence)")
    }

    @Test("A region that no label speaks of has a name, a share of the map and a place among the unseen; progress counts declared regions only")
    func unseen() throws {
        var strategy = try PhaseMappingStrategy(start(unseen: 1))
        try measured(&strategy, 1, [0.2, 0.4], [1, 0])
        try measured(&strategy, 2, [0.8, 0.4], [0, 1])
        let map = try #require(try strategy.summary().map)
        #expect(map.regions == ["left", "right", "unnamed region"] && map.unseenRegions == [2])
        #expect(map.points.allSatisfy { $0.probabilities.count == 3 && abs($0.probabilities.reduce(0, +) - 1) < 1e-9 })
        #expect(map.points.contains { $0.probabilities[2] > 0.01 })
        let progress = try #require(try strategy.decide(elapsedSeconds: 0).map)
        #expect(progress == strategy.mapProgress && progress.regionsSeen == 2 && progress.regions == 2)
        #expect(try #require(progress.expectedAccuracy) > 0.5)
    }
}
