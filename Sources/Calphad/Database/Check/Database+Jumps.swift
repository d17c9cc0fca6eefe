internal import OrderedCollections

/// Functions that do not join where their form changes. A jump of the value is a wrong energy on one side; a jump of the slope is an entropy, so that
/// the phase seems to transform within itself.
extension Database {
    /// Rounding of published coefficients stays below these, J/mol and J/(mol K) per mole of formula units; above the second ones it is a mistake.
    private static let valueLimits = (note: 0.5, warning: 10.0)
    private static let slopeLimits = (note: 0.05, warning: 1.0)

    func jumps() -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        let energies = functionsOfEnergies
        for (name, value) in functions where energies.contains(name) {
            result += jumps(value, "function \(name)", lines.functions[name])
        }
        for (identifier, parameter) in parameters where identifier.kind == .gibbs && phases[identifier.phase] != nil {
            result += jumps(parameter.value, "parameter \(identifier)", parameter.line)
        }
        return result
    }

    /// Where the forms that a function itself lists meet; those of the functions it calls are judged where they are defined.
    private func jumps(_ value: PiecewiseExpression, _ subject: String, _ line: Int?) -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        for (low, high) in zip(value.ranges, value.ranges.dropFirst()) {
            var evaluator = ExpressionEvaluator(self, temperature: low.upperTemperature)
            let (below, above) = (evaluator.point(low.expression), evaluator.point(high.expression))
            let jump = above.value - below.value
            let kink = above.slope - below.slope
            let place = "at \(low.upperTemperature) K"
            if abs(jump) >= Self.valueLimits.note {
                result.append(
                    DatabaseFinding(
                        abs(jump) >= Self.valueLimits.warning ? .warning : .note, .valueJump, line: line, subject: subject,
                        "\(subject) jumps by \(Self.rounded(jump)) J/mol \(place)",
                        remedy: "Compare the coefficients of both ranges with the publication."))
            }
            if abs(kink) >= Self.slopeLimits.note {
                result.append(
                    DatabaseFinding(
                        abs(kink) >= Self.slopeLimits.warning ? .warning : .note, .slopeJump, line: line, subject: subject,
                        "the slope of \(subject) jumps by \(Self.rounded(kink)) J/(mol K) \(place)",
                        remedy: "Compare the coefficients of both ranges with the publication."))
            }
        }
        return result
    }

    /// Functions that some Gibbs energy needs, however far down.
    private var functionsOfEnergies: Set<String> {
        reached(from: parameters.values.filter { $0.identifier.kind == .gibbs && phases[$0.identifier.phase] != nil })
    }

    /// The functions that parameters call, and those that these call.
    func reached(from parameters: [Parameter]) -> Set<String> {
        var result: Set<String> = []
        var pending = parameters.flatMap { $0.value.ranges.flatMap(\.expression.symbols) }
        while let name = pending.popLast() {
            guard result.insert(name).inserted, let function = functions[name] else { continue }
            pending += function.ranges.flatMap(\.expression.symbols)
        }
        return result
    }

    /// Three significant digits, for messages.
    static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        var scale = 1.0
        // Bounded by the exponents of a double.
        while abs(value) * scale < 100, scale < 1e300 { scale *= 10 }
        while abs(value) * scale >= 1000, scale > 1e-300 { scale /= 10 }
        return (value * scale).rounded() / scale
    }
}
