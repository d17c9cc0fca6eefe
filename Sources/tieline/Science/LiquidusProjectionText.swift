import Calphad

/// A liquidus projection as tables for people.
struct LiquidusProjectionText {
    let projection: LiquidusProjection

    var lines: [String] {
        let names = projection.components
        var lines = [
            "\(names.joined(separator: "-")), liquidus from \(Wording.fixed(projection.lowestTemperature, 2)) to \(Wording.fixed(projection.highestTemperature, 2)) K, \(projection.database)"
        ]
        lines.append("  invariants: x(\(names.joined(separator: ")/x("))) of the liquid")
        lines +=
            TextTable(
                rows: projection.invariants.sorted { $0.temperature > $1.temperature }.map { invariant in
                    [
                        "    " + invariant.kind.rawValue, Wording.fixed(invariant.temperature, 2) + " K",
                        Wording.temperature(kelvin: invariant.temperature), composition(invariant.phases.first?.x ?? []),
                        "\(invariant.reactants.joined(separator: " + ")) = \(invariant.products.joined(separator: " + "))",
                    ]
                }
            ).lines
        lines.append("  monovariant lines")
        lines +=
            TextTable(
                rows: projection.lines.map { line in
                    let ends = [line.points.first, line.points.last].compactMap { $0?.temperature }
                    return [
                        "    \(projection.liquid) + " + line.phases.joined(separator: " + "),
                        ends.map { Wording.fixed($0, 2) }.joined(separator: " to ") + " K",
                        "\(line.start.kind.rawValue) to \(line.end.kind.rawValue)",
                    ]
                }
            ).lines
        if !projection.extrema.isEmpty { lines.append("  maxima and minima on them") }
        lines +=
            TextTable(
                rows: projection.extrema.map { extremum in
                    [
                        "    \(projection.liquid) + " + extremum.phases.joined(separator: " + "), extremum.isMaximum ? "maximum" : "minimum",
                        Wording.fixed(extremum.temperature, 2) + " K", composition(extremum.x),
                    ]
                }
            ).lines
        lines.append("  primary fields, per cent of the triangle")
        lines +=
            TextTable(
                rows: projection.fields.sorted { $0.area > $1.area }.map { field in
                    ["    " + (field.phase == projection.liquid ? "two liquids" : field.phase), Wording.fixed(100 * field.area, 3)]
                }
            ).lines
        let check = projection.check
        lines.append("  \(check.samples) random compositions compared with the global search (seed \(check.seed)), \(check.differing) differ")
        if check.withoutLiquidus > 0 { lines.append("  \(check.withoutLiquidus) of them have no liquidus here") }
        if check.unsolved > 0 { lines.append("  \(check.unsolved) of them have no global answer") }
        for warning in projection.warnings { lines.append("  note: \(warning)") }
        return lines
    }

    private func composition(_ x: [Double]) -> String { x.map { Wording.fixed($0, 4) }.joined(separator: "/") }
}
