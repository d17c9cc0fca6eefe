import Calphad

/// A property step as a table for people.
struct PropertyStepText {
    let step: PropertyStep

    var lines: [String] {
        var lines = ["\(step.components.joined(separator: "-")), \(step.database)"]
        for change in step.changes {
            lines.append("  \(number(change.value))  \(change.below.joined(separator: " + ")) | \(change.above.joined(separator: " + "))")
        }
        var rows = [["  " + step.variable.rawValue, "GM J/mol", "HM J/mol", "SM J/(mol K)", "CPM J/(mol K)", "phases"]]
        for row in step.rows {
            rows.append([
                "  " + number(row.value), Wording.fixed(row.molarGibbsEnergy, 1), Wording.fixed(row.molarEnthalpy, 1),
                Wording.fixed(row.molarEntropy, 3),
                row.molarHeatCapacity.map { Wording.fixed($0, 3) } ?? "–",
                row.phases.map { "\($0.phase) \(Wording.fixed($0.amount, 4))" }.joined(separator: ", "),
            ])
        }
        lines += TextTable(rows: rows).lines
        for warning in step.warnings { lines.append("  note: \(warning)") }
        return lines
    }

    private func number(_ value: Double) -> String {
        switch step.variable {
        case .temperature: Wording.fixed(value, 2)
        case .composition: Wording.fixed(value, 5)
        case .pressure: "\(value)"
        }
    }
}
