/// Bounds from two neighbours, and the search in one phase where they do not suffice.
extension PlaneFollower {
    /// A bound counts when it is at least as large as what it lost to the distance of the neighbours, and this, J per mole of atoms. The margins it
    /// stems from are those of a search, and the distance in `μ` grows with its square.
    private static let smallestBound = 1.0
    /// A set of a neighbour is taken for one of the solution when they differ by less than this share of what tells constitutions apart.
    private static let sameSet = 0.5

    /// Certified equilibria around a point, and the weights with which they meet at its temperature.
    struct Neighbours {
        struct Member {
            var plane: BoundedEquilibrium
            /// All sum to 1.
            var weight: Double
        }

        var members: [Member]
        /// The two temperatures of the members, kelvin, and how far the point is from the lower to the higher.
        var low: Double
        var high: Double
        var share: Double

        init(members: [Member], low: Double, high: Double, share: Double) {
            (self.members, self.low, self.high, self.share) = (members, low, high, share)
        }

        /// Two, and how far from the first to the second.
        init(first: BoundedEquilibrium, second: BoundedEquilibrium, share: Double) {
            members = [.init(plane: first, weight: 1 - share), .init(plane: second, weight: share)]
            (low, high, self.share) = (first.temperature, second.temperature, share)
        }

        func margin(_ index: Int) -> Double { members.reduce(0) { $0 + $1.weight * $1.plane.margins[index] } }

        func difference(from potentials: [Double]) -> [Double] {
            var result = potentials
            for member in members { for c in result.indices { result[c] -= member.weight * member.plane.potentials[c] } }
            return result
        }

        /// What a bound loses where the energy is not concave in the temperature, J per mole of atoms.
        func defect(_ concavity: Concavity?) -> Double { concavity?.defect(from: low, to: high, share: share) ?? 0 }
    }

    enum Verdict {
        case stable(BoundedEquilibrium)
        /// A constitution below the plane.
        case missing(EquilibriumNewton.CompositionSet)
        /// Something lies below the plane, but the way down from there leads to no phase.
        case uncertain
    }

    func landmarks(_ sets: [EquilibriumNewton.CompositionSet]) -> [SamplePool.Landmark] {
        var amounts = [Double](repeating: 0, count: solver.core.components.count)
        return sets.map { set in
            let total = solver.core.phases[set.phase].amounts(set.y, into: &amounts)
            return EquilibriumSolver.landmark(amounts, total, set.y)
        }
    }

    /// Whether anything lies below a solution's plane, at the temperature of the isotherms.
    mutating func verify(_ solution: EquilibriumNewton.Solution, _ neighbours: [Neighbours]) -> Verdict {
        let core = solver.core
        var result = BoundedEquilibrium(
            temperature: solution.temperature, potentials: solution.potentials, sets: solution.sets, landmarks: landmarks(solution.sets),
            margins: .init(repeating: 0, count: core.phases.count))
        let differences = neighbours.map { $0.difference(from: solution.potentials) }
        var certification = EquilibriumSolver.Certification(heights: [])
        for index in core.phases.indices {
            if core.phases[index].variableCount == 0 {
                if result.sets.contains(where: { $0.phase == index }) { continue }
                result.margins[index] = margin(of: index, result, &certification)
            } else {
                var bound = -Double.infinity
                var best: Neighbours?
                for (place, pair) in neighbours.enumerated() {
                    let loss = max(0, largest(differences[place], index)) + pair.defect(concavities[index])
                    let own = pair.margin(index) - loss
                    if own >= loss + Self.smallestBound, own > bound { (bound, best) = (own, pair) }
                }
                if let best {
                    // What was stable beside here has a minimum of its own, which the neighbour's margin leaves out.
                    bound = min(bound, lowestNeighbour(index, best.members.map(\.plane), result, &certification))
                } else {
                    counts.phasesSearched += 1
                    bound = margin(of: index, result, &certification)
                    for pair in neighbours { bound = min(bound, lowestNeighbour(index, pair.members.map(\.plane), result, &certification)) }
                }
                result.margins[index] = bound
            }
            if let found = certification.found { return .missing(found) }
            if result.margins[index] < -EquilibriumSolver.tolerance { return .uncertain }
        }
        for index in result.margins.indices { result.margins[index] = max(0, result.margins[index]) }
        counts.bounded += 1
        return .stable(result)
    }

    /// The margin of one phase by a search.
    mutating func margin(
        of index: Int, _ state: BoundedEquilibrium, _ certification: inout EquilibriumSolver.Certification
    ) -> Double {
        guard solver.core.phases[index].variableCount > 0 else { return height(of: index, state, &certification) }
        var known: [SamplePool.Landmark] = []
        for (place, set) in state.sets.enumerated() where set.phase == index { known.append(state.landmarks[place]) }
        solver.prepareSamples(ofPhase: index)
        solver.prepareWitnesses(ofPhase: index)
        let found = solver.examine(index, isEntered: true, appends: false, state.potentials, known: known, &certification)
        if found.lowest < -EquilibriumSolver.tolerance { return found.lowest }
        return known.isEmpty ? found.lowest : found.beyond
    }

    /// Of a phase without a choice of constitution, exactly.
    private mutating func height(
        of index: Int, _ state: BoundedEquilibrium, _ certification: inout EquilibriumSolver.Certification
    ) -> Double {
        let phase = solver.core.phases[index]
        var height = phase.model.energy(solver.isotherms.isotherm(index, solver.core), [])
        var total = 0.0
        for c in state.potentials.indices {
            height -= state.potentials[c] * phase.fixedAtoms[c]
            total += phase.fixedAtoms[c]
        }
        height /= total
        if height < certification.foundHeight {
            certification.foundHeight = height
            certification.found = .init(phase: index, y: [], amount: EquilibriumSolver.joiningAmount / total, fixed: nil)
        }
        return height
    }

    /// The lowest end of the ways down from sets of the neighbours that the state does not have.
    private mutating func lowestNeighbour(
        _ index: Int, _ neighbours: [BoundedEquilibrium], _ state: BoundedEquilibrium, _ certification: inout EquilibriumSolver.Certification
    ) -> Double {
        var lowest = Double.infinity
        for neighbour in neighbours {
            for (place, set) in neighbour.sets.enumerated()
            where set.phase == index && !state.holds(neighbour.landmarks[place], ofPhase: index, within: Self.sameSet) {
                let end = solver.refine(index, from: set.y, state.potentials, &certification)
                guard let height = end.height, !state.holds(end.landmark, ofPhase: index, within: 1) else { continue }
                lowest = min(lowest, height)
            }
        }
        return lowest
    }

    /// The largest value of a plane over the compositions of a phase, J per mole of atoms.
    private func largest(_ plane: [Double], _ index: Int) -> Double {
        let phase = solver.core.phases[index]
        guard isRigid[index] else { return members[index].reduce(-.infinity) { max($0, plane[$1]) } }
        let count = plane.count
        var value = 0.0
        var total = 0.0
        for c in 0..<count {
            value += phase.fixedAtoms[c] * plane[c]
            total += phase.fixedAtoms[c]
        }
        for block in phase.blocks {
            var best = -Double.infinity
            var atoms = 0.0
            for i in block {
                var own = 0.0
                atoms = 0
                for c in 0..<count {
                    own += phase.atoms[i * count + c] * plane[c]
                    atoms += phase.atoms[i * count + c]
                }
                best = max(best, own)
            }
            value += best
            total += atoms
        }
        return value / total
    }
}
