internal import OrderedCollections

/// The Gibbs energy of one phase, compiled for a set of components: the compound-energy formalism in general form.
///
/// Per mole of formula units
///
///     G(T, y) = E(T, y) + R T Σ_i a_i y_i ln y_i + E'(T, z(y))
///
/// with `a_i` sites on the sublattice of site fraction `y_i`, and `E` an ``EnergyPart``: a polynomial linear in the parameters, and what
/// is not linear in them (magnetism, two-state liquids, Einstein's oscillators, expansion under pressure). `E'` is a second such part in
/// variables that are linear in the site fractions: the disordered part of an ordered phase, or an ionic liquid's energy.
///
/// The variables are the site fractions of sublattices that hold more than one constituent; the others are 1 and drop out. Amounts of
/// components are linear in the variables, `M_c = M⁰_c + Σ_i b_ic·y_i`, except in an ionic liquid, and energies per mole of atoms are
/// `G / Σ_c M_c`. Vacancies count for nothing.
///
/// A class without state that changes: the inner loops pass a reference where a structure of this size would be copied, and counted, array
/// by array.
public final class GibbsModel: Sendable {
    public let phase: String
    /// Elements, in the caller's order.
    public let components: [String]
    /// Sites and the constituents that these components allow, sublattice by sublattice.
    public let sites: [Double]
    public let sublattices: [[String]]
    public let isLiquid: Bool

    /// The variables of each sublattice that has any.
    let blocks: [Range<Int>]
    /// Sites of those sublattices; of an ionic liquid, 1.
    let blockSites: [Double]
    /// Atoms of component `c` that variable `i` brings: `[i * components.count + c]`, per formula unit. Zero for an ionic liquid.
    let atoms: [Double]
    /// Atoms on the sublattices without choice, per formula unit.
    let fixedAtoms: [Double]
    /// Elementary charges per unit of each variable, and on the sublattices without choice: a formula is neutral when
    /// `Σ charges[i] y[i] + fixedCharge = 0`.
    let charges: [Double]
    let fixedCharge: Double
    /// Whether neutrality is a condition: some constituent carries a charge, and the sites do not make up for it.
    let isCharged: Bool
    /// The polynomial part term by term, as the parameters name it; ``direct`` is the same, compiled.
    let energy: SitePolynomial
    let direct: EnergyPart
    let mapped: EnergyPart?
    let map: LinearMap
    let ionicSites: IonicSites?
    let magnetism: PhaseDefinition.Magnetism?
    /// The parameters, in the order of the table's functions; orders that a sum leaves out stand between the others, with the value 0.
    let parameters: [ParameterIdentifier]
    let table: TemperatureTable
    let gasConstant: Double

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
        canOrder = partition != nil && table.identifiers.contains { $0.phase == name }
        self.table = TemperatureTable(table.functions)
        self.gasConstant = gasConstant
        // What the inner loops rely on.
        precondition(direct.variableBound <= layout.variableCount && direct.coefficientBound <= table.functions.count)
        precondition((mapped?.variableBound ?? 0) <= map.count && (mapped?.coefficientBound ?? 0) <= table.functions.count)
        precondition(map.entries.allSatisfy { $0.source < layout.variableCount && $0.target < map.count })
    }

    public var variableCount: Int { blocks.last?.upperBound ?? 0 }
    /// Independent variables: site fractions less one for each sublattice and one for neutrality.
    public var degreesOfFreedom: Int { max(0, variableCount - blocks.count - (isCharged ? 1 : 0)) }
    /// Kelvin; outside, parameters are extrapolated.
    public var declaredTemperatures: ClosedRange<Double> { table.declared }
    /// Whether the number of sites depends on the constitution (the ionic two-sublattice liquid): amounts are then not linear in it.
    var hasVariableSites: Bool { ionicSites != nil }
    /// Whether the phase is the ordered form of another one and ordering has an energy between these components: then its ordered states can be minima
    /// beside the disordered one.
    let canOrder: Bool
    /// Whether the energy is the direct part and ideal mixing alone, with no contribution that is not linear in the parameters.
    var isPolynomial: Bool { mapped == nil && direct.contributions.isEmpty && ionicSites == nil }

    /// Site fractions of the variables out of a full list, sublattice by sublattice in the order of ``sublattices``.
    public func variables(ofSiteFractions fractions: [Double]) -> [Double] {
        var result: [Double] = []
        var index = 0
        for constituents in sublattices {
            if constituents.count > 1 { result += fractions[index..<index + constituents.count] }
            index += constituents.count
        }
        return result
    }
}
