import Testing
import Tieline

@testable import Figures

@Suite("Report") struct ReportPageTests {
    @Test("The page is well-formed and needs nothing beside it") func page() {
        for report in [SyntheticReport.finished, SyntheticReport.empty] {
            let html = ReportPage(report).html()
            let checked = WellFormed(html)
            #expect(checked.problems.isEmpty, "\(checked.problems)")
            for attribute in checked.attributes {
                #expect(!["src", "href"].contains(attribute.name) && !attribute.name.hasPrefix("on"), "\(attribute)")
            }
            #expect(!html.contains("<script") && !html.contains("@import") && !html.contains("nan"))
            // Clip paths are found by their names, so no two may share one.
            let identifiers = checked.attributes.filter { $0.name == "id" }.map(\.value)
            #expect(Set(identifiers).count == identifiers.count)
        }
    }

    @Test("It says what a reader needs before the numbers: simulated, warnings, parameter set, what ± means") func honesty() {
        let html = ReportPage(SyntheticReport.finished).html()
        for words in [
            "SIMULATED", "rests on the theory", "U. Kattner", "What ± means", "How to cite", "patterns; a regular grid takes 400",
        ] {
            #expect(html.contains(words), "\(words)")
        }
        var real = SyntheticReport.finished
        real.status.isSimulated = false
        #expect(!ReportPage(real).html().contains("SIMULATED"))
    }

    @Test("The terminal's report ends with the result line") func terminal() {
        for report in [SyntheticReport.finished, SyntheticReport.empty] {
            let lines = ReportPage(report).text().split(separator: "\n")
            #expect(lines.last.map(String.init) == ResultLine.text(for: report))
        }
        #expect(ReportPage(SyntheticReport.finished).text().hasPrefix("SIMULATED"))
    }

    @Test("Phases of a point take the diagram's names") func names() {
        #expect(ReportPage(SyntheticReport.finished).phases("BCT_A5 + RHOMBO_A7") == "(Sn) + (Bi)")
        #expect(ReportPage(SyntheticReport.finished).phases("LIQUID") == "L")
        #expect(PhaseNames.element("SN") == "Sn" && PhaseNames.element("VACANCY") == "VACANCY")
    }
}
