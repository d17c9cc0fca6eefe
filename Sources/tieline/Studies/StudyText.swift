import Foundation
import Studies

/// A study as a table for people: one row a strategy.
enum StudyText {
    static func table(_ summaries: [StudySummary]) -> TextTable {
        let head = [
            "strategy", "to target (quartiles)", "within 40", "within 66", "stops at", "error T_e", "error x_e", "90 % covers T_e, x_e",
            "temperatures",
            "a pattern",
        ]
        return TextTable(rows: [head] + summaries.map(row))
    }

    private static func row(_ summary: StudySummary) -> [String] {
        func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }
        func quartiles(_ values: StudySummary.Quartiles) -> String {
            func text(_ value: Double?) -> String { value.map { String(format: "%g", $0) } ?? "∞" }
            return "\(text(values.median)) (\(text(values.q1)) to \(text(values.q3)))"
        }
        let coverage = summary.coverage90
        return [
            summary.name, quartiles(summary.patternsToTarget), percent(summary.fractionWithin40), percent(summary.fractionWithin66),
            quartiles(summary.patternsAtStop), String(format: "%.2f K", summary.medianError.temperature),
            String(format: "%.4f", summary.medianError.composition), "\(percent(coverage.temperature)), \(percent(coverage.composition))",
            String(format: "%g", summary.medianTemperatures), String(format: "%.0f ms", 1000 * summary.secondsPerPattern),
        ]
    }
}
