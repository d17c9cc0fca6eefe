/// One equilibrium problem as the search sees it: what is entered, and linear conditions on amounts and potentials.
struct EquilibriumProblem: Sendable {
    /// Moles of the components per mole of atoms; an estimate for components with a fixed potential.
    var composition: [Double]
    var rows: [EquilibriumNewton.Row]
    /// The conditions on amounts as they were stated, but for fractions that are free; empty where all fractions were given.
    var statedRows: [EquilibriumNewton.Row] = []
    /// J/mol, for components exchanged with a reservoir.
    var fixed: [Double?]
    /// Phases that may be stable.
    var isEntered: [Bool]
    /// Phases whose driving force is wanted.
    var isWatched: [Bool]
    /// Phases whose samples lead to an empty lattice: only minima that were found in them count.
    var emptying: Set<Int> = []
    var certification = EquilibriumConditions.Certification.full

    /// All phases entered, and all amounts given.
    init(composition: [Double], phases: Int) {
        self.composition = composition
        rows = Self.unitRows(composition)
        fixed = .init(repeating: nil, count: composition.count)
        isEntered = .init(repeating: true, count: phases)
        isWatched = isEntered
    }

    static func unitRows(_ composition: [Double]) -> [EquilibriumNewton.Row] {
        composition.indices.map { c in
            var weights = [Double](repeating: 0, count: composition.count)
            weights[c] = 1
            return EquilibriumNewton.Row(weights: weights, value: composition[c])
        }
    }
}
