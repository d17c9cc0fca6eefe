internal import OrderedCollections

/// What no calculation can reach: functions nobody calls, elements in no phase, phases that are never entered.
extension Database {
    func unusedFunctions() -> [DatabaseFinding] {
        let used = reached(from: Array(parameters.values))
        return functions.keys.filter { !used.contains($0) }.map { name in
            DatabaseFinding(
                .note, .unusedFunction, line: lines.functions[name], subject: name, "no parameter needs the function \(name)",
                remedy: "Remove it, or use it where it was meant to be.")
        }
    }

    func unreachable() -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        let present = Set(phases.values.filter { isSupported($0.name) }.flatMap { elements(of: $0.constituents.flatMap(\.self)) })
        for (name, element) in elements {
            let line = lines.elements[name]
            if !present.contains(name) {
                result.append(
                    DatabaseFinding(
                        .warning, .elementWithoutPhase, line: line, subject: name, "element \(name) is in no phase that is supported",
                        remedy: "Add it to a phase, or remove it."))
            }
            if element.molarMass <= 0 {
                result.append(
                    DatabaseFinding(
                        .note, .missingMolarMass, line: line, subject: name,
                        "element \(name) has no molar mass: mass fractions cannot be used with it",
                        remedy: "Give it in the ELEMENT statement, g/mol."))
            }
        }
        for (name, phase) in phases where isSupported(name) {
            let line = lines.phases[name]
            if elements(of: phase.constituents.flatMap(\.self)).isEmpty {
                result.append(
                    DatabaseFinding(
                        .warning, .phaseWithoutAtoms, line: line, subject: name, "phase \(name) holds no atoms and can never form",
                        remedy: "Correct its constituents."))
            } else if let whole = phases.values.first(where: { $0.disorderedPart == name && isSupported($0.name) }) {
                result.append(
                    DatabaseFinding(
                        .note, .disorderedPart, line: line, subject: name,
                        "phase \(name) is the disordered part of \(whole.name) and is not entered by itself unless it is asked for by name",
                        remedy: "Look for it in results as \(whole.name) with equal sublattices."))
            }
        }
        return result
    }
}
