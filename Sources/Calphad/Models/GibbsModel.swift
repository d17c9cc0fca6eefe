/// The Gibbs energy of one phase, compiled for a set of components: the compound-energy formalism in general form.
///
/// Per mole of formula units
///
///     G(T, y) = Σ_terms L_t(T)·Π_t(y)  +  R T Σ_s a_s Σ_i y_i ln y_i  +  G_magnetic
///
/// with `a_s` sites on sublattice `s` and site fractions `y`. The variables are the site fractions of sublattices that hold more than
/// one constituent; the others are 1 and drop out. Amounts of components are linear in the variables, `M_c = M⁰_c + Σ_i b_ic·y_i`, and
/// energies per mole of atoms are `G / Σ_c M_c`. Vacancies count for nothing.
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
    /// Sites of those sublattices.
    let blockSites: [Double]
    /// Atoms of component `c` that variable `i` brings: `[i * components.count + c]`, per formula unit.
    let atoms: [Double]
    /// Atoms on the sublattices without choice, per formula unit.
    let fixedAtoms: [Double]
    let energy: SitePolynomial
    let curieTemperature: SitePolynomial
    let magneticMoment: SitePolynomial
    let magnetism: PhaseDefinition.Magnetism?
    /// The parameters, in the order of the table's functions.
    let parameters: [ParameterIdentifier]
    let table: TemperatureTable
    let gasConstant: Double

    public var variableCount: Int { blocks.last?.upperBound ?? 0 }
    /// Independent variables: site fractions less one for each sublattice.
    public var degreesOfFreedom: Int { variableCount - blocks.count }
    /// Kelvin; outside, parameters are extrapolated.
    public var declaredTemperatures: ClosedRange<Double> { table.declared }

    /// Amounts of the components, mol of atoms per mole of formula units.
    func amounts(_ y: [Double]) -> [Double] {
        var amounts = fixedAtoms
        let count = components.count
        for i in 0..<variableCount { for c in 0..<count { amounts[c] += atoms[i * count + c] * y[i] } }
        return amounts
    }

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
