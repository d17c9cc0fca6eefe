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

    func isPhase(atoms total: Double) -> Bool { total > smallestAtoms && total > 0 }
}
