/// Equilibria between certified ones: Newton's method from a neighbour, and the neighbours' bounds instead of a search.
///
/// Where Newton's method leads nowhere, or phases come and go in a way that it does not follow, the search is global.
struct PlaneFollower {
    /// Phases that join in one equilibrium.
    private static let maximumAdditions = 8

    var solver: EquilibriumSolver
    var counts = CertificationCounts()
    /// For each phase what its bound loses between two temperatures.
    private(set) var concavities: [Concavity?]
    /// For each phase whether all constitutions have as many atoms, so that a plane's lowest value is at an end member.
    let isRigid: [Bool]
    /// For each phase the components it can hold.
    let members: [[Int]]

    init(_ system: AlloySystem) {
        solver = system.makeSolver()
        let core = system.core
        let count = core.components.count
        concavities = .init(repeating: nil, count: core.phases.count)
        isRigid = core.phases.map { phase in
            !phase.hasVariableSites
                && phase.blocks.allSatisfy { block in
                    let totals = block.map { i in (0..<count).reduce(0.0) { $0 + phase.atoms[i * count + $1] } }
                    return totals.allSatisfy { abs($0 - totals[0]) < 1e-12 }
                }
        }
        members = core.phases.map { phase in
            (0..<count).filter { c in
                phase.fixedAtoms[c] > 0 || phase.hasVariableSites || (0..<phase.variableCount).contains { phase.atoms[$0 * count + c] > 0 }
            }
        }
    }

    /// Looks in the samples of each phase how far its energy is from concave between two temperatures. Before, all temperatures must be one.
    mutating func checkConcavity(in range: ClosedRange<Double>) {
        let core = solver.core
        var energies = core.samples.makeEnergies()
        // Phases without variables are looked at themselves.
        concavities = core.phases.indices.map { index in
            core.phases[index].variableCount == 0 ? nil : Concavity(core, phase: index, in: range, &energies)
        }
    }

    /// The equilibrium of a problem by a global search, and the margins of all phases.
    mutating func search(_ problem: EquilibriumProblem, at temperature: Double) throws(EquilibriumError) -> BoundedEquilibrium {
        solver.isotherms.move(to: temperature)
        let found = try solver.search(problem)
        counts.searched += 1
        let sets = solver.compositionSets(of: found, problem) ?? []
        var result = BoundedEquilibrium(
            temperature: temperature, potentials: found.chemicalPotentials.map { $0 ?? 0 }, sets: sets, landmarks: landmarks(sets),
            margins: .init(repeating: 0, count: solver.core.phases.count))
        var certification = EquilibriumSolver.Certification(heights: [])
        // The certificate has the heights of phases that are not there.
        for force in found.drivingForces {
            if let index = solver.core.names.firstIndex(of: force.phase) { result.margins[index] = max(0, -force.value) }
        }
        var isDoubtful = false
        for index in result.phases {
            let margin = margin(of: index, result, &certification)
            if margin < -EquilibriumSolver.tolerance { isDoubtful = true }
            result.margins[index] = max(0, margin)
        }
        guard isDoubtful else { return result }
        // Of what only the neighbours of this plane see, its own search said nothing.
        if let missing = certification.found, let better = follow(sets + [missing], problem, { _ in [] }) { return better }
        throw EquilibriumError(
            .notConverged, "at \(temperature) K a further search found a constitution below the plane of the equilibrium, and no equilibrium with it",
            remedy: "Ask for a temperature or composition beside this one.")
    }

    /// The equilibrium of a problem between two others, certified by their bounds.
    ///
    /// - Parameter share: how far from the first to the second, in the temperature; 0...1.
    mutating func between(
        _ first: BoundedEquilibrium, _ second: BoundedEquilibrium, share: Double, _ problem: EquilibriumProblem
    ) throws(EquilibriumError) -> BoundedEquilibrium {
        let temperature = first.temperature + (second.temperature - first.temperature) * share
        let neighbours = [Neighbours(first: first, second: second, share: share)]
        for start in starts(first, second, share) {
            solver.isotherms.move(to: temperature)
            if let result = follow(start, problem, { _ in neighbours }) { return result }
        }
        return try search(problem, at: temperature)
    }

