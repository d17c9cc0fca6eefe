internal import OrderedCollections

/// From conditions, as a person states them, to the rows and potentials of a problem.
extension EquilibriumSolver {
    /// Gibbs' rule: `C + 2` conditions on `C` components, of which pressure and the total amount are two.
    func checkFreedom(_ conditions: EquilibriumConditions) throws(EquilibriumError) {
        let count = core.components.count
        guard conditions.components.count == count else {
            throw EquilibriumError(
                .invalidCondition, "conditions on \(conditions.components.count) components were given",
                remedy: "Give one for each of \(core.components.joined(separator: ", ")).")
        }
        for name in conditions.statuses.keys.sorted() + conditions.fixedPhases.map(\.phase) where !core.names.contains(name) {
            throw EquilibriumError(
                .invalidCondition, "there is no phase \(name) in the system",
                remedy: "The phases are \(core.names.joined(separator: ", ")).")
        }
        for phase in conditions.fixedPhases where !(0...1).contains(phase.amount) {
            throw EquilibriumError(
                .invalidCondition, "\(phase.phase) is fixed at an amount of \(phase.amount)",
                remedy: "Give moles of atoms per mole of atoms, 0 to 1.")
        }
        for phase in conditions.fixedPhases {
            guard (conditions.statuses[phase.phase] ?? .entered) == .entered else {
                throw EquilibriumError(
                    .invalidCondition, "\(phase.phase) is fixed, and \(conditions.statuses[phase.phase]?.rawValue ?? "left out") as well",
                    remedy: "A fixed phase takes part: enter it.")
            }
        }
        guard core.names.contains(where: { (conditions.statuses[$0] ?? .entered) == .entered }) else {
            throw EquilibriumError(
                .invalidCondition, "none of the phases \(core.names.joined(separator: ", ")) is entered", remedy: "Enter some of them.")
        }
        var balances = 0
        var potentials = 0
        var fractions = 0
        for condition in conditions.components {
            switch condition {
            case .balance: balances += 1
            case .chemicalPotential, .activity: potentials += 1
            case .free: fractions += 1
            case .moleFraction, .massFraction: break
            }
        }
        let temperatures = if case .free = conditions.temperature { 1 } else { 0 }
        let free = temperatures + fractions
        let allFractions = balances == 0 && potentials == 0 && fractions == 0
        guard balances <= 1, allFractions || balances == 1 else {
            throw EquilibriumError(
                .invalidCondition, "\(balances) components are the balance",
                remedy: "Exactly one component is, unless the mole fractions of all are given.")
        }
        guard conditions.fixedPhases.count == free else {
            throw EquilibriumError(
                .invalidCondition,
                "\(conditions.fixedPhases.count) phases are fixed and \(free) of temperature and fractions are free, where Gibbs' rule asks for as many of one as of the other",
                remedy: conditions.fixedPhases.count < free
                    ? "Fix one phase for each condition that is free." : "Set the temperature or a fraction free for each phase that is fixed.")
        }
    }

