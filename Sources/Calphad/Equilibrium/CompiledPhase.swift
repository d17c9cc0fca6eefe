/// A phase of an ``AlloySystem``, in a box: the inner loops pass a reference instead of copying a model.
final class CompiledPhase: Sendable {
    /// A constitution on which vacancies leave fewer atoms than this part of the sites is not a phase.
    ///
    /// Where every sublattice can be empty, the energy per mole of atoms runs to minus infinity as `R T ln` of what is left: the formula
    /// then describes a dilute gas of atoms on a lattice of vacancies. Interstitial sublattices are emptier than this by nature, so the
    /// guard counts only where nothing else keeps atoms in the formula.
    static let smallestOccupancy = 0.125

    let model: GibbsModel
    /// Place in the system.
    let index: Int
    let variableCount: Int
    let blocks: [Range<Int>]
    let atoms: [Double]
    let fixedAtoms: [Double]
    let isCharged: Bool
    /// Whether amounts are not linear in the site fractions.
    let hasVariableSites: Bool
    /// Every constituent of every sublattice: its place among the variables, −1 where the sublattice leaves no choice.
    private let layout: [Int]
    /// Atoms per formula unit below which a constitution is not a phase.
    let smallestAtoms: Double

    init(_ model: GibbsModel, index: Int) {
        self.model = model
        self.index = index
        variableCount = model.variableCount
        blocks = model.blocks
        atoms = model.atoms
        fixedAtoms = model.fixedAtoms
        isCharged = model.isCharged
        hasVariableSites = model.hasVariableSites
        var layout: [Int] = []
        var next = 0
        for constituents in model.sublattices {
            if constituents.count == 1 {
                layout.append(-1)
            } else {
                layout += next..<next + constituents.count
                next += constituents.count
            }
        }
        self.layout = layout
        let count = model.components.count
        // The fewest and the most atoms that each sublattice can hold.
        var fewest = model.fixedAtoms.reduce(0, +)
        var most = fewest
        for block in model.blocks {
            let totals = block.map { i in (0..<count).reduce(0.0) { $0 + model.atoms[i * count + $1] } }
            fewest += totals.min() ?? 0
            most += totals.max() ?? 0
        }
        smallestAtoms = fewest > 1e-9 * most ? 0 : Self.smallestOccupancy * most
    }

    /// Site fractions, and the conditions on them: full sublattices and neutrality.
    var borderedCount: Int { variableCount + blocks.count + (isCharged ? 1 : 0) }

    /// Amounts of the components, mol of atoms per mole of formula units; their sum.
    @inline(__always) func amounts(_ y: [Double], into amounts: inout [Double]) -> Double {
        let count = fixedAtoms.count
        if hasVariableSites { return variableAmounts(y, into: &amounts) }
        for c in 0..<count { amounts[c] = fixedAtoms[c] }
        for i in 0..<variableCount { for c in 0..<count { amounts[c] += atoms[i * count + c] * y[i] } }
        var total = 0.0
        for c in 0..<count { total += amounts[c] }
        return total
    }

    private func variableAmounts(_ y: [Double], into amounts: inout [Double]) -> Double {
        amounts = model.amounts(y)
        return amounts.reduce(0, +)
    }

    /// All site fractions, sublattice by sublattice.
    func siteFractions(_ y: [Double]) -> [Double] {
        layout.count == y.count ? y : layout.map { $0 < 0 ? 1 : y[$0] }
    }

    /// The variables out of all site fractions; nil when they are of another phase.
    func variables(_ siteFractions: [Double]) -> [Double]? {
        guard siteFractions.count == layout.count else { return nil }
        guard layout.count != variableCount else { return siteFractions }
        var result: [Double] = []
        result.reserveCapacity(variableCount)
        for (place, variable) in layout.enumerated() where variable >= 0 { result.append(siteFractions[place]) }
        return result
    }

    func isPhase(atoms total: Double) -> Bool { total > smallestAtoms && total > 0 }
}