    /// The equilibrium of a problem from the sets of another at the same temperature, certified by the planes that are remembered, and then
    /// remembered itself.
    mutating func near(
        _ start: [EquilibriumNewton.CompositionSet]?, _ memory: inout PlaneMemory, _ problem: EquilibriumProblem
    ) throws(EquilibriumError) -> BoundedEquilibrium {
        solver.isotherms.move(to: memory.temperature)
        let result: BoundedEquilibrium
        if let start, let followed = follow(start, problem, { memory.neighbours(of: $0) }) {
            result = followed
        } else {
            result = try search(problem, at: memory.temperature)
        }
        memory.add(result)
        return result
    }

    /// The equilibrium of a problem from the sets of one nearby, certified by the bounds of neighbours around it; a search where that leads nowhere.
    mutating func equilibrium(
        _ problem: EquilibriumProblem, at temperature: Double, from start: [EquilibriumNewton.CompositionSet], _ neighbours: [Neighbours]
    ) throws(EquilibriumError) -> BoundedEquilibrium {
        solver.isotherms.move(to: temperature)
        if let result = follow(start, problem, { _ in neighbours }) { return result }
        return try search(problem, at: temperature)
    }

    /// An equilibrium in which a set of another has the amount zero, and its temperature; nil where Newton's method does not lead to one between
    /// the neighbours.
    mutating func zeroAmount(
        of place: Int, in start: [EquilibriumNewton.CompositionSet], from temperature: Double, _ first: BoundedEquilibrium,
        _ second: BoundedEquilibrium, _ problem: EquilibriumProblem
    ) -> BoundedEquilibrium? {
        var sets = start
        sets[place].fixed = 0
        solver.isotherms.move(to: temperature)
        let outcome = solver.newton.solve(sets, rows: problem.rows, fixed: problem.fixed, isFree: true, &solver.isotherms, failsBelowZero: true)
        guard case .converged(let solution) = outcome, solution.sets.count == sets.count,
            solution.temperature >= first.temperature - TransitionFinder.width,
            solution.temperature <= second.temperature + TransitionFinder.width
        else { return nil }
        solver.isotherms.move(to: solution.temperature)
        guard solver.breach(solution, problem) == nil else { return nil }
        let share = max(0, min(1, (solution.temperature - first.temperature) / (second.temperature - first.temperature)))
        guard case .stable(let result) = verify(solution, [Neighbours(first: first, second: second, share: share)]) else { return nil }
        return result
    }

    // MARK: Newton's method from the neighbours

    /// Composition sets to begin with, the most promising first.
    private func starts(
        _ first: BoundedEquilibrium, _ second: BoundedEquilibrium, _ share: Double
    ) -> [[EquilibriumNewton.CompositionSet]] {
        guard first.phases == second.phases else { return share <= 0.5 ? [first.sets, second.sets] : [second.sets, first.sets] }
        var sets = first.sets
        var isTaken = [Bool](repeating: false, count: sets.count)
        for place in sets.indices {
            guard
                let other = second.sets.indices.first(where: {
                    !isTaken[$0] && second.sets[$0].phase == sets[place].phase && second.landmarks[$0].isLike(first.landmarks[place])
                })
            else { return [first.sets, second.sets] }
            isTaken[other] = true
            sets[place].fixed = nil
            sets[place].amount += (second.sets[other].amount - sets[place].amount) * share
            for i in sets[place].y.indices { sets[place].y[i] += (second.sets[other].y[i] - sets[place].y[i]) * share }
        }
        return [sets, first.sets]
    }

    private mutating func follow(
        _ start: [EquilibriumNewton.CompositionSet], _ problem: EquilibriumProblem, _ neighbours: ([Double]) -> [Neighbours]
    ) -> BoundedEquilibrium? {
        var sets = start
        for place in sets.indices { sets[place].fixed = nil }
        for _ in 0...Self.maximumAdditions {
            guard case .converged(let solution) = solver.newton.solve(sets, rows: problem.rows, fixed: problem.fixed, &solver.isotherms),
                solver.breach(solution, problem) == nil
            else { return nil }
            switch verify(solution, neighbours(solution.potentials)) {
            case .stable(let result): return result
            case .uncertain: return nil
            case .missing(let set):
                // With as many phases as components the hull must say which one leaves.
                guard solution.sets.count < problem.rows.count else { return nil }
                sets = solution.sets + [set]
            }
        }
        return nil
    }
}
