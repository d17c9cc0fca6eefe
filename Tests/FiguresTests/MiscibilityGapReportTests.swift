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
}
