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
        lines.append(
            "  \(section.check.samples) certified equilibria compared with the fields, \(section.check.differing) differ, \(section.check.failed) failed"
        )
        for warning in section.warnings { lines.append("  note: \(warning)") }
        return lines
    }
}
