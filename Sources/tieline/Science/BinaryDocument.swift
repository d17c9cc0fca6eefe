import Calphad

/// A binary diagram with what else was asked for: the diagram's own keys, and `equalEnergy` where there are such curves.
struct BinaryDocument: Encodable {
    let diagram: PhaseDiagram
    let equalEnergy: [EqualEnergyCurves]

    private enum Key: String, CodingKey { case equalEnergy }

    func encode(to encoder: any Encoder) throws {
        try diagram.encode(to: encoder)
        guard !equalEnergy.isEmpty else { return }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(equalEnergy, forKey: .equalEnergy)
    }
}

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
