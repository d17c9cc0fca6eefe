@testable import Campaigns
import Foundation
import Testing
import Tieline

@Suite struct AmaseStrategyTests {
    static let start: Result<CampaignStart, any Error> = Result {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../config/campaigns/sn-bi-film.yaml")
            .standardized
        let file = try CampaignFile(reading: String(contentsOf: url, encoding: .utf8), path: url.path)
        return CampaignStart(
            specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
    }

    private func strategy() throws -> AmaseStrategy { try AmaseStrategy(Self.start.get()) }

    /// A pattern of a film whose pure phases give 500 counts × degree, to 1 % each.
    private func measurement(_ number: Int, x: Double, celsius: Double, bismuth: Double, tin: Double) -> Tieline.Measurement {
        func phase(_ name: String, _ peak: String, _ fraction: Double) -> PhaseEvidence {
            PhaseEvidence(
                phase: name, peak: peak, probabilityPresent: fraction > 0 ? 1 : 0.02, area: 500 * fraction, areaStandardDeviation: 1.5 + 3 * fraction)
        }
        return Tieline.Measurement(
            number: number, condition: Condition([x, kelvin(fromDegreesCelsius: celsius)]), measuredKelvin: kelvin(fromDegreesCelsius: celsius),
            positionMillimetres: 0, series: number, intent: "intent-\(number)",
            evidence: Evidence(phases: [phase("RHOMBO_A7", "Bi (012)", bismuth), phase("BCT_A5", "Sn (101)", tin)]))
    }

    private func prior(_ kind: Prior.Kind, certainty: Double = 0.9) -> Prior {
        Prior(identifier: "prior-1", kind: kind, certainty: certainty, author: "test", reason: "test", time: 0)
    }

    @Test("Before any pattern the estimate is the database's eutectic with the spread of the priors (20 K and 0.074, notes on AMASE 1.5)")
    func priorSpread() throws {
        let invariant = try #require(try strategy().invariant)
        #expect(abs(invariant.temperature.value - 411.96) < 8)
        #expect((14...30).contains(invariant.temperature.standardDeviation))
        #expect((0.05...0.10).contains(invariant.composition.standardDeviation))
    }

    @Test("A pattern without bismuth where bismuth was certain brackets the eutectic")
    func bracket() throws {
        var strategy = try strategy()
        // The lever rule of the database: at 100 °C the solvus is at 0.9334, bismuth nearly pure (NIST solder database).
        let cold: Double = (0.9334 - 0.75) / 0.9323
        try strategy.apply(.measured(measurement(1, x: 0.75, celsius: 100, bismuth: cold, tin: 1 - cold)))
        let warm: Double = (0.8850 - 0.80) / 0.8832
        try strategy.apply(.measured(measurement(2, x: 0.80, celsius: 130, bismuth: warm, tin: 1 - warm)))
        let melting: Double = (0.75 - 0.5755) / (0.8705 - 0.5755)
        try strategy.apply(.measured(measurement(3, x: 0.75, celsius: 140, bismuth: 0, tin: melting)))
        let temperature = try #require(strategy.invariant).temperature
        #expect(temperature.value > kelvin(fromDegreesCelsius: 129) && temperature.value < kelvin(fromDegreesCelsius: 141))
        #expect(temperature.standardDeviation < 4)
        #expect(strategy.probabilityPassed > 0.99)
    }

    @Test("The first steps stay where the eutectic is hardly below, and no step is longer than the campaign allows")
    func caution() throws {
        let strategy = try strategy()
        guard case .measure(let condition) = try strategy.decide(elapsedSeconds: 0).action else {
            Issue.record("the first decision is not a measurement")
            return
        }
        #expect(condition[1] <= kelvin(fromDegreesCelsius: 110) + 1e-9)
        #expect(try strategy.decide(elapsedSeconds: 0) == strategy.decide(elapsedSeconds: 0))
    }

    @Test("A boundary drawn by a person moves the prior, the surer the more, and withdrawing it takes the move back")
    func boundaryPrior() throws {
        let line = Prior.Kind.phaseBoundary(
            points: [Condition([0.68, kelvin(fromDegreesCelsius: 150)]), Condition([0.85, kelvin(fromDegreesCelsius: 190)])],
            between: ["LIQUID", "BCT_A5"])
        let before = try #require(try strategy().invariant)
        var moves: [Double] = []
        for certainty in [0.6, 0.95] {
            var strategy = try strategy()
            try strategy.apply(.priorAdded(prior(line, certainty: certainty)))
            let after = try #require(strategy.invariant)
            moves.append(abs(after.composition.value - before.composition.value))
            try strategy.apply(.priorWithdrawn(PriorWithdrawal(prior: "prior-1", author: "test", reason: "test")))
            let again = try #require(strategy.invariant)
            #expect(abs(again.composition.value - before.composition.value) < 0.5 * before.composition.standardDeviation)
        }
        #expect(moves[1] > 0.5 * before.composition.standardDeviation)
        #expect(moves[1] > moves[0] * 0.8)
    }

    /// Solidus of the database at 140, 160 and 180 °C (BiSn_reference_boundaries.csv): true statements may not move the belief away.
    @Test("The true solidus, called a boundary between liquid and solid, or the rim of the solid's region, leaves the eutectic where it is")
    func solidusPrior() throws {
        let line = [(0.870458, 140.0), (0.898672, 160), (0.926668, 180)].map { Condition([$0.0, kelvin(fromDegreesCelsius: $0.1)]) }
        let before = try #require(try strategy().invariant)
        let region = line + [Condition([0.949, kelvin(fromDegreesCelsius: 180)]), Condition([0.949, kelvin(fromDegreesCelsius: 140)])]
        for kind in [Prior.Kind.phaseBoundary(points: line, between: ["LIQUID", "BCT_A5"]), .phaseRegion(polygon: region, phases: ["BCT_A5"])] {
            var strategy = try strategy()
            try strategy.apply(.priorAdded(prior(kind, certainty: 0.9)))
            let after = try #require(strategy.invariant)
            #expect(abs(after.composition.value - before.composition.value) < before.composition.standardDeviation)
            #expect(abs(after.temperature.value - before.temperature.value) < before.temperature.standardDeviation)
        }
    }

    @Test("A region of both solids that reaches beyond the solvus pulls the solvus out to its rim")
    func regionPrior() throws {
        var strategy = try strategy()
        let low = kelvin(fromDegreesCelsius: 90)
        let high = kelvin(fromDegreesCelsius: 120)
        func solvus(_ strategy: AmaseStrategy) -> Double {
            let ends = strategy.equallyWeighted.compactMap { draw in
                strategy.theory.shifted(strategy.model.shifts(draw.z)).field(atKelvin: high)?.span(
                    strategy.theory.unshifted.phases[0], strategy.theory.unshifted.phases[2], nearestTo: 0.8)?.upper
            }
            return ends.reduce(0, +) / Double(ends.count)
        }
        // The database's solvus is at 0.9083 there, the rim at 0.935.
        let polygon = [Condition([0.72, low]), Condition([0.935, low]), Condition([0.935, high]), Condition([0.72, high])]
        let before = solvus(strategy)
        try strategy.apply(.priorAdded(prior(.phaseRegion(polygon: polygon, phases: ["BCT_A5", "RHOMBO_A7"]), certainty: 0.95)))
        let after = solvus(strategy)
        #expect(before < 0.92)
        #expect(after > before && after > 0.92)
    }

    @Test("A region of interest draws the next point inside, unless the outside is far better")
    func regionOfInterest() throws {
        var strategy = try strategy()
        let polygon = [Condition([0.85, 350]), Condition([0.949, 350]), Condition([0.949, 510]), Condition([0.85, 510])]
        try strategy.apply(.priorAdded(prior(.regionOfInterest(polygon: polygon), certainty: 0.99)))
        let interest = RegionsOfInterest(strategy.priors)
        #expect(interest.weight(Condition([0.90, 400])) == 1)
        #expect(interest.weight(Condition([0.72, 400])) < 0.25)
    }

    @Test("A statement that the strategy cannot use is refused with what it would use; one that got in all the same is said to be unused")
    func unusedPrior() throws {
        var strategy = try strategy()
        let corners = [Condition([0.8, 400]), Condition([0.9, 400]), Condition([0.9, 420])]
        #expect(strategy.objection(to: .samePhase(corners), certainty: 0.8)?.remedy.contains("boundary") == true)
        #expect(strategy.objection(to: .phaseRegion(polygon: corners, phases: ["HCP_A3"]), certainty: 0.8)?.remedy.contains("BCT_A5") == true)
        #expect(strategy.objection(to: .phaseRegion(polygon: corners, phases: ["BCT_A5"]), certainty: 0.8) == nil)
        #expect(strategy.objection(to: .phaseRegion(polygon: corners, phases: []), certainty: 0.8)?.message.contains("none is named") == true)
        #expect(strategy.objection(to: .phaseBoundary(points: corners, between: []), certainty: 0.8)?.message.contains("none is named") == true)
        #expect(strategy.objection(to: .phaseBoundary(points: corners, between: ["LIQUID", "BCT_A5"]), certainty: 0.8) == nil)
        try strategy.apply(.priorAdded(prior(.samePhase([Condition([0.8, 400]), Condition([0.81, 400])]))))
        #expect(try strategy.summary().warnings.contains { $0.contains("prior-1") })
    }

    @Test("The budget of patterns and of time end the campaign, and it says which")
    func budgets() throws {
        var strategy = try strategy()
        #expect(try strategy.decide(elapsedSeconds: 1e6).action == .stop(.timeBudgetSpent))
        var start = try Self.start.get()
        start.specification.budget.patterns = 1
        strategy = try AmaseStrategy(start)
        try strategy.apply(.measured(measurement(1, x: 0.75, celsius: 100, bismuth: 0.2, tin: 0.8)))
        #expect(try strategy.decide(elapsedSeconds: 0).action == .stop(.patternBudgetSpent))
    }

    @Test("A free parameter that the database's phases do not have is named")
    func unknownParameter() throws {
        var start = try Self.start.get()
        start.specification.theory.free[0].parameter = "L(FCC_A1,BI,SN:VA;0)"
        #expect(throws: (any Error).self) { try AmaseStrategy(start) }
    }
}
