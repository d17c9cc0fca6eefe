import Calphad

/// A solidification as tables for people.
struct SolidificationText {
    let result: Solidification

    var lines: [String] {
        let alloy = zip(result.components, result.moleFractions).map { "x(\($0)) = \(Wording.fixed($1, 4))" }.joined(separator: ", ")
        var lines = ["\(alloy), \(result.model == .scheil ? "Scheil's rule" : "lever rule"), \(result.database)"]
        lines.append("  liquidus  \(Wording.fixed(result.liquidus, 2)) K  \(Wording.temperature(kelvin: result.liquidus))")
        lines +=
            TextTable(
                rows: result.events.map { event in
                    [
                        "  \(Wording.fixed(event.temperature, 2)) K", Wording.temperature(kelvin: event.temperature),
                        "liquid \(Wording.fixed(event.liquidFraction, 5))",
                        event.isInvariant ? "freezes to \(event.phases.joined(separator: " + "))" : "forms \(event.phases.joined(separator: " + "))",
                    ]
                }
            ).lines
        lines.append("  end  \(Wording.fixed(result.finalTemperature, 2)) K  \(Wording.temperature(kelvin: result.finalTemperature))  \(ending)")
        var rows = [["  phase", "amount"] + result.components.map { "x(\($0))" }]
        for phase in result.phases { rows.append(["  " + phase.phase, Wording.fixed(phase.amount, 5)] + phase.x.map { Wording.fixed($0, 5) }) }
        lines += TextTable(rows: rows).lines
        if result.residualLiquid > 0 { lines.append("  liquid left: \(Wording.fixed(result.residualLiquid, 6))") }
        for warning in result.warnings { lines.append("  note: \(warning)") }
        return lines
    }

    private var ending: String {
        switch result.end {
        case .invariant: "the rest of the liquid freezes at this temperature"
        case .solidus: "the last liquid freezes"
        case .residualLiquid: "the liquid fraction that was asked for"
        case .lowestTemperature: "the lowest temperature"
        }
    }
}
