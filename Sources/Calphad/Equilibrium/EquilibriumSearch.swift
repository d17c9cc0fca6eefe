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
    private static let smallestAmount = 1e-9

    mutating func search(_ problem: EquilibriumProblem) throws(EquilibriumError) -> Equilibrium {
        do { return try searchHere(problem) } catch {
            guard error.code == .notConverged, let found = continued(problem) else { throw error }
            return found
        }
    }

    /// Kelvin away from a temperature at which the search fails, and the steps back to it.
    private static let detours = [-8.0, 8, -30, 30]
    private static let detourSteps = 8

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
        examined = 0
        for round in 1...Self.maximumRounds {
            try minimiseHull(problem)
            // The hull of samples has potentials of its own; the later the round, the closer they are brought to those of the phases.
            for _ in 1..<round {
                guard certify(problem, programme.potentials).found != nil else { break }
                try minimiseHull(problem)
            }
            var outcome = newton.solve(compositionSets(withAbsent: false), rows: problem.rows, fixed: problem.fixed, &isotherms)
            if case .failed = outcome {
                outcome = newton.solve(compositionSets(withAbsent: true), rows: problem.rows, fixed: problem.fixed, &isotherms)
            }
            if case .failed = outcome {
                // Two sets of a phase can be the samples around one minimum, with a hill of the sampling between them.
                outcome = newton.solve(largestSets(), rows: problem.rows, fixed: problem.fixed, &isotherms)
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

    // MARK: 1. The hull

    /// Energies of all samples at the temperature of the isotherms, unless they are known.
    mutating func prepareSamples(_ problem: EquilibriumProblem) {
        for index in core.phases.indices where problem.isEntered[index] { prepareSamples(ofPhase: index) }
    }

    mutating func prepareSamples(ofPhase index: Int) {
        guard sampledAt[index] != isotherms.temperature else { return }
        core.samples.energies(phase: index, core.phases[index].model, isotherms.isotherm(index, core), into: &sampleEnergies)
        sampledAt[index] = isotherms.temperature
    }

    mutating func prepareWitnesses(_ problem: EquilibriumProblem) {
        for index in core.phases.indices where problem.isWatched[index] { prepareWitnesses(ofPhase: index) }
    }

    mutating func prepareWitnesses(ofPhase index: Int) {
        guard witnessedAt[index] != isotherms.temperature else { return }
        core.witnesses.energies(phase: index, core.phases[index].model, isotherms.isotherm(index, core), into: &witnessEnergies)
        witnessedAt[index] = isotherms.temperature
    }

    mutating func minimiseHull(_ problem: EquilibriumProblem) throws(EquilibriumError) {
        for _ in 0..<HullProgramme.maximumPasses {
            switch programme.optimise() {
            case .unbounded(let phase):
                throw EquilibriumError(
                    .invalidCondition,
                    "at \(isotherms.temperature) K the potentials asked for are above what \(phase < 0 ? "any phase" : core.names[phase]) can hold: it would grow without end",
                    remedy: "Lower the activity or chemical potential below saturation.")
            case .optimal, .bound: break
            }
            let potentials = programme.potentials
            let attraction = programme.attraction
            var isOptimal = true
            for index in core.phases.indices where problem.isEntered[index] {
                guard let best = core.samples.lowest(phase: index, sampleEnergies, potentials: potentials), best.height < -attraction else {
                    continue
                }
                core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
                let energy = sampleEnergies[best.sample / SamplePool.group][best.sample % SamplePool.group]
                programme.append(phase: index, workspaces[index].y, energy: energy) { core.samples.fraction(best.sample, $0) }
                isOptimal = false
            }
            examined += core.samples.count
            if isOptimal { break }
        }
        guard programme.missing <= Self.smallestAmount else {
            throw EquilibriumError(
                .noStablePhase,
                "no combination of the phases \(core.names.indices.filter { problem.isEntered[$0] }.map { core.names[$0] }.joined(separator: ", ")) holds the composition \(problem.composition)",
                remedy: "Enter more phases.")
        }
    }

    /// A constitution joins the columns with its energy at the temperature of the isotherms.
    mutating func append(_ index: Int, _ y: [Double]) {
        let phase = core.phases[index]
        let total = phase.amounts(y, into: &amounts)
        guard phase.isPhase(atoms: total) else { return }
        let energy = phase.model.energy(isotherms.isotherm(index, core), y) / total
        programme.append(phase: index, y, energy: energy) { amounts[$0] / total }
    }

    // MARK: 2. Composition sets

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

    /// Of each phase the composition set of which there is most.
    private mutating func largestSets() -> [EquilibriumNewton.CompositionSet] {
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

    static func moveInside(_ y: inout [Double], _ blocks: [Range<Int>]) {
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
