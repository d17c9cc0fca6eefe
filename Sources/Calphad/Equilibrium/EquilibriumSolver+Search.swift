/// The global search for one equilibrium at one temperature.
///
/// 1. All phases are sampled, and the lower hull above the wanted composition is found by ``HullProgramme``.
/// 2. The hull's corners, merged where no hill lies between two of one phase, start ``EquilibriumNewton`` on everything at once.
/// 3. The certificate: witnesses that took no part in 1, and local refinement of the best of each phase. What lies below the tangent plane
///    joins the columns, and the search begins again at 1.
extension EquilibriumSolver {
    /// Turns of steps 1 to 3.
    static let maximumRounds = 24
    /// Phases that join the set in one turn.
    static let maximumAdditions = 8
    /// A driving force up to this is rounding, J per mole of atoms.
    static let tolerance = 1e-5
    /// An amount on the hull below this does not count as a phase of the start, mol.
    static let smallestAmount = 1e-9

    mutating func search(_ problem: EquilibriumProblem) throws(EquilibriumError) -> Equilibrium {
        try checkParameters(problem)
        do { return try searchHere(problem) } catch {
            guard error.code == .notConverged, let found = continued(problem) else { throw error }
            return found
        }
    }

    /// Kelvin away from a temperature at which the search fails, and the steps back to it.
    private static let detours = [-8.0, 8, -30, 30]
    private static let detourSteps = 8
    /// Rounds in which Newton's method empties the lattice of a phase before the phase's samples count no more.
    private static let emptyRounds = 3

    /// Beside a critical point the hull's corners merge before Newton's method can tell them apart: from the phases at another temperature it
    /// goes on step by step, and what it arrives at is certified. Nil where no way leads there.
    private mutating func continued(_ problem: EquilibriumProblem) -> Equilibrium? {
        let temperature = isotherms.temperature
        var bare = problem
        bare.certification = .none
        for detour in Self.detours where BinarySystem.temperatures.contains(temperature + detour) {
            isotherms.move(to: temperature + detour)
            guard var found = try? searchHere(problem) else { continue }
            for step in 1..<Self.detourSteps {
                isotherms.move(to: temperature + detour * (1 - Double(step) / Double(Self.detourSteps)))
                guard let next = warm(found, bare) else { break }
                found = next
            }
            isotherms.move(to: temperature)
            if let result = warm(found, problem) { return result }
        }
        isotherms.move(to: temperature)
        return nil
    }

    private mutating func searchHere(_ problem: EquilibriumProblem) throws(EquilibriumError) -> Equilibrium {
        prepareSamples(problem)
        programme.reset(problem.composition, fixed: problem.fixed)
        var attempts: [String] = []
        var emptied: [Int: Int] = [:]
        examined = 0
        for round in 1...Self.maximumRounds {
            try minimiseHull(problem)
            // The hull of samples has potentials of its own; the later the round, the closer they are brought to those of the phases.
            for _ in 1..<round {
                let isDeeper = deepenHull()
                guard certify(problem, programme.potentials).found != nil || isDeeper else { break }
                try minimiseHull(problem)
            }
            // Every other round begins at the corners of the hull as they are.
            let isRefined = round % 2 == 0
            var outcome = newton.solve(
                isRefined ? refinedSets() : compositionSets(withAbsent: false), rows: problem.rows, fixed: problem.fixed, &isotherms)
            if case .failed = outcome {
                outcome = newton.solve(compositionSets(withAbsent: true), rows: problem.rows, fixed: problem.fixed, &isotherms)
            }
            if case .failed = outcome {
                // Two sets of a phase can be the samples around one minimum, with a hill of the sampling between them.
                outcome = newton.solve(largestSets(), rows: problem.rows, fixed: problem.fixed, &isotherms)
            }
            if case .failed(.empty(let phase)) = outcome {
                emptied[phase, default: 0] += 1
                if emptied[phase] == Self.emptyRounds { return try search(withoutEmpty: phase, problem) }
            }
            for _ in 0..<Self.maximumAdditions {
                guard case .converged(let solution) = outcome else { break }
                if let breach = breach(solution, problem) {
                    attempts.append("round \(round): \(breach)")
                    break
                }
                guard problem.certification != .none else { return result(solution, problem, nil) }
                let certificate = certify(problem, solution.potentials)
                if certificate.lowest > -Self.tolerance { return result(solution, problem, certificate) }
                for set in solution.sets { append(set.phase, set.y) }
                let lower = certificate.found.map { core.names[$0.phase] } ?? "a phase"
                let plane = solution.sets.map { core.names[$0.phase] }.joined(separator: " + ")
                attempts.append("round \(round): \(lower) lies \(-certificate.lowest) J/mol below the tangent plane of \(plane)")
                guard let found = certificate.found, let others = room(in: solution, problem) else { break }
                outcome = newton.solve(others + [found], rows: problem.rows, fixed: problem.fixed, &isotherms)
            }
            if case .failed(let reason) = outcome {
                let phases = programme.basis.map { column in programme.columns[column].phase }.map { $0 < 0 ? "nothing" : core.names[$0] }
                attempts.append("round \(round): Newton's method failed (\(reason)) from \(phases.joined(separator: " + "))")
            }
        }
        throw EquilibriumError(
            .notConverged,
            "no equilibrium at \(isotherms.temperature) K, x = \(problem.composition) after \(attempts.count) rounds of hull, Newton and certificate, and \(newton.stepsTaken) Newton steps; last: \(attempts.last ?? "no point of any phase reaches the composition")",
            remedy: "Report the database and the conditions.")
    }

    /// Where vacancies cost nothing, a lattice with next to no atoms lies below every plane, and above some temperature no minimum lies before it. First
    /// the phase's samples count no more, but minima found in it do; when these lead to the same end, the phase has no state and is left out, with
    /// a warning.
    private mutating func search(withoutEmpty phase: Int, _ problem: EquilibriumProblem) throws(EquilibriumError) -> Equilibrium {
        var narrower = problem
        if !narrower.emptying.insert(phase).inserted {
            narrower.isEntered[phase] = false
            narrower.isWatched[phase] = false
        }
        do { return try searchHere(narrower) } catch {
            guard error.code == .noStablePhase else { throw error }
            throw EquilibriumError(
                .notConverged,
                "\(core.names[phase]) empties itself at \(isotherms.temperature) K: its vacancies cost so little that no state with more than \(CompiledPhase.smallestOccupancy) of its lattice filled is a minimum, and the other phases do not hold x = \(problem.composition)",
                remedy: "Lower the temperature, or give the vacancies of \(core.names[phase]) an energy in the database.")
        }
    }

    /// The sets beside which a new one can join: with fewer phases than conditions all of them, with as many those without one of which there is
    /// nothing, as beside a compound at its own composition. Nil where the hull must say which one leaves.
    private func room(in solution: EquilibriumNewton.Solution, _ problem: EquilibriumProblem) -> [EquilibriumNewton.CompositionSet]? {
        guard solution.sets.count >= problem.rows.count else { return solution.sets }
        guard let least = solution.sets.indices.min(by: { solution.sets[$0].amount < solution.sets[$1].amount }), solution.sets.count > 1,
            solution.sets[least].amount < Self.smallestAmount
        else { return nil }
        var others = solution.sets
        others.remove(at: least)
        return others
    }
}
