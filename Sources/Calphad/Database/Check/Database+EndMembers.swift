internal import OrderedCollections

extension Database {
    /// Phases with more combinations are not checked one by one.
    private static let maximumEndMembers = 20_000

    /// End members without a parameter: their Gibbs energy is zero, that is, the enthalpy of the elements at 298.15 K without any entropy.
    func missingEndMembers() -> [DatabaseFinding] {
        var result: [DatabaseFinding] = []
        for (name, phase) in phases where isSupported(name) && phase.disorderedPart == nil && !phase.isIonicLiquid {
            let line = lines.phases[name]
            let given = parameters.keys.elements.filter { $0.phase == name && $0.kind == .gibbs && $0.isEndMember }
            guard !given.isEmpty else {
                // A disordered part may be nothing but interactions.
                let isPart = phases.values.contains { $0.disorderedPart == name }
                result.append(
                    DatabaseFinding(
                        isPart ? .note : .warning, .phaseWithoutEnergy, line: line, subject: name,
                        "phase \(name) has no end member with a parameter: its Gibbs energy is that of ideal mixing above zero",
                        remedy: "Give its end members, or leave the phase out of calculations."))
                continue
            }
            let symmetry = SublatticeSymmetry(letter: phase.modelLetter)
            let count = phase.constituents.reduce(1.0) { $0 * Double($1.count) }
            guard count <= Double(Self.maximumEndMembers) else {
                result.append(
                    DatabaseFinding(
                        .note, .tooManyEndMembers, line: line, subject: name,
                        "phase \(name) has \(count) end members, more than \(Self.maximumEndMembers): whether all have a parameter is not checked",
                        remedy: "Check the binary subsystems that matter."))
                continue
            }
            let all = endMembers(phase)
            let missing = all.filter { member in
                member.contains { $0 != "VA" } && !(symmetry?.arrangements ?? [[]]).contains { isGiven(member, given, $0) }
            }
            result += stabilities(phase, missing, line)
            let compounds = missing.filter { elements(of: $0).count != 1 }
            if !compounds.isEmpty {
                let names = compounds.prefix(3).map { $0.joined(separator: ":") }.joined(separator: ", ")
                result.append(
                    DatabaseFinding(
                        .note, .missingEndMembers, line: line, subject: name,
                        "phase \(name) has \(compounds.count) of its \(all.count) end members without a parameter, which count as zero (\(names)\(compounds.count > 3 ? ", …" : ""))",
                        remedy: "Give them the sum of the pure elements at least, as G = 2*GHSERA# + GHSERB#."))
            }
        }
        return result
    }

    /// Pure elements in a phase: one finding a phase.
    private func stabilities(_ phase: PhaseDefinition, _ missing: [[String]], _ line: Int?) -> [DatabaseFinding] {
        var names: [String] = []
        for member in missing {
            let found = elements(of: member)
            if found.count == 1, !names.contains(found[0]) { names.append(found[0]) }
        }
        guard !names.isEmpty else { return [] }
        return [
            DatabaseFinding(
                .warning, .missingLatticeStability, line: line, subject: phase.name,
                "phase \(phase.name) has no lattice stability for pure \(names.joined(separator: ", ")), which counts as zero",
                remedy: "Give G(\(phase.name),…) as the reference energy of the element and its difference, as GHSERA# + 5000.")
        ]
    }

    private func endMembers(_ phase: PhaseDefinition) -> [[String]] {
        var result: [[String]] = [[]]
        for constituents in phase.constituents {
            result = result.flatMap { head in constituents.map { head + [$0] } }
        }
        return result
    }

    /// Whether a parameter holds for an end member when the first sublattices are arranged anew; `*` stands for any constituent.
    private func isGiven(_ member: [String], _ given: [ParameterIdentifier], _ arrangement: [Int]) -> Bool {
        var arranged = member
        for (place, source) in arrangement.enumerated() { arranged[place] = member[source] }
        return given.contains { identifier in
            identifier.constituents.count == arranged.count && zip(identifier.constituents, arranged).allSatisfy { $0 == [$1] || $0 == ["*"] }
        }
    }

    /// The elements in a list of species, alphabetical, each once.
    func elements(of constituents: [String]) -> [String] {
        Set(constituents.flatMap { species[$0]?.atoms.map(\.element) ?? [] }).sorted()
    }
}
