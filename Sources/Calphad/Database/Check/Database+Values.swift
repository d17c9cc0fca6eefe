internal import OrderedCollections

/// Parameters that are not what they seem to be: no number, a size that no solid or liquid has, constituents the phase does not have.
extension Database {
    /// Larger energies are slips of units or signs, J/mol of formula units per site; assessed ones stay below 1 MJ.
    private static let largestEnergy = 1e7
    /// Kelvin; cobalt's Curie temperature, the highest of the elements, is 1388 K.
    private static let largestCurieTemperature = 5000.0
    /// Kelvin: where parameters are looked at, as far as they are declared.
    private static let temperatures = [298.15, 600, 1000, 1500, 2000]

    func suspiciousValues() -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        for (identifier, parameter) in parameters {
            guard let phase = phases[identifier.phase], let limit = limit(identifier, phase) else { continue }
            // What needs an undefined function has been said already.
            guard !readings.contains(where: { $0.code == .undefinedFunction && $0.subject == identifier.description }) else { continue }
            let subject = identifier.description
            let (low, high) = (parameter.value.lowerTemperature, parameter.value.upperTemperature)
            for temperature in Self.temperatures where temperature == Self.temperatures[0] || (low <= temperature && temperature <= high) {
                var evaluator = ExpressionEvaluator(self, temperature: temperature)
                let value = evaluator.point(parameter.value.expression(at: temperature)).value
                if !value.isFinite {
                    result.append(
                        DatabaseFinding(
                            .error, .noNumber, line: parameter.line, subject: subject, "parameter \(subject) is \(value) at \(temperature) K",
                            remedy: "Correct the expression: a logarithm or a power of a negative number, or a division by zero."))
                    break
                }
                if abs(value) > limit.size {
                    result.append(
                        DatabaseFinding(
                            .warning, .suspiciousSize, line: parameter.line, subject: subject,
                            "parameter \(subject) is \(Self.rounded(value)) \(limit.unit) at \(temperature) K",
                            remedy: "Check sign, exponent and unit."))
                    break
                }
            }
        }
        return result
    }

    /// The size beyond which a parameter is suspicious; nil for kinds that have none.
    private func limit(_ identifier: ParameterIdentifier, _ phase: PhaseDefinition) -> (size: Double, unit: String)? {
        switch identifier.kind {
        case .gibbs: (Self.largestEnergy * max(1, phase.sites.reduce(0, +)), "J/mol")
        // Antiferromagnets carry their factor; coefficients of interactions may be of any size.
        case .curieTemperature where identifier.isEndMember:
            (Self.largestCurieTemperature * max(1, abs(phase.magnetism?.antiferromagneticFactor ?? 1)), "K")
        default: nil
        }
    }

    func wrongConstituents() -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        for (identifier, parameter) in parameters {
            guard let phase = phases[identifier.phase], !phase.constituents.isEmpty else { continue }
            // The neutral part of an ionic liquid may be named alone.
            if phase.isIonicLiquid, identifier.constituents.count == 1 { continue }
            let fits =
                identifier.constituents.count == phase.constituents.count
                && zip(identifier.constituents, phase.constituents).allSatisfy { wanted, present in
                    wanted.allSatisfy { $0 == "*" || present.contains($0) }
                }
            guard !fits else { continue }
            let model = phase.constituents.map { "(" + $0.joined(separator: ",") + ")" }.joined()
            result.append(
                DatabaseFinding(
                    .warning, .wrongConstituents, line: parameter.line, subject: identifier.description,
                    "parameter \(identifier) is not used: \(phase.name) is \(model)",
                    remedy: "Correct the constituents, or the CONSTITUENT statement."))
        }
        return result
    }

    func unsupportedModels() -> [DatabaseFinding] {
        unsupported.map { entry in
            DatabaseFinding(
                .warning, .unsupportedModel, line: lines.phases[entry.phase], subject: entry.phase,
                "phase \(entry.phase) is not supported and left out: \(entry.reason)", remedy: "Calculate without it, if it does not matter there.")
        }
    }
}
