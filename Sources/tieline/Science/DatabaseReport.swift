import Calphad

/// What `tieline tdb check` says.
struct DatabaseReport: Encodable {
    struct Phase: Encodable {
        var name: String
        /// `(AG,BI):(VA)` with the sites of each sublattice.
        var model: String
        var parameters: Int
        var isSupported: Bool
    }

    var file: String
    var elements: [String]
    var functions: Int
    var parameters: Int
    var phases: [Phase]
    var findings: [DatabaseFinding]

    /// Findings of one kind that the text shows; JSON has all.
    static let maximumOfOneKind = 5

    init(_ database: Database) {
        file = database.file
        elements = database.elementNames
        functions = database.functionNames.count
        parameters = database.parameterIdentifiers.count
        let identifiers = database.parameterIdentifiers
        phases = database.phaseNames.compactMap { name in
            guard let phase = database.phase(name) else { return nil }
            let model = zip(phase.constituents, phase.sites).map { "(\($0.joined(separator: ",")))\($1)" }.joined(separator: ":")
            return Phase(name: name, model: model, parameters: identifiers.count { $0.phase == name }, isSupported: database.isSupported(name))
        }
        findings = database.findings()
    }

    var hasErrors: Bool { findings.contains { $0.severity == .error } }

    var lines: [String] {
        var lines = ["\(file): \(elements.count) elements (\(elements.joined(separator: ", "))), \(functions) functions, \(parameters) parameters"]
        lines += TextTable(rows: phases.map { ["  " + $0.name, "\($0.parameters)", $0.isSupported ? $0.model : "not supported"] }).lines
        for severity in DatabaseFinding.Severity.allCases {
            for code in DatabaseFinding.Code.allCases {
                let found = findings.filter { $0.severity == severity && $0.code == code }
                lines += found.prefix(Self.maximumOfOneKind).map { finding in
                    "\(finding.line.map { "\(file):\($0)" } ?? file): \(severity.rawValue): \(finding.message). \(finding.remedy)"
                }
                if found.count > Self.maximumOfOneKind {
                    lines.append("\(file): \(severity.rawValue): \(found.count - Self.maximumOfOneKind) more of this kind; --json lists them")
                }
            }
        }
        let counts = DatabaseFinding.Severity.allCases.map { severity in
            let count = findings.count { $0.severity == severity }
            return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        lines.append(counts.joined(separator: ", "))
        return lines
    }
}
