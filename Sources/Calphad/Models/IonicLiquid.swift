internal import OrderedCollections

/// The energy of the ionic two-sublattice liquid, written out in products of variables that are linear in the site fractions.
///
/// A parameter whose constituents include an anion stands for itself. One without (metals, neutrals) is counted per `Q`, the sites of the
/// second sublattice, and in an interaction each cation stands for the pair of itself with a vacancy, `y_c y_VA`; a parameter of neutrals
/// names the second sublattice alone. Constituents of that sublattice are ordered anions, vacancies, neutrals, which fixes the sign of odd
/// orders. All this as pycalphad does, which was tested against Thermo-Calc.
struct IonicLiquid {
    let sites: IonicSites
    private let layout: ConstitutionLayout
    private let species: OrderedDictionary<String, Species>
    private let magnetism: PhaseDefinition.Magnetism?
    private let hasVacancy: Bool

    init(_ definition: PhaseDefinition, _ layout: ConstitutionLayout, _ components: [String], _ database: Database) throws(DatabaseError) {
        self.layout = layout
        species = database.species
        magnetism = definition.magnetism
        hasVacancy = layout.sublattices[1].contains("VA")
        func constituents(_ sublattice: Int) -> [IonicSites.Constituent] {
            layout.sublattices[sublattice].map { name in
                IonicSites.Constituent(
                    variable: layout.place(sublattice, name), charge: abs(database.species[name]?.charge ?? 0), isVacancy: name == "VA",
                    atoms: ConstitutionLayout.content(database.species[name], components))
            }
        }
        sites = IonicSites(cations: constituents(0), anions: constituents(1))
    }

    private func charge(_ name: String) -> Double { species[name]?.charge ?? 0 }

    /// The constituents of a parameter, sublattice by sublattice.
    private func arrays(_ identifier: ParameterIdentifier) -> [[String]] {
        identifier.constituents.count == 1 ? [["*"]] + identifier.constituents : identifier.constituents
    }

    func holds(_ identifier: ParameterIdentifier) -> Bool {
        if identifier.constituents.count == 1 { guard identifier.constituents[0].allSatisfy({ charge($0) == 0 }) else { return false } }
        let arrays = arrays(identifier)
        return arrays.count == 2
            && zip(arrays, layout.sublattices).allSatisfy { wanted, present in wanted == ["*"] || wanted.allSatisfy { present.contains($0) } }
    }

    func energy(_ families: [ParameterFamily], pressure: Double) -> (EnergyPart, LinearMap) {
        var map = LinearMap()
        let fixed = sites.cations.reduce(0) { $0 + ($1.variable == nil ? $1.charge : 0) }
        let q = map.variable(base: fixed, sites.cations.compactMap { cation in cation.variable.map { (source: $0, factor: cation.charge) } })
        // Every variable first, so that the part's size is known when its functions are built.
        var scratch = EnergyPart()
        scratch.add(families, magnetism: magnetism, pressure: pressure, weight: 1) { append($0, &$1, $2, &map, q) }
        var part = EnergyPart()
        part.variableCount = map.count
        part.add(families, magnetism: magnetism, pressure: pressure, weight: 1) { append($0, &$1, $2, &map, q) }
        return (part, map)
    }

    /// Appends each order as a product of its own.
    private func append(_ family: ParameterFamily, _ program: inout SiteProgram, _ weight: Double, _ map: inout LinearMap, _ q: Int) {
        let arrays = arrays(family.identifier)
        // `*` on a sublattice is all its constituents; its sum is 1.
        let names = zip(arrays, layout.sublattices).map { $0 == ["*"] ? $1 : $0 }
        let hasAnion = names[1].contains { charge($0) < 0 } && !(arrays[1] == ["*"] && !layout.sublattices[1].contains { charge($0) < 0 })
        let namesVacancy = arrays[1].contains("VA")
        let isEndMember = arrays.allSatisfy { $0.count == 1 }
        let namesCations = family.identifier.constituents.count == 2
        let pairsWithVacancy = !hasAnion && hasVacancy && namesCations && !(namesVacancy && isEndMember)
        let vacancy = layout.place(1, "VA").map { map.variable([(source: $0, factor: 1)]) }

        var common: [Int] = []
        if !hasAnion { common.append(q) }
        var ordered: [[String]] = []
        for (index, wanted) in arrays.enumerated() {
            if wanted == ["*"] {
                if index == 0, pairsWithVacancy, let vacancy { common.append(vacancy) }
                ordered.append([])
                continue
            }
            let sorted =
                index == 0
                ? wanted : wanted.filter { charge($0) < 0 } + wanted.filter { $0 == "VA" } + wanted.filter { charge($0) == 0 && $0 != "VA" }
            ordered.append(sorted)
            for name in sorted {
                if let source = layout.place(index, name) { common.append(map.variable([(source: source, factor: 1)])) }
                if index == 0, pairsWithVacancy, let vacancy { common.append(vacancy) }
            }
        }
        let shape = ParameterFamily.shape(family.identifier, orders: family.orders) ?? .constant
        let mixing = ordered.indices.filter { ordered[$0].count > 1 }

        /// A linear form in some fractions of one sublattice, as a variable; cations bring a vacancy each where the rule says so.
        func form(_ index: Int, _ terms: [(name: String, factor: Double)]) -> [Int] {
            let variable = map.variable(terms.compactMap { term in layout.place(index, term.name).map { (source: $0, factor: term.factor) } })
            return index == 0 && pairsWithVacancy ? [variable] + (vacancy.map { [$0] } ?? []) : [variable]
        }
        func add(_ order: Int, _ factors: [Int], _ weight: Double) {
            program.append(.constant, start: family.start + order, count: 1, core: [], rest: common + factors, weight: weight)
        }
        for order in family.orders {
            switch shape {
            case .constant: add(order, [], weight)
            case .difference:
                let pair = ordered[mixing[0]]
                let difference = order == 0 ? [] : form(mixing[0], [(pair[0], 1), (pair[1], -1)])
                add(order, Array(repeatElement(difference, count: order).joined()), weight)
            case .reciprocal:
                if order == 0 {
                    add(0, [], weight)
                } else {
                    let index = mixing[2 - order]
                    add(order, form(index, [(ordered[index][0], 1), (ordered[index][1], -1)]), weight)
                }
            case .ternary:
                // v = 1/3 + y − Σ/3
                let triple = ordered[mixing[0]]
                add(order, [], weight / 3)
                add(order, form(mixing[0], triple.enumerated().map { ($1, ($0 == order ? 1 : 0) - 1.0 / 3) }), weight)
            }
        }
    }
}

extension PhaseDefinition {
    /// The ionic two-sublattice liquid, by its letter.
    var isIonicLiquid: Bool { modelLetter == "Y" && constituents.count == 2 }
}
