internal import OrderedCollections

/// Which binaries and ternaries the database knows: where nothing is known, elements mix ideally, which real ones hardly ever do.
extension Database {
    /// One pair of elements.
    private struct Binary {
        /// Phases in which the two share a sublattice, and interact or do not.
        var interacting: [String] = []
        var ideal: [String] = []
        var hasCompound = false
    }

    func assessments() -> [DatabaseFinding] {
        let names = elementNames.sorted()
        var interactions: [String: Set<[String]>] = [:]
        var ternaries: Set<[String]> = []
        var compounds: Set<[String]> = []
        for identifier in parameters.keys where identifier.kind == .gibbs && isSupported(identifier.phase) {
            let together = elements(of: identifier.constituents.flatMap(\.self))
            if together.count == 2 { compounds.insert(together) }
            if together.count == 3 { ternaries.insert(together) }
            guard !identifier.isEndMember else { continue }
            for constituents in identifier.constituents where constituents.count > 1 {
                let mixed = elements(of: constituents)
                if mixed.count == 2 { interactions[identifier.phase, default: []].insert(mixed) }
            }
        }
        // Elements of each sublattice, once a phase. Gases mix ideally indeed; an ionic liquid interacts across its sublattices.
        let mixing = phases.filter { name, phase in
            isSupported(name) && !phase.isIonicLiquid && phase.modelLetter != "G" && name != "GAS"
        }.mapValues { phase in phase.constituents.map { elements(of: $0) } }
        var known: Set<[String]> = []
        var result: [DatabaseFinding] = []
        for (index, first) in names.enumerated() {
            for second in names[(index + 1)...] {
                let pair = [first, second]
                let binary = binary(pair, mixing, interactions, compounds)
                if !binary.interacting.isEmpty || binary.hasCompound { known.insert(pair) }
                if let finding = finding(pair, binary) { result.append(finding) }
            }
        }
        return result + self.ternaries(names, known, ternaries)
    }

    private func binary(
        _ pair: [String], _ mixing: OrderedDictionary<String, [[String]]>, _ interactions: [String: Set<[String]>], _ compounds: Set<[String]>
    ) -> Binary {
        var result = Binary()
        result.hasCompound = compounds.contains(pair)
        for (name, sublattices) in mixing where sublattices.contains(where: { present in pair.allSatisfy(present.contains) }) {
            // What an ordered phase leaves out its disordered part may hold.
            let isGiven = [name, phases[name]?.disorderedPart].contains { part in part.map { interactions[$0]?.contains(pair) ?? false } ?? false }
            if isGiven { result.interacting.append(name) } else { result.ideal.append(name) }
        }
        return result
    }

    private func finding(_ pair: [String], _ binary: Binary) -> DatabaseFinding? {
        guard !binary.ideal.isEmpty else { return nil }
        let subject = pair.joined(separator: "-")
        if binary.interacting.isEmpty, !binary.hasCompound {
            return DatabaseFinding(
                .warning, .unassessedBinary, line: nil, subject: subject,
                "\(subject) is not assessed: no interaction in any phase, ideal mixing in \(Self.list(binary.ideal))",
                remedy: "Do not trust alloys with much of both.")
        }
        let liquid = binary.ideal.first { phases[$0]?.isLiquid ?? false }
        return DatabaseFinding(
            liquid == nil ? .note : .warning, .partlyAssessedBinary, line: nil, subject: subject,
            "\(subject) mixes ideally in \(Self.list(binary.ideal))\(binary.interacting.isEmpty ? "" : "; it interacts in \(Self.list(binary.interacting))")",
            remedy: liquid == nil
                ? "Fine where the solubility is known to be small; else add the interaction."
                : "A liquid without an interaction melts at wrong temperatures.")
    }

    /// One note for all: extrapolation from the binaries is the rule for ternaries, not a fault.
    private func ternaries(_ names: [String], _ known: Set<[String]>, _ given: Set<[String]>) -> [DatabaseFinding] {
        var complete = 0
        var without: [String] = []
        for (i, first) in names.enumerated() {
            for (j, second) in names.enumerated() where j > i && known.contains([first, second]) {
                for third in names[(j + 1)...] where known.contains([first, third]) && known.contains([second, third]) {
                    complete += 1
                    if !given.contains([first, second, third]) { without.append("\(first)-\(second)-\(third)") }
                }
            }
        }
        guard !without.isEmpty else { return [] }
        return [
            DatabaseFinding(
                .note, .ternaries, line: nil, subject: "ternaries",
                "\(without.count) of the \(complete) ternaries whose binaries are known have no parameter of three elements: \(Self.list(without))",
                remedy: "They are extrapolations from their binaries: look for ternary compounds in the literature.")
        ]
    }

    /// The first few names and how many more there are.
    private static func list(_ names: [String]) -> String {
        let shown = 8
        return names.prefix(shown).joined(separator: ", ") + (names.count > shown ? " and \(names.count - shown) more" : "")
    }
}
