import Calphad

/// T0 curves as a table for people: every tenth composition.
struct EqualEnergyText {
    let curves: EqualEnergyCurves

    var lines: [String] {
        var lines = ["  T0 of \(curves.phases.joined(separator: " and ")), x(\(curves.components[1]))"]
        for curve in curves.curves {
            let shown = curve.enumerated().filter { $0.offset % 10 == 0 || $0.offset == curve.count - 1 }.map(\.element)
            lines +=
                TextTable(
                    rows: shown.map {
                        ["    " + Wording.fixed($0.x, 4), Wording.fixed($0.temperature, 2) + " K", Wording.temperature(kelvin: $0.temperature)]
                    }
                ).lines
        }
        for warning in curves.warnings { lines.append("  note: \(warning)") }
        return lines
    }
}
