import Testing
import Tieline

@testable import TielineCommands

@Suite("What a person sees of a campaign")
struct CampaignViewTests {
    private func status(_ state: CampaignStatus.State = .running) -> CampaignStatus {
        CampaignStatus(
            campaign: "sn-bi-film-0001", state: state, reason: "tea", seed: 1, isSimulated: true, patterns: 20, patternBudget: 80,
            elapsedSeconds: 11100, budgetSeconds: 43200, remainingSeconds: 7200,
            temperature: TemperatureReading(
                measuredKelvin: 405.55, targetKelvin: 406.15, workingSetpointKelvin: 405.6, outputPercent: 34, program: .running),
            condition: Condition([0.874, 406.15]), routine: "solidus", lastVerdict: "Bi (012) present, P = 1.00",
            lastDecision: String(repeating: "half-way between two phases ", count: 20),
            invariant: InvariantEstimate(
                kind: "eutectic", temperature: Estimate(406.35, standardDeviation: 0.61), composition: Estimate(0.5342, standardDeviation: 0.0081),
                isReliable: true),
            axes: [
                Axis(name: "x_Sn", unit: .moleFraction, minimum: 0.71, maximum: 0.95, resolution: 0.001),
                Axis(name: "T", unit: .kelvin, minimum: 353.15, maximum: 573.15, resolution: 0.5),
            ], revision: 1)
    }

    @Test("Progress, temperature, verdict, estimate and reason are there, in degrees Celsius and hours")
    func block() {
        let lines = CampaignView(status: status()).lines(width: 100)
        #expect(lines[0] == "sn-bi-film-0001 · running · simulated · seed 1")
        #expect(lines[1] == "patterns  ██████░░░░░░░░░░░░░░░░░░  20 of 80 · 3 h 05 min of 12 h lab time · about 2 h left")
        #expect(lines[2] == "furnace   132.4 °C, target 133.0 °C, output 34 %")
        #expect(lines[3] == "point     x_Sn = 0.874, T = 133.0 °C · solidus")
        #expect(lines[4] == "last      Bi (012) present, P = 1.00")
        #expect(lines[5].hasPrefix("next      half-way") && lines[6].hasPrefix("          ") && lines[6].hasSuffix("…"))
        #expect(lines[7] == "eutectic  133.2 ± 0.6 °C, x = 0.534 ± 0.008")
    }

    @Test("A map has its accuracy and the best sample, and no furnace")
    func map() {
        var status = status()
        (status.temperature, status.invariant) = (nil, nil)
        status.condition = Condition([0.1, -0.2])
        status.axes = ["x", "y"].map { Axis(name: $0, unit: .none, minimum: -2, maximum: 2, resolution: 0.1) }
        status.map = MapProgress(
            expectedAccuracy: 0.9717, wantedAccuracy: 0.98, regionsSeen: 1, regions: 2, isReliable: false,
            best: .init(property: "M", unit: "V", value: 10.41, condition: Condition([0.1, -0.2])))
        let lines = CampaignView(status: status).lines(width: 120)
        #expect(!lines.contains { $0.hasPrefix("furnace") })
        #expect(lines.contains("map       97.2 % expected right, 98.0 % wanted, 1 of 2 regions seen (not shown to have mixed: not reliable yet)"))
        #expect(lines.contains("best      M = 10.41 V at x = 0.1, y = -0.2"))
    }

    @Test("No line is wider than the terminal, whatever its width", arguments: 1...120)
    func width(columns: Int) {
        #expect(CampaignView(status: status()).lines(width: columns).allSatisfy { $0.count <= columns })
    }

    @Test("A paused campaign says why, and how it goes on")
    func paused() {
        let lines = CampaignView(status: status(.paused)).lines(width: 100)
        #expect(lines.contains("because   tea"))
        #expect(lines.contains("go on     tieline resume sn-bi-film-0001 --because '…'"))
    }

    @Test("An update stands by itself on one line")
    func update() {
        let update = CampaignUpdate(kind: .measured, text: "pattern 20: Bi (012) present, P = 1.00", status: status())
        #expect(
            CampaignView.line(for: update)
                == "20/80  132.4 °C  pattern 20: Bi (012) present, P = 1.00  eutectic 133.2 ± 0.6 °C, x = 0.534 ± 0.008")
    }

    @Test(
        "Durations are told in the unit that fits",
        arguments: [(0.0, "0 s"), (89, "89 s"), (120, "2 min"), (3600, "1 h"), (11100, "3 h 05 min"), (.nan, "–"), (-1, "–"), (.infinity, "–")])
    func duration(seconds: Double, text: String) {
        #expect(Wording.duration(seconds: seconds) == text)
    }

    @Test(
        "Numbers are rounded, never cut",
        arguments: [(133.25, 1, "133.3"), (0.9996, 3, "1.000"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"), (12.5, 0, "13"), (.nan, 1, "–")])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(Wording.fixed(value, decimals) == text)
    }
}
