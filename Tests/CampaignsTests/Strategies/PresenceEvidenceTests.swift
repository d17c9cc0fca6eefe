@testable import Campaigns
import Foundation
import Testing
import Tieline

@Suite struct PresenceEvidenceTests {
    private func strategy(_ evidence: EvidenceUse) throws -> AmaseStrategy {
        var start = try AmaseStrategyTests.start.get()
        start.specification.evidence = evidence
        return try AmaseStrategy(start)
    }

    private func measurement(_ number: Int, x: Double, celsius: Double, bismuth: Double, tin: Double) -> Tieline.Measurement {
        func phase(_ name: String, _ peak: String, _ fraction: Double) -> PhaseEvidence {
            PhaseEvidence(
                phase: name, peak: peak, probabilityPresent: fraction > 0 ? 1 : 0, area: 500 * fraction, areaStandardDeviation: 1.5 + 3 * fraction)
        }
        return Tieline.Measurement(
            number: number, condition: Condition([x, kelvin(fromDegreesCelsius: celsius)]), measuredKelvin: kelvin(fromDegreesCelsius: celsius),
            positionMillimetres: 0, series: number, intent: "intent-\(number)",
            evidence: Evidence(phases: [phase("RHOMBO_A7", "Bi (012)", bismuth), phase("BCT_A5", "Sn (101)", tin)]))
    }

    @Test("A peak is as probable as not where the fraction is the detection limit, sure inside the field, and impossible outside")
    func probability() throws {
        let model = try strategy(.presence).model
        let (bismuth, tin) = (0, 1)
        #expect(model.peaks[bismuth].phase == "RHOMBO_A7" && model.peaks[tin].phase == "BCT_A5")
        let limit = model.peaks[bismuth].detectionLimit
        #expect(limit == 0.01)
        func probability(_ field: IsothermalField, at x: Double) -> Double { model.share(bismuth, field, atMoleFraction: x).presence }
        let span = IsothermalField.Span(lower: 0.002, upper: 0.93, lowerPhase: model.peakPhases[bismuth], upperPhase: model.peakPhases[tin])
        let field = IsothermalField(spans: [span], onlyPhase: 0)
        let edge = 0.93 - limit * 0.928
        #expect(abs(probability(field, at: edge) - 0.5) < 1e-9)
        #expect(probability(field, at: 0.85) > 0.999)
        #expect(probability(field, at: 0.96) < 1e-6)
    }

    @Test("Presence alone brackets the eutectic as areas do, and leaves more of it open: the solvus may have left the window instead")
    func bracket() throws {
        var deviations: [Double] = []
        for evidence in EvidenceUse.allCases {
            var strategy = try strategy(evidence)
            // Fractions by the lever rule on the database's own boundaries (NIST solder database).
            try strategy.apply(.measured(measurement(1, x: 0.75, celsius: 110, bismuth: 0.184, tin: 0.816)))
            try strategy.apply(.measured(measurement(2, x: 0.75, celsius: 128, bismuth: 0.156, tin: 0.844)))
            try strategy.apply(.measured(measurement(3, x: 0.75, celsius: 140, bismuth: 0, tin: 0.592)))
            let temperature = try #require(strategy.invariant).temperature
            #expect(temperature.value > kelvin(fromDegreesCelsius: 127) && temperature.value < kelvin(fromDegreesCelsius: 141))
            deviations.append(temperature.standardDeviation)
        }
        #expect(deviations[0] < 4.5 && deviations[0] > 2)
        #expect(deviations[1] > deviations[0])
    }

    @Test("Where presence is certain a pattern teaches nothing by itself, and the climb goes on all the same")
    func climbing() throws {
        var strategy = try strategy(.presence)
        guard case .measure = try strategy.next().action else {
            Issue.record("nothing is measured at the start")
            return
        }
        try strategy.apply(.measured(measurement(1, x: 0.75, celsius: 80, bismuth: 0.21, tin: 0.79)))
        guard case .measure(let condition) = try strategy.next().action else {
            Issue.record("the climb ends below the eutectic")
            return
        }
        #expect(condition[1] > kelvin(fromDegreesCelsius: 80))
    }
}