    /// The problem at one temperature.
    mutating func problem(_ conditions: EquilibriumConditions, _ temperature: Double) throws(EquilibriumError) -> EquilibriumProblem {
        let count = core.components.count
        var fixed = [Double?](repeating: nil, count: count)
        var rows: [EquilibriumNewton.Row] = []
        var masses = [Double](repeating: 0, count: count)
        var balance: Int?
        var freeRows: [Int] = []
        for (c, condition) in conditions.components.enumerated() {
            masses[c] = system.database.elements[core.components[c]]?.molarMass ?? 0
            switch condition {
            case .moleFraction(let x), .free(let x):
                try check(fraction: x, c)
                if case .free = condition { freeRows.append(rows.count) }
                var weights = [Double](repeating: 0, count: count)
                weights[c] = 1
                rows.append(.init(weights: weights, value: x))
            case .massFraction(let w):
                try check(fraction: w, c)
                // N_c m_c − w Σ N m = 0; filled in below, when all masses are known.
                rows.append(.init(weights: [], value: w))
            case .chemicalPotential(let potential):
                guard potential.isFinite else {
                    throw EquilibriumError(
                        .invalidCondition, "the chemical potential of \(core.components[c]) is \(potential) J/mol", remedy: "Give a finite number.")
                }
                fixed[c] = potential
            case .activity(let activity, let reference):
                guard activity.isFinite, activity > 0 else {
                    throw EquilibriumError(
                        .invalidCondition, "the activity of \(core.components[c]) is \(activity)", remedy: "Give an activity above zero.")
                }
                let pure = try referenceEnergy(c, phase: reference, temperature)
                fixed[c] = pure + system.gasConstant * temperature * Elementary.log(activity)
            case .balance: balance = c
            }
        }
        var closed: [Int] = []
        var areMoles = true
        for (c, condition) in conditions.components.enumerated() {
            if case .massFraction = condition {
                areMoles = false
                let row = closed.count
                let w = rows[row].value
                guard masses.allSatisfy({ $0 > 0 }) else {
                    throw EquilibriumError(
                        .invalidCondition, "the database gives no molar mass for one of \(core.components.joined(separator: ", "))",
                        remedy: "Give mole fractions.")
                }
                let scale = masses.reduce(0, +) / Double(count)
                rows[row] = .init(weights: (0..<count).map { ((($0 == c) ? masses[$0] : 0) - w * masses[$0]) / scale }, value: 0)
            }
            if fixed[c] == nil, c != balance { closed.append(c) }
        }
        var result: EquilibriumProblem
        if balance == nil {
            // All fractions are given; one row follows from the others.
            result = EquilibriumProblem(composition: try composition(all: rows, areMoles: areMoles), phases: core.phases.count)
        } else {
            rows.append(.init(weights: .init(repeating: 1, count: count), value: 1))
            if fixed.allSatisfy({ $0 == nil }) {
                result = EquilibriumProblem(composition: try composition(rows), phases: core.phases.count)
            } else {
                result = EquilibriumProblem(composition: .init(repeating: 0, count: count), phases: core.phases.count)
                result.rows = rows
                result.fixed = fixed
            }
        }
        if balance != nil { result.statedRows = rows.indices.filter { !freeRows.contains($0) }.map { rows[$0] } }
        for (index, name) in core.names.enumerated() {
            switch conditions.statuses[name] ?? .entered {
            case .entered: break
            case .dormant: result.isEntered[index] = false
            case .suspended:
                result.isEntered[index] = false
                result.isWatched[index] = false
            }
        }
        result.certification = conditions.certification
        return result
    }

    private func check(fraction: Double, _ c: Int) throws(EquilibriumError) {
        guard fraction.isFinite, (0...1).contains(fraction) else {
            throw EquilibriumError(
                .invalidCondition, "the fraction of \(core.components[c]) is \(fraction)", remedy: "Give a fraction from 0 to 1.")
        }
    }

    /// All components have a fraction, so one row follows from the others: it tells whether they agree.
    private func composition(all rows: [EquilibriumNewton.Row], areMoles: Bool) throws(EquilibriumError) -> [Double] {
        if areMoles { return try check(moleFractions: rows.map(\.value)) }
        let count = rows.count
        let result = try composition(rows.dropLast() + [.init(weights: .init(repeating: 1, count: count), value: 1)])
        var residual = -rows[count - 1].value
        for c in 0..<count { residual += rows[count - 1].weights[c] * result[c] }
        guard abs(residual) <= Self.fractionTolerance else {
            throw EquilibriumError(
                .invalidCondition, "the fractions of the components do not sum to 1", remedy: "Make them, or leave one as the balance.")
        }
        return result
    }

