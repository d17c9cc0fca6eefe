import Calphad

/// An assessment as a person reads it.
struct AssessText {
    let document: AssessDocument

    var lines: [String] {
        let report = document.report
        let kinds = report.kinds.keys.sorted().map { "\(report.kinds[$0] ?? 0) \($0)" }.joined(separator: ", ")
        var lines = [
            "\(report.components.joined(separator: "-")), from \(report.database): \(report.coefficients.count) coefficients, data: \(kinds)",
            "fit in \(Self.short(document.seconds)) s, \(report.evaluations) evaluations with gradient of \(Self.short(1000 * document.secondsPerEvaluation)) ms; the step that remains is \(Self.short(report.remainingStep)) standard errors",
            "",
        ]
        lines += table(
            [["parameter", "coefficient", "value", "standard error", "unit", "shift", "known from"]]
                + report.coefficients.map { one in
                    let sources = one.sources.prefix(3).map { "\($0.source) \(Int((100 * $0.share).rounded())) %" }
                    return [
                        one.parameter, one.form, Self.short(one.value), Self.short(one.standardError), one.unit, Self.short(one.shift),
                        sources.isEmpty ? "the prior" : sources.joined(separator: ", "),
                    ]
                })
        lines += ["", "Sources; a root mean square near 1 means that the errors are what they are said to be:"]
        lines += table(
            [["source", "data", "root mean square of deviates"]]
                + report.sources.map {
                    [$0.source, "\($0.data)", Self.short($0.rootMeanSquare), $0.unusable > 0 ? "\($0.unusable) without such an equilibrium" : ""]
                })
        if !report.misfits.isEmpty {
            lines += ["", "Largest deviates, in standard errors:"]
            lines += table(report.misfits.map { [$0.source, Self.short($0.deviate), $0.kind == "exact" ? "" : $0.kind] })
        }
        if let bands = document.bands {
            lines += ["", "Invariants, with \(Int((100 * bands.probability).rounded())) % intervals:"]
            lines += table(
                bands.invariants.map { one in
                    let compositions = zip(one.phases, one.compositions).map { "\($0) \(Self.interval($1, digits: 4))" }
                    return [one.kind, Self.interval(one.temperature, digits: 1) + " K"] + compositions
                })
        }
        lines += section("Not identified:", report.unidentified) + section("Notes:", report.warnings + document.notes)
        lines += section("Left out:", document.setAside)
        if let written = document.written { lines += ["", "written to \(written)"] }
        return lines
    }

    private func table(_ rows: [[String]]) -> [String] { TextTable(rows: rows).lines.map { "  " + $0 } }

    private func section(_ title: String, _ items: [String]) -> [String] { items.isEmpty ? [] : ["", title] + items.map { "  " + $0 } }

    private static func interval(_ one: DiagramBands.Interval, digits: Int) -> String {
        "\(Wording.fixed(one.median, digits)) (\(Wording.fixed(one.lower, digits)) to \(Wording.fixed(one.upper, digits)))"
    }

    /// Four significant digits.
    static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        let magnitude = abs(value)
        if magnitude >= 1000 { return Wording.fixed(value, 0) }
        if magnitude < 0.001 { return "\(Float(value))" }
        return Wording.fixed(value, magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 1 ? 3 : 5)
    }
}
