internal import OrderedCollections

/// The order-disorder partition: an ordered phase whose energy is that of a disordered phase plus what ordering changes,
///
///     G(y) = G_dis(x) + G_ord(y) − G_ord(y = x)
///
/// with `x` the mean of the site fractions over the sublattices that order, weighted by their sites. Ansara, Sundman, Willemin, Acta
/// Metall. 36 (1988) 977; Lukas, Fries, Sundman 2007, 5.8.4. A phase that never disorders leaves out the last term (5.8.5). The ideal
/// mixing is the ordered phase's own: those of the other two terms cancel. Vacancies take part like any constituent. Magnetism and other
/// functions are those of each of the three terms, as in pycalphad: an ordered phase with parameters of its own adds their difference.
///
/// The first sublattice of the disordered phase is the one that splits; a second one, of interstitials, is the same in both phases.
struct OrderPartition {
    let disordered: PhaseDefinition
    /// Constituents of the ordered phase's sublattices; those that order have all the disordered phase has.
    let ordered: [[String]]
    private let disorderedSublattices: [[String]]
    private let neverDisorders: Bool
    private let interstitial: Int?
    private let sites: [Double]

    /// Nil for a phase without a disordered part.
    ///
    /// - Throws: ``DatabaseError`` `unsupportedPhase` when the two phases do not fit together.
    init?(_ definition: PhaseDefinition, _ components: [String], _ database: Database) throws(DatabaseError) {
        guard let name = definition.disorderedPart else { return nil }
        guard let disordered = database.phases[name], let first = disordered.constituents.first, disordered.constituents.count <= 2 else {
            throw database.cannotUse(definition.name, because: "its disordered part \(name) has not one or two sublattices")
        }
        let splitting = database.present(first, components)
        let own = definition.constituents.map { database.present($0, components) }
        var interstitial: Int? = nil
        if disordered.constituents.count == 2 {
            let wanted = database.present(disordered.constituents[1], components)
            let fitting = own.indices.filter { own[$0] == wanted }
            // A disordered phase's second sublattice comes last in the ordered one.
            guard let last = fitting.last else {
                throw database.cannotUse(definition.name, because: "it has no sublattice like the second one of its disordered part \(name)")
            }
            interstitial = last
        }
        let extended = own.indices.map { index in index == interstitial ? own[index] : Set(own[index] + splitting).sorted() }
        for index in extended.indices where index != interstitial && extended[index] != splitting {
            let surplus = extended[index].filter { !splitting.contains($0) }.joined(separator: ", ")
            throw database.cannotUse(
                definition.name, because: "its sublattice \(index + 1) holds \(surplus), which its disordered part \(name) does not")
        }
        let splittingSites = definition.sites.indices.filter { $0 != interstitial }.reduce(0) { $0 + definition.sites[$1] }
        let ratio = splittingSites / disordered.sites[0]
        if let interstitial, abs(definition.sites[interstitial] - ratio * disordered.sites[1]) > 1e-9 * ratio {
            throw database.cannotUse(
                definition.name, because: "its interstitial sites are not in the ratio of its disordered part \(name)")
        }
        self.disordered = disordered
        self.ordered = extended
        self.interstitial = interstitial
        disorderedSublattices = [splitting] + (interstitial.map { [own[$0]] } ?? [])
        neverDisorders = definition.neverDisorders
        sites = definition.sites
    }

    /// Whether a parameter of the disordered phase has all its constituents here.
    func holds(_ identifier: ParameterIdentifier) -> Bool {
        identifier.constituents.count == disorderedSublattices.count
            && zip(identifier.constituents, disorderedSublattices).allSatisfy { wanted, present in
                wanted == ["*"] || wanted.allSatisfy { present.contains($0) }
            }
    }

    /// The part in mean fractions.
    func energy(
        _ families: [ParameterFamily], _ disorderedFamilies: [ParameterFamily], _ layout: ConstitutionLayout, _ definition: PhaseDefinition,
        pressure: Double
    ) -> (EnergyPart, LinearMap) {
        var map = LinearMap()
        let splitting = sites.indices.filter { $0 != interstitial }
        let total = splitting.reduce(0) { $0 + sites[$1] }
        var mean: [String: Int] = [:]
        if disorderedSublattices[0].count > 1 {
            for name in disorderedSublattices[0] {
                mean[name] = map.variable(
                    splitting.compactMap { index in layout.place(index, name).map { (source: $0, factor: sites[index] / total) } })
            }
        }
        var between: [String: Int] = [:]
        if let interstitial {
            for name in disorderedSublattices[1] {
                if let variable = layout.place(interstitial, name) { between[name] = map.variable([(source: variable, factor: 1)]) }
            }
        }
        var part = EnergyPart()
        part.variableCount = map.count
        part.add(disorderedFamilies, magnetism: disordered.magnetism, pressure: pressure, weight: total / disordered.sites[0]) {
            family, program, weight in
            family.append(to: &program, weight: weight) { sublattice, name in sublattice == 0 ? mean[name] : between[name] }
        }
        if !neverDisorders {
            part.add(families, magnetism: definition.magnetism, pressure: pressure, weight: -1) { family, program, weight in
                family.append(to: &program, weight: weight) { sublattice, name in sublattice == interstitial ? between[name] : mean[name] }
            }
        }
        return (part, map)
    }
}
