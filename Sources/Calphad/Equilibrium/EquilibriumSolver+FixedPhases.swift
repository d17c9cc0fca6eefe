/// Fixed phases, and as many conditions free: solidus, liquidus, solubilities, valleys, eutectics.
extension EquilibriumSolver {
    private static let maximumHalvings = 60
    /// Places in a row without an equilibrium after which a side is given up.
    private static let maximumMisses = 3
    /// Where a bracket is divided: in the middle, or beside it where there is no equilibrium.
    private static let shares = [0.5, 0.4, 0.6]
    /// Turns of Newton's method when potentials that depend on temperature are given by activities.
    private static let maximumActivityTurns = 12
    /// Kelvin and kelvin: the difference by which their slope is taken, and the change of temperature that ends the turns.
    private static let slopeDifference = 0.01
    private static let settled = 1e-9

    /// An equilibrium that the free variables were set for.
    struct Place {
        var value: Double
        var equilibrium: Equilibrium
    }

    /// The equilibrium closest to the guess in which the fixed phases have their amounts. It is certified at its own temperature.
    ///
    /// One free variable is bracketed first, so that a guess far away does; with several Newton's method begins at the guesses.
    mutating func equilibriumOfFixedPhases(_ conditions: EquilibriumConditions) throws(EquilibriumError) -> Equilibrium {
        let variables = FreeVariable.all(in: conditions)
        for variable in variables {
            if variable.isTemperature { try Self.check(temperature: variable.guess) }
            guard variable.isTemperature || variable.bounds.contains(variable.guess) else {
                throw EquilibriumError(
                    .invalidCondition, "the guess of \(variable.name(core.components)) is \(variable.guess)", remedy: "Give a guess between 0 and 1.")
            }
        }
        if let fewer = try withoutAbsentComponents(conditions, variables) { return fewer }
        if variables.count == 1 { return try crossing(conditions, variables[0], conditions.fixedPhases[0]) }
        return try equilibriumOfSeveral(conditions, variables)
    }

    /// Where fractions are zero and only the temperature is free, the equilibrium of the components that are there; nil where all are.
    private mutating func withoutAbsentComponents(
        _ conditions: EquilibriumConditions, _ variables: [FreeVariable]
    ) throws(EquilibriumError) -> Equilibrium? {
        guard let guess = variables.first?.guess, variables.allSatisfy(\.isTemperature) else { return nil }
        let problem = try problem(conditions, guess)
        guard problem.fixed.allSatisfy({ $0 == nil }), problem.composition.contains(0) else { return nil }
        let present = problem.composition.indices.filter { problem.composition[$0] > 0 }
        let place = try other(components: present.map { core.components[$0] }, pressure: system.pressure)
        var fewer = conditions
        fewer.pressure = nil
        fewer.components = present.map { .moleFraction(problem.composition[$0]) }
        fewer.statuses = conditions.statuses.filter { others[place].core.names.contains($0.key) }
        return try others[place].equilibrium(fewer).extended(to: core.components, moleFractions: problem.composition)
    }

    /// The equilibrium where all free variables have given values, as if no phase were fixed.
    mutating func unfixed(
        _ conditions: EquilibriumConditions, _ variables: [(variable: FreeVariable, value: Double)]
    ) throws(EquilibriumError) -> Equilibrium {
        var closed = conditions
        for (variable, value) in variables {
            switch variable {
            case .temperature: closed.temperature = .fixed(value)
            case .fraction(let component, _): closed.components[component] = .moleFraction(value)
            }
        }
        closed.fixedPhases = []
        closed.certification = .full
        return try equilibrium(closed)
    }

    // MARK: One free variable

