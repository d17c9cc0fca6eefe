internal import OrderedCollections

extension Database {
    /// The part of the database about some elements: their species, the phases that can exist between them, and the functions these need.
    ///
    /// - Throws: ``DatabaseError`` `unknownComponent` unless every name is an element of the database, once.
    public func restricted(to names: [String]) throws(DatabaseError) -> Database {
        try checkComponents(names)
        var result = self
        result.readings = []
        result.elements.removeAll { !names.contains($0.key) }
        result.species.removeAll { !$0.value.atoms.allSatisfy { names.contains($0.element) } }
        result.phases = [:]
        for (name, phase) in phases {
            var kept = phase
            kept.constituents = phase.constituents.map { $0.filter { $0 == "VA" || result.species[$0] != nil } }
            guard kept.constituents.allSatisfy({ !$0.isEmpty }), kept.constituents.joined().contains(where: { $0 != "VA" }) else { continue }
            result.phases[name] = kept
        }
        result.parameters.removeAll { identifier, _ in
            result.phases[identifier.phase] == nil
                || !identifier.constituents.joined().allSatisfy { $0 == "*" || $0 == "VA" || result.species[$0] != nil }
        }
        var needed: Set<String> = []
        var pending = result.parameters.values.flatMap { $0.value.ranges.flatMap(\.expression.symbols) }
        while let name = pending.popLast() {
            guard needed.insert(name).inserted, let function = functions[name] else { continue }
            pending += function.ranges.flatMap(\.expression.symbols)
        }
        result.functions.removeAll { !needed.contains($0.key) }
        result.unsupported.removeAll { result.phases[$0.phase] == nil }
        return result
    }
}
