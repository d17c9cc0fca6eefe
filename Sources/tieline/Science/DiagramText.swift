import Calphad

/// A diagram's invariants and special points as a table for people.
struct DiagramText {
    let diagram: PhaseDiagram

    var lines: [String] {
        let second = diagram.components[1]
        var lines = [
            "\(diagram.components.joined(separator: "-")) from \(diagram.database), "
                + "\(Wording.temperature(kelvin: diagram.temperatures.lowerBound)) to \(Wording.temperature(kelvin: diagram.temperatures.upperBound))"
        ]
        var rows: [[String]] = []
        for invariant in diagram.invariants.reversed() {
            let phases = invariant.phases.map { "\($0.phase) x(\(second)) = \(Wording.fixed($0.x, 5))" }
            rows.append(["  " + invariant.kind.rawValue] + temperature(invariant.temperature) + phases)
        }
        for point in diagram.specialPoints.reversed() {
            rows.append(
                ["  " + name(point.kind)] + temperature(point.temperature) + [
                    point.phases.joined(separator: " / "), "x(\(second)) = \(Wording.fixed(point.x, 5))",
                ])
        }
        lines += TextTable(rows: rows).lines
        lines.append("  \(diagram.boundaries.count) two-phase fields, \(diagram.tieLines.count) tie-lines")
        for warning in diagram.warnings { lines.append("  note: \(warning)") }
        return lines
    }

    private func temperature(_ kelvin: Double) -> [String] { [Wording.fixed(kelvin, 2) + " K", Wording.temperature(kelvin: kelvin)] }

    private func name(_ kind: PhaseDiagram.SpecialPoint.Kind) -> String {
        switch kind {
        case .pureComponent: "pure component"
        case .congruent: "congruent"
        case .polymorphic: "polymorphic"
        case .critical: "critical point"
        }
    }
}