    /// Global equilibria on both sides of the guess bracket the value at which the stable amount of a phase passes the wanted one, bisection
    /// narrows the bracket, and Newton's method ends it.
    private mutating func crossing(
        _ conditions: EquilibriumConditions, _ variable: FreeVariable, _ fixed: EquilibriumConditions.FixedPhase
    ) throws(EquilibriumError) -> Equilibrium {
        var tried = 0
        /// Whether there is more of the phase than wanted: for amount 0 any at all, for amount 1 nothing else.
        func isAbove(_ place: Place) -> Bool {
            let amount = place.equilibrium.phases.reduce(0) { $0 + ($1.phase == fixed.phase ? $1.amount : 0) }
            return fixed.amount <= 0 ? amount > 1e-9 : fixed.amount >= 1 ? amount >= 1 - 1e-9 : amount >= fixed.amount
        }
        func at(_ value: Double) throws(EquilibriumError) -> Place {
            tried += 1
            return Place(value: value, equilibrium: try unfixed(conditions, [(variable, value)]))
        }
        var failure: EquilibriumError?
        /// Nil where there is no equilibrium: where fractions leave no room, a reservoir asks for more than any phase holds, or the search fails.
        func next(_ value: Double) -> Place? {
            do { return try at(value) } catch {
                failure = error
                return nil
            }
        }
        let start = try Self.start(variable, at)
        let startSide = isAbove(start)
        // Going away from the start on both sides: the last equilibrium there, the last value looked at, beyond it where there was none, and the
        // turns without one.
        var sides = [1.0, -1].map { (direction: $0, place: start, reached: start.value, misses: 0) }
        var bracket: (low: Place, high: Place)?
        var step = variable.firstStep
        for _ in 0..<variable.turns {
            var isOpen = false
            for side in sides.indices where bracket == nil {
                sides[side].reached += sides[side].direction * step
                guard sides[side].misses < Self.maximumMisses, variable.bounds.contains(sides[side].reached) else { continue }
                isOpen = true
                guard let found = next(sides[side].reached) else {
                    sides[side].misses += 1
                    continue
                }
                if isAbove(found) != startSide { bracket = side == 0 ? (sides[side].place, found) : (found, sides[side].place) }
                sides[side].place = found
                sides[side].misses = 0
            }
            if bracket != nil || !isOpen { break }
            step = min(step * 1.5, variable.largestStep)
        }
        guard var bracket else {
            throw EquilibriumError(
                .noStablePhase,
                "the stable amount of \(fixed.phase) does not pass \(fixed.amount) while \(variable.name(core.components)) goes from \(sides[1].place.value) to \(sides[0].place.value); \(tried) equilibria were tried\(failure.map { ", and some failed, the last because \($0.message)" } ?? "")",
                remedy: "Give another guess, or check that the phase forms under these conditions.")
        }
        let lowSide = isAbove(bracket.low)
        for _ in 0..<Self.maximumHalvings {
            let width = bracket.high.value - bracket.low.value
            if width < variable.narrow, let result = try polish(conditions, variable, fixed, bracket.low, bracket.high) { return result }
            guard width > FreeVariable.jumpWidth * bracket.high.value else { break }
            var divided: Place?
            for share in Self.shares where divided == nil { divided = next(bracket.low.value + width * share) }
            guard let middle = divided else { break }
            if isAbove(middle) == lowSide { bracket.low = middle } else { bracket.high = middle }
        }
        // An invariant: the amount jumps over the wanted one, and every amount between is in equilibrium there.
        throw EquilibriumError(
            .notConverged,
            "the amount of \(fixed.phase) jumps over \(fixed.amount) where \(variable.name(core.components)) is \(bracket.low.value), from \(tried) equilibria; Newton's method found no state between",
            remedy: "At an invariant the amount is not a function of \(variable.name(core.components)): fix that instead.")
    }

    /// The place closest to the guess at which there is an equilibrium.
    private static func start(
        _ variable: FreeVariable, _ at: (Double) throws(EquilibriumError) -> Place
    ) throws(EquilibriumError) -> Place {
        do { return try at(variable.guess) } catch {
            var offset = variable.firstStep
            for _ in 0..<variable.turns {
                for value in [variable.guess - offset, variable.guess + offset] where variable.bounds.contains(value) {
                    if let found = try? at(value) { return found }
                }
                offset += min(offset, variable.largestStep)
            }
            throw error
        }
    }

