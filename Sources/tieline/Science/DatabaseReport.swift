import Calphad

/// What `tieline tdb check` says.
struct DatabaseReport: Encodable {
    struct Phase: Encodable {
        var name: String
        /// `(AG,BI):(VA)` with the sites of each sublattice.
        var model: String
        var parameters: Int
    }

    struct Unsupported: Encodable {
        var phase: String
        var reason: String
    }

    var file: String
    var elements: [String]
    var functions: Int
    var parameters: Int
    var phases: [Phase]
    var unsupported: [Unsupported]
    var warnings: [String]

    init(_ database: Database) {
        file = database.file
        elements = database.elementNames
        functions = database.functionNames.count
        parameters = database.parameterIdentifiers.count
        let identifiers = database.parameterIdentifiers
        phases = database.phaseNames.compactMap { name in
            guard let phase = database.phase(name) else { return nil }
            let model = zip(phase.constituents, phase.sites).map { "(\($0.joined(separator: ",")))\($1)" }.joined(separator: ":")
            return Phase(name: name, model: model, parameters: identifiers.count { $0.phase == name })
        }
        unsupported = database.unsupported.map { Unsupported(phase: $0.phase, reason: $0.reason) }
        warnings = database.warnings + database.suspicions()
    }

    var lines: [String] {
        var lines = ["\(file): \(elements.count) elements (\(elements.joined(separator: ", "))), \(functions) functions, \(parameters) parameters"]
        lines += TextTable(rows: phases.map { ["  " + $0.name, "\($0.parameters)", $0.model] }).lines
        lines.append(
            unsupported.isEmpty
                ? "  every phase is supported" : "  \(unsupported.count) of \(phases.count) phases are not supported and are left out:")
        for phase in unsupported { lines.append("    \(phase.phase): \(phase.reason)") }
        lines.append(warnings.isEmpty ? "  nothing looks wrong" : "  what looks wrong:")
        for warning in warnings { lines.append("    \(warning)") }
        return lines
    }
}
