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
public struct GibbsModel: Sendable {
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

    public var variableCount: Int { blocks.last?.upperBound ?? 0 }
    /// Independent variables: site fractions less one for each sublattice and one for neutrality.
    public var degreesOfFreedom: Int { max(0, variableCount - blocks.count - (isCharged ? 1 : 0)) }
    /// Kelvin; outside, parameters are extrapolated.
    public var declaredTemperatures: ClosedRange<Double> { table.declared }
    /// Whether the number of sites depends on the constitution (the ionic two-sublattice liquid): amounts are then not linear in it.
    var hasVariableSites: Bool { ionicSites != nil }
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
