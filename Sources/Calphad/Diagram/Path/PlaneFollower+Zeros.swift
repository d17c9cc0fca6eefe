/// Equilibria in which phases have the amount zero: points of the lines of a diagram, and the nodes where lines meet.
extension PlaneFollower {
    /// Where Newton's method led from the sets of a neighbour.
    enum Arrival {
        /// A certified equilibrium with the sets in the same order.
        case stable(BoundedEquilibrium)
        /// A constitution that is not among the sets lies below their plane.
        case missing(EquilibriumNewton.CompositionSet)
        /// The amount of a set would be below zero.
        case negative
        case nothing
    }

    /// The equilibrium of sets, those with a fixed amount among them, under conditions on amounts.
    ///
    /// - Parameter neighbours: whose bounds certify the solution; a search does where there are none.
    mutating func arrive(
        from sets: [EquilibriumNewton.CompositionSet], _ problem: EquilibriumProblem, temperature: Double, isFree: Bool,
        _ neighbours: (EquilibriumNewton.Solution) -> [Neighbours]
    ) -> Arrival {
        solver.isotherms.move(to: temperature)
        switch solver.newton.solve(sets, rows: problem.rows, fixed: problem.fixed, isFree: isFree, &solver.isotherms, failsBelowZero: true) {
        case .failed(.negative): return .negative
        case .failed: return .nothing
        case .converged(let solution):
            guard solution.sets.count == sets.count else { return .nothing }
            solver.isotherms.move(to: solution.temperature)
            guard solver.breach(solution, problem) == nil else { return .nothing }
            switch verify(solution, neighbours(solution)) {
            case .stable(let result): return .stable(result)
            case .missing(let set): return .missing(set)
            case .uncertain: return .nothing
            }
        }
    }

    /// Moles of the components of all sets together.
    func composition(_ sets: [EquilibriumNewton.CompositionSet]) -> [Double] { Self.composition(sets, solver.core) }

    static func composition(_ sets: [EquilibriumNewton.CompositionSet], _ core: CompiledSystem) -> [Double] {
        var sums = [Double](repeating: 0, count: core.components.count)
        var own = sums
        for set in sets {
            _ = core.phases[set.phase].amounts(set.y, into: &own)
            for c in sums.indices { sums[c] += set.amount * own[c] }
        }
        return sums
    }
}
