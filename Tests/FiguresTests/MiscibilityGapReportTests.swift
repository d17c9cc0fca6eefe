import Testing
import Tieline

@testable import Figures

/// A phase with a peak on either side of its miscibility gap, as FCC_A1 of silver and copper.
@Suite("Report of a miscibility gap") struct MiscibilityGapReportTests {
    private static var report: CampaignReport {
        var report = SyntheticReport.finished
        report.specification.theory.phases = ["LIQUID", "FCC_A1"]
        report.specification.peaks = [
            TrackedPeak(phase: "FCC_A1", name: "FCC_A1#1", moleFractions: 0...0.5, label: "Bi (111)", twoTheta: 38.1, detectionLimit: 0.01),
            TrackedPeak(phase: "FCC_A1", name: "FCC_A1#2", moleFractions: 0.5...1, label: "Sn (200)", twoTheta: 50.5, detectionLimit: 0.01),
        ]
        // The leaner side is seen alone, and has an area that nothing else in the report has.
        for index in report.points.indices {
            report.points[index].evidence = Evidence(phases: [
                PhaseEvidence(phase: "FCC_A1#1", peak: "Bi (111)", probabilityPresent: 0.97, area: 123.4, areaStandardDeviation: 1.5),
                PhaseEvidence(phase: "FCC_A1#2", peak: "Sn (200)", probabilityPresent: 0.03, area: 0.7, areaStandardDeviation: 1.2),
            ])
        }
        return report
    }

    @Test("Each peak finds its own evidence, and a point where one is seen says which")
    func ownEvidence() {
        let html = ReportPage(Self.report).html()
        #expect(html.contains("123.4 ± 1.5") && html.contains("0.7 ± 1.2"))
        #expect(html.contains("Bi (111) only"))
        #expect(WellFormed(html).problems.isEmpty)
    }

    @Test("The phase has the names of both sides")
    func names() {
        #expect(PhaseNames(Self.report.specification)["FCC_A1"] == "(Bi,Sn)")
        #expect(PhaseNames(SyntheticReport.specification)["BCT_A5"] == "(Sn)")
    }

    @Test("A boundary that the campaign names is a result, with what was asked for, and not a warning")
    func wanted() {
        var report = Self.report
        let target = BoundaryTarget(phases: ["FCC_A1", "FCC_A1"], end: .richer, kelvin: 573.15, moleFraction: 0.01)
        report.wanted = [.init(target: target, estimate: Estimate(0.5768, standardDeviation: 0.0014)), .init(target: target, estimate: nil)]
        let html = ReportPage(report).html()
        #expect(html.contains("FCC_A1, richer side of its gap, 300 °C"))
        #expect(html.contains("0.577 ± 0.001") && html.contains("asked for ± 0.01") && html.contains("the posterior has none"))
        #expect(BoundaryLine.name(BoundaryTarget(phases: ["A", "B"], end: .richer, kelvin: 373.15, moleFraction: 0.1)) == "B beside A, 100 °C")
    }

    @Test("However many kinds of marks there are, the legend keeps to its rows and leaves room for SIMULATED")
    func legend() {
        var report = Self.report
        report.specification.peaks += (1...4).map {
            TrackedPeak(
                phase: "LAVES_C15", name: "LAVES_C15#\($0)", label: "a long name of a reflection (\($0)00)", twoTheta: 60, detectionLimit: 0.01)
        }
        for index in report.points.indices {
            let phases = report.specification.peaks.indices.filter { ($0 + index) % 3 == 0 }.map { report.specification.peaks[$0].name }
            report.points[index].evidence = Evidence(
                phases: phases.map { PhaseEvidence(phase: $0, peak: $0, probabilityPresent: 1, area: 1, areaStandardDeviation: 1) })
        }
        let rows = CampaignFigure.legend(of: report, names: PhaseNames(report.specification), width: 628)
        #expect(rows.count > 1)
        for row in rows where row.count > 1 { #expect(row.map(\.width).reduce(0, +) <= 628 - 60) }
        #expect(WellFormed(CampaignFigure(report).svg()).problems.isEmpty)
    }
}
