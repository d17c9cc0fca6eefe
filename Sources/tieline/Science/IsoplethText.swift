import Calphad

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
