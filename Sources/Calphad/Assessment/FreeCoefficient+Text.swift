extension FreeCoefficient {
    /// Reads what a person names as free.
    ///
    /// - `L(LIQUID,CU,MG;0)`: the coefficients that the file has as numbers; a constant when it has none;
    /// - `L(LIQUID,CU,MG;0)=A+B*T`: these ones, of `A`, `B*T` and `C*T*LN(T)`; `=A(5000)+B(2)*T` with standard deviations of the priors, J/mol and
    ///   J/(mol K);
    /// - `LIQUID`: all interaction parameters that the file has of a phase, between the components.
    ///
    /// - Throws: ``AssessmentError`` `invalidCoefficient`; ``DatabaseError`` for a name that is none.
    public static func read(_ text: String, in database: Database, components: [String]) throws -> [FreeCoefficient] {
        let spelling = text.filter { !$0.isWhitespace }.uppercased()
        if database.phaseNames.contains(spelling) {
            let all = interactions(of: spelling, in: database, components: components)
            guard !all.isEmpty else {
                throw AssessmentError(
                    .invalidCoefficient, "\(spelling) has no interaction parameter between \(components.joined(separator: ", "))",
                    remedy: "Name a parameter, as L(\(spelling),\(components.joined(separator: ","));0).")
            }
            return all
        }
        let parts = spelling.split(separator: "=", maxSplits: 1).map(String.init)
        let identifier = try ParameterIdentifier(parts.first ?? "")
        guard parts.count == 2 else { return forms(of: identifier, in: database) }
        var result: [FreeCoefficient] = []
        for term in parts[1].split(separator: "+") {
            guard let letter = term.first, let form = Form.allCases.first(where: { $0.rawValue.first == letter }) else {
                throw unreadable(text, String(term))
            }
            var rest = term.dropFirst()
            var prior: Prior?
            if rest.first == "(" {
                guard let end = rest.firstIndex(of: ")"), let deviation = Double(rest[rest.index(after: rest.startIndex)..<end]) else {
                    throw unreadable(text, String(term))
                }
                prior = Prior(standardDeviation: deviation)
                rest = rest[rest.index(after: end)...]
            }
            guard rest.isEmpty || rest == form.rawValue.dropFirst() else { throw unreadable(text, String(term)) }
            result.append(FreeCoefficient(identifier, form, prior: prior))
        }
        return result
    }

    /// All interaction parameters that the file has of a phase between some components, in the order of the file; without those between an element
    /// and vacancies, of which data of alloys say little.
    public static func interactions(of phase: String, in database: Database, components: [String]) -> [FreeCoefficient] {
        database.parameterIdentifiers.filter { one in
            one.phase == phase && one.kind == .gibbs && !one.isEndMember
                && one.constituents.allSatisfy { $0.count == 1 || !$0.contains("VA") }
                && one.constituents.joined().allSatisfy { $0 == "VA" || $0 == "*" || components.contains($0) }
        }.flatMap { forms(of: $0, in: database) }
    }

    private static func forms(of identifier: ParameterIdentifier, in database: Database) -> [FreeCoefficient] {
        let all = Form.allCases.map { FreeCoefficient(identifier, $0) }
        let written = all.filter { $0.form != .constant && database.value(of: $0) != nil }
        // `T ln T` of an end member belongs to its element; of a file's constants one is always free.
        return [all[0]] + written.filter { $0.form == .linear || !identifier.isEndMember }
    }

    private static func unreadable(_ text: String, _ term: String) -> AssessmentError {
        AssessmentError(
            .invalidCoefficient, "\(text): \(term) is no coefficient",
            remedy: "Write A, B*T or C*T*LN(T), with a prior's standard deviation in brackets if there is one, as L(LIQUID,CU,MG;0)=A(5000)+B(2)*T.")
    }
}
