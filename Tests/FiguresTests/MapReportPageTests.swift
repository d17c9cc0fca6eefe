import Testing
import Tieline

@testable import Figures

@Suite("The report of a phase map") struct MapReportPageTests {
    private static let ternary = ParameterSpace(
        axes: ["PD", "FE", "GA"].map { Axis(name: $0, unit: .moleFraction, minimum: 0, maximum: 1, resolution: 0.0001) }, simplex: [1, 2, 0],
        candidates: [Condition([0.05, 0.8, 0.15]), Condition([0.3, 0.6, 0.1]), Condition([0.5, 0.45, 0.05])])
    private static let square = ParameterSpace(axes: ["x", "y"].map { Axis(name: $0, unit: .none, minimum: -2, maximum: 2, resolution: 1) })
    private static let line = ParameterSpace(axes: [Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 0.25)])

    private static func report(_ space: ParameterSpace, isReliable: Bool = true) -> CampaignReport {
        let mapping = MappingSpecification(
            structure: [LabelSource(name: "xrd & eyes", labels: ["<bcc>", "fcc"], errorRate: 0.02)],
            properties: [PropertySource(name: "<M>", unit: "V", plausible: 0...15, standardDeviation: 0.5)], unseenRegions: 1,
            expectedAccuracy: 0.95, optimisation: OptimisationTarget(property: "<M>", direction: .highest))
        let progress = MapProgress(
            expectedAccuracy: 0.91, wantedAccuracy: 0.95, regionsSeen: 1, regions: 2, isReliable: isReliable,
            best: .init(property: "<M>", unit: "V", value: 10.4, condition: space.pool[0]))
        let map = PhaseMapReport(
            regions: ["<bcc>", "fcc", "unnamed region"], unseenRegions: [1, 2],
            points: space.pool.enumerated().map { .init(condition: $1, probabilities: $0 % 3 == 0 ? [0.9, 0.05, 0.05] : [0.3, 0.5, 0.2]) },
            samples: [
                .init(condition: space.pool[0], region: 0, values: [10.4], number: 1, reason: "a < b"),
                .init(condition: space.pool[1], region: nil, values: [nil], number: 2),
            ],
            properties: [.init(name: "<M>", unit: "V", estimates: space.pool.indices.map { Estimate(Double($0), standardDeviation: 1) })],
            judgements: [.init(prior: "prior-1", evidence: -2.34, deservedCertainty: 0.58, sentence: "the region now costs 2.3 nats")],
            history: [.init(measurements: 1, progress: progress), .init(measurements: 2, progress: progress)], next: space.pool[2],
            isReliable: isReliable)
        let specification = CampaignSpecification(
            name: "map", strategy: .phaseMappingThenOptimisation, seed: 1,
            sample: SampleSpecification(
                description: "a <wafer>", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                thicknessCorrelationMillimetres: 0),
            space: space, instruments: InstrumentNames(meter: "meter-1"), measurement: .unheated(seconds: 120), theory: .none, peaks: [],
            target: .none, budget: BudgetSpecification(patterns: 60, seconds: 86_400), mapping: mapping, simulation: nil)
        let status = CampaignStatus(
            campaign: "map-0001", state: .running, reason: "started", seed: 1, isSimulated: true, patterns: 2, patternBudget: 60, elapsedSeconds: 240,
            budgetSeconds: 86_400, remainingSeconds: nil, temperature: nil, condition: nil, routine: "map", lastVerdict: "", lastDecision: "",
            invariant: nil, map: progress, axes: space.axes, revision: 1)
        let ball = Prior(
            identifier: "prior-1", kind: .phaseBall(center: space.pool[1], radius: 0.05, phases: ["fcc"]), certainty: 0.8, author: "<ada>",
            reason: "a & b", time: 1e9)
        return CampaignReport(
            status: status, specification: specification, parameterSet: "", points: [], boundaries: [], history: [], parameters: [], priors: [ball],
            lastPattern: nil, gridPatterns: space.poolCount, warnings: ["<warning>"], map: map)
    }

    @Test("A page for a triangle, a square and what has no figure is well-formed and needs nothing beside it")
    func pages() {
        for space in [Self.ternary, Self.square, Self.line] {
            let html = ReportPage(Self.report(space)).html()
            let checked = WellFormed(html)
            #expect(checked.problems.isEmpty, "\(checked.problems)")
            #expect(!html.contains("<script") && !html.contains("nan") && html.contains("SIMULATED") && html.contains("not seen yet"))
            #expect(html.contains("0.910 of 0.950") && html.contains("best &lt;M&gt;"))
            #expect(html.contains("<svg") && html.contains("−2.3</td><td class=\"n\">58 %"))
            let identifiers = checked.attributes.filter { $0.name == "id" }.map(\.value)
            #expect(Set(identifiers).count == identifiers.count)
        }
    }

    @Test("A posterior that has not mixed says so in the result, among the facts and on the map")
    func notMixed() throws {
        let report = Self.report(Self.square, isReliable: false)
        let html = ReportPage(report).html()
        #expect(html.contains("(not reliable yet)") && html.contains("NOT SHOWN TO HAVE MIXED") && html.contains("not shown to have mixed: shades"))
        #expect(!ReportPage(Self.report(Self.square)).html().contains("mixed: "))
    }

    @Test(
        "The corners of the triangle are the components in the order of the simplex, whatever the order of the axes; a ball is a circle about its centre"
    )
    func simplexOrder() throws {
        let frame = try #require(MapFrame(Self.ternary, conditions: Self.ternary.candidates))
        guard case .triangle(let triangle, let simplex) = frame else {
            Issue.record("a ternary has a triangle")
            return
        }
        #expect(simplex == [1, 2, 0] && triangle.least == [0.4, 0, 0])
        // Half palladium and half iron lies on the left side, far from the gallium corner at the lower right.
        let place = frame.point(Condition([0.6, 0.4, 0]))
        #expect(abs(place.x - triangle.top.x) < 1e-9 && abs(place.y - triangle.top.y) < 1e-9)
        let rim = frame.rim(around: Condition([0.3, 0.6, 0.1]), radius: 0.1, space: Self.ternary)
        let shifted = frame.point(Condition([0.3, 0.5, 0.2]))
        // A tenth of one component exchanged for another is on the rim of a ball of radius 0.1.
        #expect(rim.contains { abs($0.x - shifted.x) < 1e-6 && abs($0.y - shifted.y) < 1e-6 })
    }

    @Test("The line for scripts says what is known of a map, and what nobody knows yet")
    func resultLine() {
        let report = Self.report(Self.square)
        #expect(ResultLine.text(for: report) == "phase map: accuracy = 0.910 of 0.950, 1 of 2 regions seen, best <M> = 10.40 V, 2 patterns")
        #expect(ResultLine.map(nil, patterns: 1) == "phase map: not known yet, 1 pattern")
    }
}
