internal import OrderedCollections

extension GibbsModel {
    /// Compiles a phase of a database for some of its elements.
    ///
    /// Returns nil when the phase cannot exist with these components alone: a sublattice would be empty, or only vacancies would be left.
    ///
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
            throw DatabaseError(
                .unsupportedPhase, file: database.file, offendingText: name, message: "the phase \(name) cannot be used: \(reason)",
                remedy: "Leave it out.")
        }
        try database.checkComponents(components)

        // What the components allow on each sublattice.
        var sublattices: [[String]] = []
        for constituents in definition.constituents {
            let present = constituents.filter { name in
                name == "VA" || (database.species[name]?.atoms.allSatisfy { components.contains($0.element) } ?? false)
            }
            guard !present.isEmpty else { return nil }
            sublattices.append(present)
        }

        var layout = Layout(sublattices, definition.sites, components, database)
        guard layout.holdsAtoms else { return nil }

        var flattener = ExpressionFlattener(database, gasConstant: gasConstant, pressure: pressure)
        var functions: [ExpressionFlattener.Pieces] = []
        var identifiers: [ParameterIdentifier] = []
        var energy = SitePolynomial()
        var curieTemperature = SitePolynomial()
        var magneticMoment = SitePolynomial()
        for (identifier, parameter) in database.parameters where identifier.phase == name {
            guard let factors = try layout.factors(of: identifier, database) else { continue }
            let term = SitePolynomial.Term(parameter: functions.count, factors: factors)
            switch identifier.kind {
            case .gibbs: energy.append(term)
            case .curieTemperature: curieTemperature.append(term)
            case .magneticMoment: magneticMoment.append(term)
            case .other: continue
            }
            functions.append(try flattener.flatten(parameter.value, name: identifier.description))
            identifiers.append(identifier)
        }

        self.phase = name
        self.components = components
        self.sites = definition.sites
        self.sublattices = sublattices
        self.isLiquid = definition.isLiquid
        self.blocks = layout.blocks
        self.blockSites = layout.blockSites
        self.atoms = layout.atoms
        self.fixedAtoms = layout.fixedAtoms
        self.energy = energy
        self.curieTemperature = curieTemperature
        self.magneticMoment = magneticMoment
        // A type definition alone makes no phase magnetic: without a temperature or a moment there is nothing to add.
        self.magnetism = curieTemperature.isEmpty || magneticMoment.isEmpty ? nil : definition.magnetism
        self.parameters = identifiers
        self.table = TemperatureTable(functions)
        self.gasConstant = gasConstant
    }
}

extension Database {
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

/// Where each constituent's site fraction stands among the variables.
private struct Layout {
    var blocks: [Range<Int>] = []
    var blockSites: [Double] = []
    var atoms: [Double] = []
    var fixedAtoms: [Double]
    /// `[sublattice][constituent]`: the variable, or nil where the sublattice leaves no choice.
    private var variable: [[Int?]] = []
    private let sublattices: [[String]]
    private let components: [String]

    init(_ sublattices: [[String]], _ sites: [Double], _ components: [String], _ database: Database) {
        self.sublattices = sublattices
        self.components = components
        fixedAtoms = Array(repeating: 0, count: components.count)
        var next = 0
        for (constituents, siteCount) in zip(sublattices, sites) {
            let rows = constituents.map { name -> [Double] in
                components.map { component in
                    siteCount * (database.species[name]?.atoms.filter { $0.element == component }.reduce(0) { $0 + $1.count } ?? 0)
                }
            }
            if constituents.count > 1 {
                variable.append(constituents.indices.map { next + $0 })
                blocks.append(next..<next + constituents.count)
                blockSites.append(siteCount)
                for row in rows { atoms += row }
                next += constituents.count
            } else {
                variable.append([nil])
                for c in components.indices { fixedAtoms[c] += rows[0][c] }
            }
        }
    }

    var holdsAtoms: Bool { fixedAtoms.contains { $0 > 0 } || atoms.contains { $0 > 0 } }

    /// The factors of a parameter's term; nil when the parameter has a constituent that is not there.
    ///
    /// - Throws: ``DatabaseError`` `tooComplex` for an order that has no meaning.
    mutating func factors(of identifier: ParameterIdentifier, _ database: Database) throws(DatabaseError) -> [SitePolynomial.Factor]? {
        guard identifier.constituents.count == sublattices.count else { return nil }
        var factors: [SitePolynomial.Factor] = []
        var pairs: [(Int, Int)] = []
        var triple: [Int] = []
        for (index, names) in identifier.constituents.enumerated() {
            if names == ["*"] { continue }  // Σ y = 1
            var places: [Int] = []
            for name in names {
                guard let place = sublattices[index].firstIndex(of: name) else { return nil }
                guard let variable = variable[index][place] else { continue }  // y = 1
                factors.append(.init(form: .fraction(variable), power: 1))
                places.append(variable)
            }
            switch places.count {
            case 2: pairs.append((places[0], places[1]))
            case 3: triple = places
            default: break
            }
        }
        let order = identifier.order
        let wrongOrder = DatabaseError(
            .tooComplex, file: database.file, offendingText: identifier.description,
            message: "\(identifier) has an order that has no meaning for its constituents",
            remedy: "Use 0, 1 and 2 for three constituents and for two pairs.")
        if !triple.isEmpty {
            // Only order 0 given means the same value for 0, 1 and 2 (as Thermo-Calc and pycalphad read it); the three `v` then sum to 1.
            let hasOthers = [1, 2].contains { other in
                var sibling = identifier
                sibling.order = other
                return database.parameters[sibling] != nil
            }
            if order > 0 || hasOthers {
                guard order <= 2 else { throw wrongOrder }
                let others = (0..<3).filter { $0 != order }
                factors.append(.init(form: .muggianu(triple[order], triple[others[0]], triple[others[1]]), power: 1))
            }
        } else if pairs.count == 1, order > 0 {
            factors.append(.init(form: .difference(pairs[0].0, pairs[0].1), power: order))
        } else if pairs.count == 2, order > 0 {
            // Reciprocal: order 1 is linear in the first sublattice, 2 in the second (Lukas, Fries, Sundman 2007, eq. 5.99).
            guard order <= 2 else { throw wrongOrder }
            factors.append(.init(form: .difference(pairs[order - 1].0, pairs[order - 1].1), power: 1))
        }
        return factors
    }
}
