import Calphad

/// An isothermal section as tables for people.
struct IsothermalSectionText {
    let section: IsothermalSection

    var lines: [String] {
        let names = section.components
        var lines = ["\(names.joined(separator: "-")) at \(Wording.fixed(section.temperature, 2)) K, \(section.database)"]
        lines.append("  tie-triangles: x(\(names.joined(separator: ")/x("))) of each corner")
        lines +=
            TextTable(
                rows: section.tieTriangles.map { triangle in
                    triangle.corners.map { "  \($0.phase) \($0.x.map { Wording.fixed($0, 4) }.joined(separator: "/"))" }
                }
            ).lines
        lines.append("  two-phase fields")
        lines +=
            TextTable(
                rows: section.fields.map { field in
                    [
                        "    " + field.phases.joined(separator: " + "), "\(field.tieLines.count) tie-lines",
                        field.ends.map(\.rawValue).joined(separator: " to "),
                    ]
                }
            ).lines
        lines.append("  \(section.check.samples) certified equilibria compared with the fields, \(section.check.differing) differ")
        for warning in section.warnings { lines.append("  note: \(warning)") }
        return lines
    }
}

/// An isopleth as a table for people.
struct IsoplethText {
    let isopleth: Isopleth

    var lines: [String] {
        func text(_ x: [Double]) -> String { zip(isopleth.components, x).map { "\($0)=\(Wording.fixed($1, 4))" }.joined(separator: " ") }
        var lines = ["from \(text(isopleth.start)) to \(text(isopleth.end)), \(isopleth.database)"]
        lines +=
            TextTable(
                rows: isopleth.lines.map { line in
                    let temperatures = line.points.map(\.temperature)
                    return [
                        "  " + line.below.joined(separator: " + "), "| " + line.above.joined(separator: " + "),
                        "\(Wording.fixed(line.points.first?.share ?? 0, 3)) to \(Wording.fixed(line.points.last?.share ?? 0, 3))",
                        "\(Wording.fixed(temperatures.min() ?? 0, 2)) to \(Wording.fixed(temperatures.max() ?? 0, 2)) K",
                    ]
                }
            ).lines
        lines.append("  \(isopleth.samples) certified equilibria, \(isopleth.failures) failed")
        for warning in isopleth.warnings { lines.append("  note: \(warning)") }
        return lines
    }
}

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
