extension EspeiDataset {
    /// What the file says of a system.
    ///
    /// - Parameters:
    ///   - database: tells sublattices and limits of temperature.
    ///   - system: the components of the assessment. A file about others, or about more, is left out.
    /// - Throws: ``AssessmentError`` `unreadableData` with the file and the field.
    public func evidence(_ reading: EspeiReading, database: Database, of system: [String]) throws(AssessmentError) -> EspeiEvidence {
        var evidence = EspeiEvidence()
        guard components.allSatisfy(system.contains) else {
            evidence.setAside.append("\(file): it is about \(components.joined(separator: "-"))")
            return evidence
        }
        if let left = root["excluded_model_contributions"]?.texts, !left.isEmpty {
            evidence.setAside.append("\(file): it is about energies without \(left.joined(separator: ", ")), which is not supported")
            return evidence
        }
        if output == "ZPF" {
            try boundaries(reading, of: system, into: &evidence)
        } else if output.hasPrefix("ACR_") {
            try activities(reading, into: &evidence)
        } else if root["solver"] != nil {
            try properties(reading, database, into: &evidence)
        } else {
            evidence.setAside.append("\(file): \(output) without the constitution of a phase is not supported")
        }
        return evidence
    }

    /// `values[pressure][temperature][composition]`.
    private func activities(_ reading: EspeiReading, into evidence: inout EspeiEvidence) throws(AssessmentError) {
        guard phases.count == 1 else {
            evidence.setAside.append("\(file): activities over several phases are not supported")
            return
        }
        let component = String(output.dropFirst("ACR_".count))
        let referencePhase = root["reference_state"]?["phases"]?.texts?.first?.uppercased() ?? phases[0]
        let names = components.filter { root["conditions"]?["X_" + $0] != nil }
        guard !names.isEmpty else { throw unreadable("conditions", "has no composition, as X_\(components.first ?? "A")") }
        var fractions: [[Double]] = []
        for name in names { fractions.append(try condition("X_" + name) ?? []) }
        let count = fractions.map(\.count).max() ?? 0
        guard fractions.allSatisfy({ $0.count == count || $0.count == 1 }) else {
            throw unreadable("conditions", "has lists of mole fractions of different lengths")
        }
        let temperatures = try temperatures()
        let pressures = try condition("P")?.count ?? 1
        guard let values = root["values"]?.numbers, values.count == pressures * temperatures.count * count else {
            throw unreadable(
                "values", "has not \(pressures) × \(temperatures.count) × \(count) numbers, one for each pressure, temperature and composition")
        }
        var unweighted = 0
        defer { if unweighted > 0 { evidence.setAside.append("\(file): \(unweighted) data with a weight of zero") } }
        for (index, value) in values.enumerated() {
            guard let value, value > 0 else { continue }
            let place = index % count
            var composition: [String: Double] = [:]
            for (name, list) in zip(names, fractions) { composition[name] = list.count == 1 ? list[0] : list[place] }
            // Of a pure component the activity is 1 by definition, and of none there is nothing to measure.
            let own = composition[component] ?? (1 - composition.keys.sorted().reduce(0) { $0 + (composition[$1] ?? 0) })
            guard own > 1e-6, own < 1 - 1e-6 else { continue }
            guard let weight = weight(index) else {
                unweighted += 1
                continue
            }
            let error = max(reading.absoluteActivity, reading.relativeActivity * value) / weight
            evidence.data.append(
                .init(
                    .activity(
                        .init(
                            of: component, in: reading.name(of: phases[0]), fractions: composition,
                            temperature: temperatures[index / count % temperatures.count], referencePhase: reading.name(of: referencePhase),
                            value: Measured(value, error: error))), source: "\(reference), \(output) at \(place + 1)"))
        }
    }

    /// Quantity and reference of an output; nil for what is not supported.
    private func meaning() -> (PhaseProperty.Quantity, PhaseProperty.Reference)? {
        let parts = output.split(separator: "_").map(String.init)
        guard let first = parts.first, let quantity = PhaseProperty.Quantity(rawValue: first) else { return nil }
        switch parts.dropFirst().joined(separator: "_") {
        case "FORM": return (quantity, .formation)
        case "MIX": return (quantity, .mixing)
        // Entropies and heat capacities have a zero of their own; energies do not.
        case "" where quantity == .entropy || quantity == .heatCapacity: return (quantity, .none)
        default: return nil
        }
    }