    /// The composition that rows fix: as many as there are components.
    private func composition(_ rows: [EquilibriumNewton.Row]) throws(EquilibriumError) -> [Double] {
        let count = core.components.count
        var linear = SmallLinearSystem()
        linear.reset(count)
        for (r, row) in rows.enumerated() { for c in 0..<count { linear.set(r, c, row.weights[c]) } }
        var result = rows.map(\.value)
        guard rows.count == count, linear.factor() else {
            throw EquilibriumError(
                .invalidCondition, "the conditions on the components contradict or repeat each other",
                remedy: "Give one independent condition for each component but one.")
        }
        linear.solve(&result)
        for c in result.indices where abs(result[c]) < 1e-15 { result[c] = 0 }
        guard result.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw EquilibriumError(
                .invalidCondition, "the fractions leave \(result) as mole fractions", remedy: "Fractions may not sum to more than 1.")
        }
        return try check(moleFractions: result)
    }

    /// Gibbs energy of the pure component, J/mol.
    private mutating func referenceEnergy(_ c: Int, phase: String?, _ temperature: Double) throws(EquilibriumError) -> Double {
        let name = core.components[c]
        var conditions = EquilibriumConditions(temperature: temperature, moleFractions: [1])
        let place = try other(components: [name], pressure: system.pressure)
        if let phase {
            guard others[place].core.names.contains(phase) else {
                throw EquilibriumError(
                    .invalidCondition, "\(name) alone does not form the phase \(phase)",
                    remedy: "Its phases are \(others[place].core.names.joined(separator: ", ")).")
            }
            for other in others[place].core.names where other != phase { conditions.statuses[other] = .suspended }
        }
        return try others[place].equilibrium(conditions).molarGibbsEnergy
    }

    /// Turns of composition and hull for components with a fixed potential.
    static let maximumOpenTurns = 60

    /// Fractions count the components of a reservoir too, whose amounts are not known before: hulls of the others are taken until the
    /// composition agrees with itself.
    mutating func settleOpenComponents(_ problem: inout EquilibriumProblem) throws(EquilibriumError) {
        let count = core.components.count
        prepareSamples(problem)
        var open = [Double](repeating: 0, count: count)
        for _ in 0..<Self.maximumOpenTurns {
            // Rows in the amounts of the closed components, with those of the open ones as they are now.
            let closed = (0..<count).filter { problem.fixed[$0] == nil }
            var linear = SmallLinearSystem()
            linear.reset(closed.count)
            var right = problem.rows.map { row in
                row.value - (0..<count).reduce(0.0) { $0 + (problem.fixed[$1] == nil ? 0 : row.weights[$1] * open[$1]) }
            }
            for (r, row) in problem.rows.enumerated() { for (place, c) in closed.enumerated() { linear.set(r, place, row.weights[c]) } }
            guard linear.factor() else { break }
            linear.solve(&right)
            guard right.allSatisfy({ $0 > 0 }) else {
                // More of the reservoir than fits: half of it.
                for c in open.indices { open[c] /= 2 }
                if open.allSatisfy({ $0 < 1e-12 }) {
                    throw EquilibriumError(.invalidCondition, "the fractions of the components leave no room for a balance", remedy: "Lower them.")
                }
                continue
            }
            for (place, c) in closed.enumerated() { problem.composition[c] = right[place] }
            programme.reset(problem.composition, fixed: problem.fixed)
            try minimiseHull(problem)
            var next = [Double](repeating: 0, count: count)
            for place in programme.basis.indices where programme.columns[programme.basis[place]].phase >= 0 {
                let column = programme.columns[programme.basis[place]]
                let phase = core.phases[column.phase]
                let total = phase.amounts(Array(programme.constitutions[column.start..<column.start + phase.variableCount]), into: &amounts)
                for c in 0..<count where problem.fixed[c] != nil { next[c] += max(0, programme.values[place]) * amounts[c] / total }
            }
            var change = 0.0
            for c in 0..<count {
                change = max(change, abs(next[c] - open[c]))
                open[c] += 0.5 * (next[c] - open[c])
            }
            if change < 1e-3 { break }
        }
        for c in 0..<count where problem.fixed[c] != nil { problem.composition[c] = open[c] }
    }
}
