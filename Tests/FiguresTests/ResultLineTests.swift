import Testing
import Tieline

@testable import Figures

@Suite("The result line") struct ResultLineTests {
    @Test("Reads as the issue says") func line() {
        var report = SyntheticReport.finished
        report.status.patterns = 52
        #expect(ResultLine.text(for: report) == "eutectic: T = 133.2 ± 0.6 °C, x = 0.534 ± 0.008 Sn, 52 patterns")
    }

    @Test("Says what is not known, and what cannot be trusted") func unknown() {
        #expect(ResultLine.text(for: SyntheticReport.empty) == "eutectic: not known yet, 0 patterns")
        var estimate = SyntheticReport.invariant
        estimate.isReliable = false
        #expect(
            ResultLine.text(invariant: estimate, kind: "eutectic", component: "SN", patterns: 1)
                == "eutectic: T = 133.2 ± 0.6 °C, x = 0.534 ± 0.008 Sn, 1 pattern (not reliable yet)")
    }

    @Test("A deviation never reads as zero, and a negative temperature has a plain minus") func digits() {
        #expect(ResultLine.value(Estimate(133.2214, standardDeviation: 0.031), fewest: 1) == "133.22 ± 0.03")
        #expect(ResultLine.value(Estimate(0.5, standardDeviation: 0.00021), fewest: 3) == "0.5000 ± 0.0002")
        #expect(ResultLine.value(Estimate(-3.14, standardDeviation: 0.2), fewest: 1) == "-3.1 ± 0.2")
        #expect(ResultLine.value(Estimate(.nan, standardDeviation: .nan), fewest: 1) == "– ± –")
    }

    @Test("Fixed decimals", arguments: [(0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-12.345, 2, "−12.35"), (1e9, 0, "1000000000"), (0.999, 2, "1.00")])
    func fixed(value: Double, decimals: Int, text: String) {
        // 12.345 is 12.3450000000000006 as a double.
        #expect(Numbers.fixed(value, decimals) == text)
    }
}
