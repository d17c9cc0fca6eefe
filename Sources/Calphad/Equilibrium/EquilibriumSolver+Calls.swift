extension EquilibriumSolver {
    /// A sum of mole fractions this far from 1 is rounding and is normalised; farther, it is a mistake.
    static let fractionTolerance = 1e-9

    /// The stable phases: global by construction, and certified.
    ///
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `noStablePhase` or `notConverged`.
    public mutating func equilibrium(atTemperature temperature: Double, moleFractions: [Double]) throws(EquilibriumError) -> Equilibrium {
        try Self.check(temperature: temperature)
        let fractions = try check(moleFractions: moleFractions)
        if fractions.contains(0) {
            let present = fractions.indices.filter { fractions[$0] > 0 }
            let place = try other(components: present.map { core.components[$0] }, pressure: system.pressure)
            return try others[place].equilibrium(atTemperature: temperature, moleFractions: present.map { fractions[$0] })
                .extended(to: core.components, moleFractions: fractions)
        }
        isotherms.move(to: temperature)
        return try search(EquilibriumProblem(composition: fractions, phases: core.phases.count))
    }

    /// The stable phases under any conditions.
    ///
    /// - Parameter start: an equilibrium nearby, from which Newton's method goes on; the certificate is the same unless none is asked for.
    ///   Where it leads nowhere, or a phase is missing, the search is global.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `noStablePhase` or `notConverged`.
    public mutating func equilibrium(
        _ conditions: EquilibriumConditions, startingFrom start: Equilibrium? = nil
    ) throws(EquilibriumError) -> Equilibrium {
        if let pressure = conditions.pressure, pressure != system.pressure {
            let place = try other(components: core.components, pressure: pressure)
            return try others[place].equilibrium(conditions, startingFrom: start)
        }
        guard conditions.totalAmount.isFinite, conditions.totalAmount > 0 else {
            throw EquilibriumError(
                .invalidCondition, "the total amount is \(conditions.totalAmount) mol", remedy: "Give an amount above zero.")
        }
        try checkFreedom(conditions)
        guard conditions.fixedPhases.isEmpty else {
            var result = try equilibriumOfFixedPhases(conditions)
            result.totalAmount = conditions.totalAmount
            return result
        }
        switch conditions.temperature {
        case .fixed(let temperature):
            try Self.check(temperature: temperature)
            var problem = try problem(conditions, temperature)
            if problem.fixed.allSatisfy({ $0 == nil }), problem.composition.contains(0) {
                let present = problem.composition.indices.filter { problem.composition[$0] > 0 }
                let place = try other(components: present.map { core.components[$0] }, pressure: system.pressure)
                var fewer = conditions
                fewer.pressure = nil
                fewer.components = present.map { .moleFraction(problem.composition[$0]) }
                fewer.statuses = conditions.statuses.filter { others[place].core.names.contains($0.key) }
                return try others[place].equilibrium(fewer).extended(to: core.components, moleFractions: problem.composition)
            }
            isotherms.move(to: temperature)
            var result: Equilibrium
            if let start, let warm = warm(start, problem) {
                result = warm
            } else {
                try checkParameters(problem)
                if problem.fixed.contains(where: { $0 != nil }) { try settleOpenComponents(&problem) }
                result = try search(problem)
            }
            result.totalAmount = conditions.totalAmount
            return result
        case .free:
            throw EquilibriumError(.invalidCondition, "the temperature is free", remedy: "Fix a phase for it.")
        }
    }

    // MARK: Warm starts

    /// From the phases of an equilibrium nearby; nil where that leads nowhere or the certificate shows that a phase is missing.
    mutating func warm(_ start: Equilibrium, _ problem: EquilibriumProblem) -> Equilibrium? {
        guard let sets = compositionSets(of: start, problem) else { return nil }
        guard case .converged(let solution) = newton.solve(sets, rows: problem.rows, fixed: problem.fixed, &isotherms, failsBelowZero: true) else {
            return nil
        }
        guard breach(solution, problem) == nil else { return nil }
        guard problem.certification != .none else { return result(solution, problem, nil) }
        // A phase without a value loses every comparison in silence; the search that follows says why.
        guard (try? checkParameters(problem)) != nil else { return nil }
        examined = 0
        prepareSamples(problem)
        let certificate = certify(problem, solution.potentials, appends: false)
        return certificate.lowest > -Self.tolerance ? result(solution, problem, certificate) : nil
    }

    func compositionSets(of start: Equilibrium, _ problem: EquilibriumProblem) -> [EquilibriumNewton.CompositionSet]? {
        var sets: [EquilibriumNewton.CompositionSet] = []
        sets.reserveCapacity(start.phases.count)
        var own = amounts
        for phase in start.phases {
            guard let index = core.names.firstIndex(of: phase.phase), problem.isEntered[index],
                let y = core.phases[index].variables(phase.constitution)
            else { return nil }
            let total = core.phases[index].amounts(y, into: &own)
            sets.append(.init(phase: index, y: y, amount: phase.amount / total, fixed: nil))
        }
        return sets.isEmpty ? nil : sets
    }

    // MARK: Checks

    static func check(temperature: Double) throws(EquilibriumError) {
        guard temperature.isFinite, BinarySystem.temperatures.contains(temperature) else {
            throw EquilibriumError(.invalidCondition, "the temperature is \(temperature) K", remedy: "Give a temperature from 1 K to 10000 K.")
        }
    }

    /// Normalised, if they are fractions at all.
    func check(moleFractions: [Double]) throws(EquilibriumError) -> [Double] {
        var sum = 0.0
        var isValid = moleFractions.count == core.components.count
        for fraction in moleFractions {
            if !(fraction >= 0) || !fraction.isFinite { isValid = false }
            sum += fraction
        }
        guard isValid else {
            throw EquilibriumError(
                .invalidCondition, "the mole fractions are \(moleFractions)",
                remedy: "Give \(core.components.count) fractions from 0 to 1, in the order \(core.components.joined(separator: ", ")).")
        }
        guard abs(sum - 1) <= Self.fractionTolerance else {
            throw EquilibriumError(.invalidCondition, "the mole fractions sum to \(sum)", remedy: "Make them sum to 1.")
        }
        return sum == 1 ? moleFractions : moleFractions.map { $0 / sum }
    }

    /// Place in ``others`` of the solver of fewer components or another pressure.
    mutating func other(components: [String], pressure: Double) throws(EquilibriumError) -> Int {
        if let place = others.firstIndex(where: { $0.core.components == components && $0.system.pressure == pressure }) { return place }
        do {
            others.append(EquilibriumSolver(try system.recompiled(components: components, pressure: pressure)))
        } catch let error as EquilibriumError {
            throw error
        } catch {
            throw EquilibriumError(.invalidCondition, "\(error)", remedy: "Check the database.")
        }
        return others.count - 1
    }
}
