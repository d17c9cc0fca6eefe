/// Step 2 of the global search: where Newton's method begins.
extension EquilibriumSolver {
    /// The corners of the hull, merged where the phase's energy has no hill between two of them.
    mutating func compositionSets(withAbsent: Bool) -> [EquilibriumNewton.CompositionSet] {
        var sets: [EquilibriumNewton.CompositionSet] = []
        for place in programme.basis.indices {
            let column = programme.columns[programme.basis[place]]
            let amount = max(programme.values[place], 0)
            guard column.phase >= 0, withAbsent || amount > Self.smallestAmount else { continue }
            let phase = core.phases[column.phase]
            var y = Array(programme.constitutions[column.start..<column.start + phase.variableCount])
            Self.moveInside(&y, phase.blocks)
            let formula = max(amount, 1e-6) / phase.amounts(y, into: &amounts)
            if let twin = sets.firstIndex(where: { $0.phase == column.phase }),
                let match = sets.indices.first(where: { sets[$0].phase == column.phase && $0 >= twin && !isHill(column.phase, sets[$0].y, y) })
            {
                let total = sets[match].amount + formula
                let share = formula / total
                for i in y.indices { sets[match].y[i] += (y[i] - sets[match].y[i]) * share }
                sets[match].amount = total
            } else {
                sets.append(.init(phase: column.phase, y: y, amount: formula, fixed: nil))
            }
        }
        return sets
    }

    /// How far apart two corners of one phase lie, in one site fraction, that are two composition sets whatever is between them.
    private static let distinct = 0.05
    /// As ``interior``, for corners that are minima and not samples.
    private static let refinedInterior = 1e-15

    /// The corners of a hull that has been brought to the minima of the phases, as they are: where hills are low and wells flat, or all of them a
    /// matter of traces, merging and moving inside would undo what was found.
    mutating func refinedSets() -> [EquilibriumNewton.CompositionSet] {
        var sets: [EquilibriumNewton.CompositionSet] = []
        for place in programme.basis.indices {
            let column = programme.columns[programme.basis[place]]
            let amount = max(programme.values[place], 0)
            guard column.phase >= 0, amount > Self.smallestAmount else { continue }
            let phase = core.phases[column.phase]
            var y = Array(programme.constitutions[column.start..<column.start + phase.variableCount])
            Self.moveInside(&y, phase.blocks, by: Self.refinedInterior)
            let formula = amount / phase.amounts(y, into: &amounts)
            let twin = sets.firstIndex { set in
                set.phase == column.phase && zip(set.y, y).allSatisfy { abs($0 - $1) < Self.distinct }
            }
            if let twin {
                let total = sets[twin].amount + formula
                for i in y.indices { sets[twin].y[i] += (y[i] - sets[twin].y[i]) * formula / total }
                sets[twin].amount = total
            } else {
                sets.append(.init(phase: column.phase, y: y, amount: formula, fixed: nil))
            }
        }
        return sets
    }

    /// Of each phase the composition set of which there is most.
    mutating func largestSets() -> [EquilibriumNewton.CompositionSet] {
        var result: [EquilibriumNewton.CompositionSet] = []
        for set in compositionSets(withAbsent: false) {
            guard let place = result.firstIndex(where: { $0.phase == set.phase }) else {
                result.append(set)
                continue
            }
            let sum = result[place].amount + set.amount
            if set.amount > result[place].amount { result[place] = set }
            result[place].amount = sum
        }
        return result
    }

    /// Newton's method starts inside the domain, where logarithms are finite.
    static let interior = 1e-6

    static func moveInside(_ y: inout [Double], _ blocks: [Range<Int>], by interior: Double = interior) {
        for block in blocks {
            var sum = 0.0
            for i in block {
                y[i] = max(y[i], interior)
                sum += y[i]
            }
            for i in block { y[i] /= sum }
        }
    }

    /// Height above the hull's plane, J per mole of atoms.
    private mutating func height(_ index: Int, _ y: [Double]) -> Double {
        let phase = core.phases[index]
        let total = phase.amounts(y, into: &amounts)
        var height = phase.model.energy(isotherms.isotherm(index, core), y)
        for c in amounts.indices { height -= programme.potentials[c] * amounts[c] }
        return height / total
    }

    private mutating func isHill(_ index: Int, _ one: [Double], _ two: [Double]) -> Bool {
        let ends = max(height(index, one), height(index, two)) + 1e-3
        var middle = one
        for share in [0.25, 0.5, 0.75] {
            for i in one.indices { middle[i] = one[i] + (two[i] - one[i]) * share }
            if height(index, middle) > ends { return true }
        }
        return false
    }
}
