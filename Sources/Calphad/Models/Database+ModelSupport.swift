internal import OrderedCollections

extension Database {
    /// Why the models cannot describe a phase, one sentence; nil when they can.
    ///
    /// This is the one place that decides it: a phase is either described in full or left out by name.
    func unsupportedModelReason(of name: String) -> String? {
        guard let phase = phases[name] else { return "it is not defined" }
        switch phase.modelLetter {
        case nil, "L", "G", "S", "A", "I", "Y": break
        case "F", "B":
            guard phase.constituents.count >= SublatticeSymmetry.sublattices, Set(phase.constituents.prefix(4)).count == 1,
                Set(phase.sites.prefix(4)).count == 1
            else { return "its option :\(phase.modelLetter ?? "F") needs four sublattices with equal sites and constituents" }
        case let letter?: return "the model option :\(letter) is not known"
        }
        if let reason = unsupportedConstituentReason(phase) { return reason }
        if let disordered = phase.disorderedPart {
            guard let part = phases[disordered] else { return "its disordered part \(disordered) is not defined" }
            guard (1...2).contains(part.constituents.count) else {
                return "its disordered part \(disordered) has \(part.constituents.count) sublattices; one or two are supported"
            }
            guard part.disorderedPart == nil else { return "its disordered part \(disordered) has a disordered part of its own" }
            if let reason = unsupportedParameterReason(part) { return "its disordered part \(disordered): \(reason)" }
        }
        return unsupportedParameterReason(phase)
    }

    private func unsupportedConstituentReason(_ phase: PhaseDefinition) -> String? {
        if phase.modelLetter == "Y" {
            guard phase.constituents.count == 2 else { return "an ionic liquid has two sublattices, this one \(phase.constituents.count)" }
            if let neutral = phase.constituents[0].first(where: { (species[$0]?.charge ?? 0) <= 0 }) {
                return "its first sublattice holds \(neutral), which is no cation"
            }
            if let cation = phase.constituents[1].first(where: { (species[$0]?.charge ?? 0) > 0 }) {
                return "its second sublattice holds the cation \(cation)"
            }
        }
        for name in phase.constituents.joined() where name != "VA" && species[name] == nil { return "its constituent \(name) is not defined" }
        return nil
    }

    private func unsupportedParameterReason(_ phase: PhaseDefinition) -> String? {
        var orders: OrderedDictionary<ParameterIdentifier, [Int]> = [:]
        for identifier in parameters.keys where identifier.phase == phase.name {
            guard QuantityKind(identifier.kind) != nil else { return "its parameter \(identifier) is of a kind that is not supported" }
            if identifier.constituents.contains(where: { $0.count > 1 && $0.contains("*") }) {
                return "its parameter \(identifier) has * beside other constituents"
            }
            let isNeutralPart =
                phase.isIonicLiquid && identifier.constituents.count == 1 && identifier.constituents[0].allSatisfy { (species[$0]?.charge ?? 0) == 0 }
            guard identifier.constituents.count == phase.constituents.count || isNeutralPart else {
                return "\(identifier) has \(identifier.constituents.count) sublattices, the phase \(phase.constituents.count)"
            }
            var key = identifier
            key.order = 0
            orders[key, default: []].append(identifier.order)
        }
        for (key, given) in orders where ParameterFamily.shape(key, orders: given.sorted()) == nil {
            var wrong = key
            wrong.order = given.max() ?? 0
            return "its parameter \(wrong) has an order that has no meaning for its constituents"
        }
        return nil
    }

    /// The phases to enter when nobody chose: the supported ones, without those that are only the disordered part of another supported
    /// phase.
    ///
    /// Thermo-Calc and pycalphad do the same: entered beside its ordered phase, a disordered part would be the same phase twice, and some
    /// files give it no sensible energy where the ordered phase never uses it (a lattice of vacancies).
    public var defaultPhaseNames: [String] {
        let parts = Set(phases.values.filter { isSupported($0.name) }.compactMap(\.disorderedPart))
        return phaseNames.filter { isSupported($0) && !parts.contains($0) }
    }

    /// The disordered part to enter by itself where its ordered phase cannot be used between some components: without either, a phase as common as
    /// ferrite would be lost from results.
    func standIn(for ordered: String) -> String? {
        phases[ordered]?.disorderedPart.flatMap { isSupported($0) ? $0 : nil }
    }
}
