/// A fixed phase and a free temperature: solidus, liquidus, and everything like them.
extension EquilibriumSolver {
    /// First and largest step away from the guess, kelvin, and how far it may lead.
    private static let firstStep = 16.0
    private static let largestStep = 128.0
    private static let farthest = 3000.0
    /// The interval of temperature in which Newton's method begins, kelvin, and the halvings that may lead there.
    private static let narrowInterval = 0.5
    private static let maximumHalvings = 60

    /// The temperature closest to the guess at which the stable amount of a phase passes the wanted one.
    ///
    /// Global equilibria on both sides of the guess bracket it, bisection narrows the bracket, and Newton's method with the temperature among
    /// the unknowns ends it. The result is certified at its own temperature.
    mutating func equilibriumOfFixedPhase(_ conditions: EquilibriumConditions, guess: Double) throws(EquilibriumError) -> Equilibrium {
        guard let fixed = conditions.fixedPhases.first, let index = core.names.firstIndex(of: fixed.phase) else {
            throw EquilibriumError(.invalidCondition, "no phase is fixed", remedy: "Fix one for a free temperature.")
        }
        var tried = 0
        /// Whether there is more of the phase than wanted: for amount 0 any at all, for amount 1 nothing else.
        func isAbove(_ equilibrium: Equilibrium) -> Bool {
            let amount = equilibrium.phases.reduce(0) { $0 + ($1.phase == fixed.phase ? $1.amount : 0) }
            return fixed.amount <= 0 ? amount > 1e-9 : fixed.amount >= 1 ? amount >= 1 - 1e-9 : amount >= fixed.amount
        }
        func at(_ temperature: Double) throws(EquilibriumError) -> Equilibrium {
            tried += 1
            var isothermal = conditions
            isothermal.temperature = .fixed(temperature)
            isothermal.fixedPhases = []
            isothermal.certification = .full
            return try equilibrium(isothermal)
        }
        let start = try at(guess)
        let startSide = isAbove(start)
        var below = (temperature: guess, equilibrium: start)
        var above = below
        var bracket: (low: (temperature: Double, equilibrium: Equilibrium), high: (temperature: Double, equilibrium: Equilibrium))?
        var step = Self.firstStep
        while bracket == nil, max(above.temperature - guess, guess - below.temperature) < Self.farthest {
            let next = above.temperature + step
            if BinarySystem.temperatures.contains(next) {
                let found = (next, try at(next))
                if isAbove(found.1) != startSide { bracket = (above, found) }
                above = found
            }
            let previous = below.temperature - step
            if bracket == nil, previous > 50 {
                let found = (previous, try at(previous))
                if isAbove(found.1) != startSide { bracket = (found, below) }
                below = found
            }
            step = min(step * 1.5, Self.largestStep)
        }
        guard var bracket else {
            throw EquilibriumError(
                .noStablePhase,
                "the stable amount of \(fixed.phase) does not pass \(fixed.amount) between \(below.temperature) and \(above.temperature) K; \(tried) equilibria were tried",
                remedy: "Give another guess, or check that the phase forms at this composition.")
        }
        let lowSide = isAbove(bracket.low.equilibrium)
        for _ in 0..<Self.maximumHalvings {
            let width = bracket.high.temperature - bracket.low.temperature
            if width < Self.narrowInterval,
                let result = try polish(conditions, index, fixed, bracket.low, bracket.high)
            {
                return result
            }
            guard width > 1e-10 * bracket.high.temperature else { break }
            let middle = (bracket.low.temperature + bracket.high.temperature) / 2
            let found = (middle, try at(middle))
            if isAbove(found.1) == lowSide { bracket.low = found } else { bracket.high = found }
        }
        // An invariant: the amount jumps over the wanted one, and every amount between is in equilibrium there.
        throw EquilibriumError(
            .notConverged,
            "the amount of \(fixed.phase) jumps over \(fixed.amount) at \(bracket.low.temperature) K, from \(tried) equilibria; Newton's method found no state between",
            remedy: "At an invariant the amount is not a function of temperature: fix the temperature instead.")
    }

    /// Newton's method with the temperature among the unknowns, from the phases on either side of the bracket; nil where it leads out of it.
    private mutating func polish(
        _ conditions: EquilibriumConditions, _ index: Int, _ fixed: EquilibriumConditions.FixedPhase,
        _ low: (temperature: Double, equilibrium: Equilibrium), _ high: (temperature: Double, equilibrium: Equilibrium)
    ) throws(EquilibriumError) -> Equilibrium? {
        let margin = high.temperature - low.temperature
        for (one, other) in [(high, low), (low, high)] {
            var problem = try problem(conditions, one.temperature)
            guard problem.fixed.allSatisfy({ $0 == nil }) || conditions.components.allSatisfy({ if case .activity = $0 { false } else { true } })
            else { return nil }
            guard var sets = compositionSets(of: one.equilibrium, problem) else { continue }
            if let place = sets.firstIndex(where: { $0.phase == index }) {
                sets[place].fixed = fixed.amount
            } else if let another = compositionSets(of: other.equilibrium, problem)?.first(where: { $0.phase == index }) {
                sets.append(another)
                sets[sets.count - 1].fixed = fixed.amount
            } else {
                continue
            }
            // The phases of the other side join at amount zero where the fixed one is all there is.
            if sets.count == 1, let others = compositionSets(of: other.equilibrium, problem) {
                for var set in others where set.phase != index {
                    set.amount = 1e-6
                    sets.append(set)
                }
            }
            isotherms.move(to: one.temperature)
            let outcome = newton.solve(sets, rows: problem.rows, fixed: problem.fixed, isFree: true, &isotherms)
            guard case .converged(let solution) = outcome, solution.sets.contains(where: { $0.fixed != nil }),
                (low.temperature - margin...high.temperature + margin).contains(solution.temperature)
            else { continue }
            isotherms.move(to: solution.temperature)
            guard breach(solution, problem) == nil else { continue }
            problem.composition = one.equilibrium.moleFractions
            examined = 0
            prepareSamples(problem)
            let certificate = certify(problem, solution.potentials, appends: false)
            if certificate.lowest > -Self.tolerance { return result(solution, problem, certificate) }
        }
        return nil
    }
}