    /// `values[pressure][temperature][configuration]`, per mole of atoms.
    private func properties(_ reading: EspeiReading, _ database: Database, into evidence: inout EspeiEvidence) throws(AssessmentError) {
        guard let (quantity, reference) = meaning() else {
            evidence.setAside.append("\(file): \(output) does not say what it is measured from, or is not supported")
            return
        }
        guard phases.count == 1 else { throw unreadable("phases", "has \(phases.count) names for the property of one phase") }
        let name = reading.name(of: phases[0])
        guard let phase = database.phase(name) else {
            evidence.setAside.append("\(file): the database has no phase \(name)")
            return
        }
        guard let ratios = siteRatios, let configurations = root["solver"]?["sublattice_configurations"]?.list, !configurations.isEmpty else {
            throw unreadable("solver", "has no sublattice_site_ratios or no sublattice_configurations")
        }
        let occupancies = root["solver"]?["sublattice_occupancies"]?.list
        if let occupancies, occupancies.count != configurations.count {
            throw unreadable("solver.sublattice_occupancies", "has \(occupancies.count) rows for \(configurations.count) configurations")
        }
        let temperatures = try temperatures()
        let pressures = try condition("P")?.count ?? 1
        guard let values = root["values"]?.numbers, values.count == pressures * temperatures.count * configurations.count else {
            throw unreadable(
                "values",
                "has not \(pressures) × \(temperatures.count) × \(configurations.count) numbers, one for each pressure, temperature and configuration"
            )
        }
        var states: [[[String: Double]]?] = []
        var unfitting: [Int] = []
        for (index, configuration) in configurations.enumerated() {
            let given = try sublattices(configuration, occupancies?[index], index, count: ratios.count)
            let fitted = SublatticeFit(ratios: ratios, given: given, phase: phase).result
            if fitted == nil { unfitting.append(index + 1) }
            states.append(fitted)
        }
        if !unfitting.isEmpty {
            let numbers = unfitting.map(String.init).joined(separator: ", ")
            evidence.setAside.append("\(file): the sublattices of \(name) have no place for configurations \(numbers)")
        }
        let lowest = phase.parameterFloor(database)
        var cold = 0
        var unweighted = 0
        let isEnergy = quantity == .enthalpy || quantity == .gibbsEnergy
        for (index, value) in values.enumerated() {
            guard let value, let state = states[index % configurations.count] else { continue }
            let temperature = temperatures[index / configurations.count % temperatures.count]
            guard temperature >= lowest - 0.5 else {
                cold += 1
                continue
            }
            guard let weight = weight(index) else {
                unweighted += 1
                continue
            }
            let error = (isEnergy ? reading.energy : reading.entropy) / weight
            evidence.data.append(
                .init(
                    .property(
                        .init(
                            quantity, of: name, from: reference, state: .constitution(state), temperature: temperature,
                            value: Measured(value, error: error))),
                    source: "\(self.reference), \(output) of \(name) at \(index + 1)"))
        }
        if unweighted > 0 { evidence.setAside.append("\(file): \(unweighted) data with a weight of zero") }
        if cold > 0 { evidence.setAside.append("\(file): \(cold) values below \(lowest) K, where the database's functions are extrapolated") }
    }

    /// Site fractions of one configuration, in the file's order of sublattices.
    private func sublattices(_ configuration: JSONValue, _ occupancy: JSONValue?, _ index: Int, count: Int) throws(AssessmentError) -> [[String:
        Double]]
    {
        let field = "solver.sublattice_configurations[\(index)]"
        guard let items = configuration.list, items.count == count else { throw unreadable(field, "has not \(count) sublattices") }
        let fractions = occupancy?.list
        if let fractions, fractions.count != count { throw unreadable("solver.sublattice_occupancies[\(index)]", "has not \(count) sublattices") }
        var result: [[String: Double]] = []
        for (place, item) in items.enumerated() {
            guard let names = item.texts else { throw unreadable("\(field)[\(place)]", "is no constituent and no list of constituents") }
            let values = fractions?[place].numbers?.compactMap(\.self) ?? [1]
            guard values.count == names.count else {
                throw unreadable("\(field)[\(place)]", "has \(names.count) constituents and \(values.count) site fractions")
            }
            var table: [String: Double] = [:]
            for (name, value) in zip(names, values) { table[name.uppercased(), default: 0] += value }
            result.append(table)
        }
        return result
    }
}

extension PhaseDefinition {
    /// Where the parameters of the phase begin, kelvin.
    fileprivate func parameterFloor(_ database: Database) -> Double {
        database.parameterIdentifiers.filter { $0.phase == name && $0.isEndMember && $0.kind == .gibbs }
            .compactMap { database.parameter($0)?.value.lowerTemperature }.max() ?? PiecewiseExpression.defaultLowerTemperature
    }
}