    /// Newton's method from the phases on either side of the bracket; nil where it leads out of it.
    private mutating func polish(
        _ conditions: EquilibriumConditions, _ variable: FreeVariable, _ fixed: EquilibriumConditions.FixedPhase, _ low: Place, _ high: Place
    ) throws(EquilibriumError) -> Equilibrium? {
        let margin = high.value - low.value
        guard let index = core.names.firstIndex(of: fixed.phase) else { return nil }
        for (one, other) in [(high, low), (low, high)] {
            let stated = variable.setting(one.value, in: conditions)
            let problem = try problem(stated, one.equilibrium.temperature)
            guard var sets = compositionSets(of: one.equilibrium, problem) else { continue }
            if let place = sets.firstIndex(where: { $0.phase == index }) {
                sets[place].fixed = fixed.amount
            } else if var another = compositionSets(of: other.equilibrium, problem)?.first(where: { $0.phase == index }) {
                another.fixed = fixed.amount
                sets.append(another)
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
            for start in [sets] + boundaries(fixed, index, one, other, problem) {
                guard let result = try solve(stated, start, temperature: one.equilibrium.temperature, isFree: variable.isTemperature) else {
                    continue
                }
                let value =
                    switch variable {
                    case .temperature: result.temperature
                    case .fraction(let component, _): result.moleFractions[component]
                    }
                if (low.value - margin...high.value + margin).contains(value) { return result }
            }
        }
        return nil
    }

    /// Where the fixed phase is nothing or all, but in several composition sets, no amount of a single one is known: what is fixed then is the nothing
    /// of the set that appears, the phase's own or another phase's, beside those of the other side.
    private func boundaries(
        _ fixed: EquilibriumConditions.FixedPhase, _ index: Int, _ one: Place, _ other: Place, _ problem: EquilibriumProblem
    ) -> [[EquilibriumNewton.CompositionSet]] {
        guard fixed.amount <= 0 || fixed.amount >= 1, let base = compositionSets(of: one.equilibrium, problem),
            let beyond = compositionSets(of: other.equilibrium, problem)
        else { return [] }
        let isWhole = fixed.amount >= 1
        guard base.allSatisfy({ ($0.phase == index) == isWhole }) else { return [] }
        return beyond.filter { ($0.phase == index) != isWhole }.map { set in
            var appearing = set
            appearing.fixed = 0
            return base + [appearing]
        }
    }

    /// Mole of atoms a mole: of what is fixed and what is found.
    private static let fixedAmountTolerance = 1e-6

    /// Newton's method from composition sets of which some have a fixed amount, and the certificate of what it finds; nil where it fails or
    /// something lies lower.
    mutating func solve(
        _ conditions: EquilibriumConditions, _ start: [EquilibriumNewton.CompositionSet], temperature: Double, isFree: Bool
    ) throws(EquilibriumError) -> Equilibrium? {
        var sets = start
        var temperature = temperature
        let hasActivities = conditions.components.contains { if case .activity = $0 { true } else { false } }
        let fixedCount = start.count { $0.fixed != nil }
        for _ in 0..<Self.maximumActivityTurns {
            var problem = try problem(conditions, temperature)
            if !problem.statedRows.isEmpty { problem.rows = problem.statedRows }
            var slopes: [Double] = []
            if isFree, hasActivities {
                let above = try self.problem(conditions, temperature + Self.slopeDifference).fixed
                let below = try self.problem(conditions, temperature - Self.slopeDifference).fixed
                slopes = above.indices.map { ((above[$0] ?? 0) - (below[$0] ?? 0)) / (2 * Self.slopeDifference) }
            }
            isotherms.move(to: temperature)
            let outcome = newton.solve(sets, rows: problem.rows, fixed: problem.fixed, slopes: slopes, isFree: isFree, &isotherms)
            guard case .converged(let solution) = outcome, solution.sets.count(where: { $0.fixed != nil }) == fixedCount else { return nil }
            // The potentials of given activities were linear in temperature; once more from where they led.
            if isFree, hasActivities, abs(solution.temperature - temperature) > Self.settled {
                temperature = solution.temperature
                sets = solution.sets
                continue
            }
            isotherms.move(to: solution.temperature)
            try checkParameters(problem)
            guard breach(solution, problem) == nil else { return nil }
            examined = 0
            prepareSamples(problem)
            problem.certification = .full
            let certificate = certify(problem, solution.potentials, appends: false)
            guard certificate.lowest > -Self.tolerance else { return nil }
            let found = result(solution, problem, certificate)
            // A fixed amount is that of all composition sets of the phase; Newton's method held the first.
            for fixed in conditions.fixedPhases {
                let held = found.phases.reduce(0.0) { $0 + ($1.phase == fixed.phase ? $1.amount : 0) }
                guard abs(held - fixed.amount) < Self.fixedAmountTolerance else { return nil }
            }
            return found
        }
        return nil
    }
}
