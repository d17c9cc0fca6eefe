internal import OrderedCollections

extension GibbsModel {
    /// Compiles a phase of a database for some of its elements.
    ///
    /// Returns nil when the phase cannot exist with these components alone: a sublattice would be empty, only vacancies would be left, or
    /// no constitution would be neutral.
    ///
    /// - Parameters:
    ///   - gasConstant: J/(mol K).
    ///   - pressure: Pa; a model holds for one pressure.
    /// - Throws: ``DatabaseError`` `undefinedPhase`, `unsupportedPhase`, `unknownComponent`, `tooComplex`.
    public init?(
        _ database: Database, phase name: String, components: [String], gasConstant: Double = CalphadConstants.gasConstant,
        pressure: Double = CalphadConstants.standardPressure
    ) throws(DatabaseError) {
        guard let definition = database.phases[name] else {
            throw DatabaseError(
                .undefinedPhase, file: database.file, offendingText: name, message: "there is no phase \(name)",
                remedy: "The phases are \(database.phaseNames.joined(separator: ", ")).")
        }
        if let reason = database.unsupported.first(where: { $0.phase == name })?.reason {
            throw database.cannotUse(name, because: reason)
        }
        try database.checkComponents(components)
        let partition = try OrderPartition(definition, components, database)
        let sublattices = partition?.ordered ?? definition.constituents.map { database.present($0, components) }
        guard sublattices.allSatisfy({ !$0.isEmpty }) else { return nil }

        let isIonic = definition.isIonicLiquid
        let layout = ConstitutionLayout(
            sublattices, sites: isIonic ? sublattices.map { _ in 1 } : definition.sites, components: components,
            species: { database.species[$0] })
        guard layout.holdsAtoms, isIonic || layout.canBeNeutral else { return nil }

        var table = ParameterTable(database, gasConstant: gasConstant, pressure: pressure)
        var direct = EnergyPart()
        direct.variableCount = layout.variableCount
        var mapped: EnergyPart? = nil
        var map = LinearMap()
        var ionicSites: IonicSites? = nil
        let families: [ParameterFamily]
        if isIonic {
            let liquid = try IonicLiquid(definition, layout, components, database)
            families = try table.enter(definition) { liquid.holds($0) }
            (mapped, map) = liquid.energy(families, pressure: pressure)
            ionicSites = liquid.sites
        } else {
            families = try table.enter(definition) { layout.holds($0) }
            direct.add(families, magnetism: definition.magnetism, pressure: pressure, weight: 1) { family, program, weight in
                family.append(to: &program, weight: weight, place: layout.place)
            }
            if let partition {
                let disordered = try table.enter(partition.disordered) { partition.holds($0) }
                (mapped, map) = partition.energy(families, disordered, layout, definition, pressure: pressure)
            }
        }
        try database.checkPressure(pressure, phase: name, identifiers: table.identifiers)

        var energy = SitePolynomial()
        for family in families where family.identifier.kind == .gibbs && !isIonic {
            for order in family.orders {
                energy.append(.init(parameter: family.start + order, factors: layout.factors(of: family, order: order)))
            }
        }

        self.phase = name
        self.components = components
        self.sites = definition.sites
        self.sublattices = sublattices
        self.isLiquid = definition.isLiquid
        self.blocks = layout.blocks
        self.blockSites = layout.blockSites
        self.atoms = isIonic ? layout.atoms.map { _ in 0 } : layout.atoms
        self.fixedAtoms = isIonic ? layout.fixedAtoms.map { _ in 0 } : layout.fixedAtoms
        self.charges = isIonic ? layout.charges.map { _ in 0 } : layout.charges
        self.fixedCharge = isIonic ? 0 : layout.fixedCharge
        self.isCharged = layout.isCharged && !isIonic
        self.energy = energy
        self.direct = direct
        self.mapped = mapped
        self.map = map
        self.ionicSites = ionicSites
        let isMagnetic = (direct.contributions + (mapped?.contributions ?? [])).contains { $0.function.isMagnetic }
        self.magnetism = isMagnetic ? definition.magnetism ?? partition?.disordered.magnetism : nil
        self.parameters = table.identifiers
        self.table = TemperatureTable(table.functions)
        self.gasConstant = gasConstant
        // What the inner loops rely on.
        precondition(direct.variableBound <= layout.variableCount && direct.coefficientBound <= table.functions.count)
        precondition((mapped?.variableBound ?? 0) <= map.count && (mapped?.coefficientBound ?? 0) <= table.functions.count)
        precondition(map.entries.allSatisfy { $0.source < layout.variableCount && $0.target < map.count })
    }
}

extension EnergyFunction {
    var isMagnetic: Bool {
        switch self {
        case .indenMagnetism, .revisedMagnetism: true
        case .twoState, .einstein, .expansion: false
        }
    }
}

extension Database {
    /// The constituents that some components allow.
    func present(_ constituents: [String], _ components: [String]) -> [String] {
        constituents.filter { name in
            name == "VA" || (species[name]?.atoms.allSatisfy { components.contains($0.element) } ?? false)
        }
    }

    func cannotUse(_ phase: String, because reason: String) -> DatabaseError {
        DatabaseError(
            .unsupportedPhase, file: file, offendingText: phase, message: "the phase \(phase) cannot be used: \(reason)", remedy: "Leave it out.")
    }

    /// Compressibilities are not modelled: at the standard pressure they count for nothing, at others the phase cannot be used.
    func checkPressure(_ pressure: Double, phase: String, identifiers: [ParameterIdentifier]) throws(DatabaseError) {
        guard pressure.isFinite, pressure > 0 else { throw cannotUse(phase, because: "the pressure is \(pressure) Pa") }
        guard pressure != CalphadConstants.standardPressure else { return }
        if let identifier = identifiers.first(where: { QuantityKind($0.kind) == .compressibility }) {
            throw cannotUse(
                phase,
                because:
                    "its compressibility \(identifier) is only right at \(CalphadConstants.standardPressure) Pa, and the pressure is \(pressure) Pa")
        }
    }

    /// - Throws: ``DatabaseError`` `unknownComponent` for a component that is not an element of the file, or is named twice.
    func checkComponents(_ components: [String]) throws(DatabaseError) {
        for (index, component) in components.enumerated() {
            guard elements[component] != nil else {
                throw DatabaseError(
                    .unknownComponent, file: file, offendingText: component, message: "there is no element \(component)",
                    remedy: "The elements are \(elementNames.joined(separator: ", ")); names are upper case.")
            }
            guard !components[..<index].contains(component) else {
                throw DatabaseError(
                    .unknownComponent, file: file, offendingText: component, message: "the component \(component) is named twice",
                    remedy: "Name it once.")
            }
        }
    }
}

extension PhaseDefinition {
    /// The ionic two-sublattice liquid, by its letter.
    var isIonicLiquid: Bool { modelLetter == "Y" && constituents.count == 2 }
}
