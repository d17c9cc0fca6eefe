/// Several fixed phases, and as many conditions free: valleys and eutectics.
extension EquilibriumSolver {
    /// Where Newton's method begins, kelvin from the guess: the same phases a little colder or warmer.
    private static let startingOffsets = [0.0, -25, 25, -75, 75, -150, 150]

    mutating func equilibriumOfSeveral(
        _ conditions: EquilibriumConditions, _ variables: [FreeVariable]
    ) throws(EquilibriumError) -> Equilibrium {
        let start = try unfixed(conditions, variables.map { ($0, $0.guess) })
        let free = variables.first { $0.isTemperature }
        var tried = 0
        if let found = try equilibriumOfSeveral(conditions, from: start, free == nil ? [0] : Self.startingOffsets, &tried) { return found }
        // Other temperatures, the nearest first: at some of them the phases that are fixed are stable, or near it.
        if let free {
            var reach = 0.0
            var step = free.firstStep
            for _ in 0..<free.turns {
                reach += step
                step = min(step * 1.5, free.largestStep)
                for temperature in [free.guess - reach, free.guess + reach] where free.bounds.contains(temperature) {
                    let values = variables.map { ($0, $0.isTemperature ? temperature : $0.guess) }
                    guard let start = try? unfixed(conditions, values) else { continue }
                    if let found = try equilibriumOfSeveral(conditions, from: start, [0], &tried) { return found }
                }
            }
        }
        throw EquilibriumError(
            .notConverged,
            "no equilibrium with \(conditions.fixedPhases.map { "\($0.amount) of \($0.phase)" }.joined(separator: " and ")) was found from the guess, which gives \(start.phases.map(\.phase).joined(separator: " + ")); \(tried) sets of phases were tried",
            remedy: "Give guesses closer to the wanted state, or check that the phases can be in equilibrium with each other.")
    }

    /// From an equilibrium at the free variables' values: its phases and the fixed ones, as they are and with one phase more. Nil where none of them
    /// leads to a certified state.
    ///
    /// - Parameter tried: counts the sets of phases.
    private mutating func equilibriumOfSeveral(
        _ conditions: EquilibriumConditions, from start: Equilibrium, _ offsets: [Double], _ tried: inout Int
    ) throws(EquilibriumError) -> Equilibrium? {
        let problem = try problem(conditions, start.temperature)
        guard let known = compositionSets(of: start, problem) else {
            throw EquilibriumError(.noStablePhase, "the equilibrium at the guess holds phases that are not entered", remedy: "Enter them.")
        }
        let potentials = start.chemicalPotentials.map { $0 ?? 0 }
        isotherms.move(to: start.temperature)
        var sets = known
        for fixed in conditions.fixedPhases {
            guard let index = core.names.firstIndex(of: fixed.phase) else { continue }
            if let place = sets.firstIndex(where: { $0.phase == index && $0.fixed == nil }) {
                sets[place].fixed = fixed.amount
            } else if var set = closest(index, potentials) {
                set.fixed = fixed.amount
                sets.append(set)
            }
        }
        // As it is; then with one phase more that may hold what the fixed ones leave, the closest to forming first.
        var candidates = [sets]
        let absent = core.phases.indices.filter { index in problem.isEntered[index] && !sets.contains { $0.phase == index } }
        let nearest = absent.compactMap { index -> (set: EquilibriumNewton.CompositionSet, force: Double)? in
            guard let set = closest(index, potentials) else { return nil }
            return (set, start.drivingForces.first { $0.phase == core.names[index] }?.value ?? -.infinity)
        }
        for (set, _) in nearest.sorted(by: { $0.force > $1.force }) {
            candidates.append(sets + [set])
            candidates.append(sets.filter { $0.fixed != nil } + [set])
        }
        let isFree = if case .free = conditions.temperature { true } else { false }
        for offset in offsets where BinarySystem.temperatures.contains(start.temperature + offset) {
            for candidate in candidates {
                tried += 1
                if let result = try solve(conditions, candidate, temperature: start.temperature + offset, isFree: isFree) { return result }
            }
        }
        return nil
    }

    /// The constitution of a phase closest to forming, with a small amount; nil where the phase has none.
    private mutating func closest(_ index: Int, _ potentials: [Double]) -> EquilibriumNewton.CompositionSet? {
        prepareWitnesses(ofPhase: index)
        guard let best = core.witnesses.lowest(phase: index, witnessEnergies, potentials: potentials) else { return nil }
        core.witnesses.constitution(best.sample, phase: index, into: &workspaces[index].y)
        Self.moveInside(&workspaces[index].y, core.phases[index].blocks)
        guard workspaces[index].minimise(isotherms.isotherm(index, core), potentials: potentials).height != nil else { return nil }
        return .init(phase: index, y: workspaces[index].y, amount: 1e-3 / workspaces[index].total, fixed: nil)
    }
}
