/// The steps of Newton's method from one set of phases.
extension EquilibriumNewton {
    mutating func iterate(
        _ sets: inout [CompositionSet], _ rows: [Row], _ given: [Double?], _ isFree: Bool, _ isotherms: inout IsothermCache
    ) -> Outcome {
        var fixed = given
        let size = prepare(sets, rows, fixed, isFree)
        guard size == sets.count + rows.count else { return .failed(.singular) }
        var previous = Double.infinity
        for step in 1...Self.maximumSteps {
            stepsTaken += 1
            for index in matrix.indices { matrix[index] = 0 }
            for r in sets.indices { right[r] = 0 }
            for r in rows.indices { right[sets.count + r] = rows[r].value }
            for place in sets.indices {
                if let failure = add(place, &sets[place], sets.count, fixed, isFree, &isotherms) { return .failed(failure) }
            }
            guard eliminate(size, potentials: size - unknownAmounts - (isFree ? 1 : 0), thermal: isotherms.temperature * gasConstant) else {
                return .failed(.singular)
            }
            for value in right where !value.isFinite { return .failed(.notANumber) }

            for c in potentials.indices { potentials[c] = potentialColumns[c] >= 0 ? right[potentialColumns[c]] : fixed[c] ?? 0 }
            let temperatureStep = isFree ? max(-Self.largestTemperatureStep, min(Self.largestTemperatureStep, right[size - 1])) : 0
            var change = abs(temperatureStep) / 1000
            for place in sets.indices {
                change = max(change, workspaces[slots[place]].step(towards: potentials, temperature: temperatureStep))
                guard amountColumns[place] >= 0 else { continue }
                let amount = right[amountColumns[place]]
                change = max(change, abs(amount - sets[place].amount))
                sets[place].amount = amount
                negativeSteps[place] = amount < 0 ? negativeSteps[place] + 1 : 0
                if negativeSteps[place] > Self.patience {
                    keepConstitutions(&sets)
                    return .surplus(place)
                }
            }
            if isFree {
                let next = isotherms.temperature + temperatureStep
                guard BinarySystem.temperatures.contains(next) else { return .failed(.notANumber) }
                isotherms.move(to: next)
                for c in fixed.indices { if let potential = fixed[c] { fixed[c] = potential + fixedSlopes[c] * temperatureStep } }
            }
            // After many steps what is left of the change is rounding; the laws are checked anew on every result.
            let isRounding = step > Self.longRun && change < Self.roundingTolerance
            if change < Self.stepTolerance || isRounding || (change < Self.quadraticTolerance && change < previous * Self.quadraticReduction),
                imbalance(sets, rows) < Self.balanceTolerance
            {
                keepConstitutions(&sets)
                return .converged(step)
            }
            previous = change
        }
        return .failed(.steps)
    }

    private func keepConstitutions(_ sets: inout [CompositionSet]) {
        for place in sets.indices { sets[place].y = workspaces[slots[place]].y }
    }

    /// Amounts among the unknowns.
    private var unknownAmounts: Int {
        var count = 0
        for column in amountColumns where column >= 0 { count += 1 }
        return count
    }

    /// A workspace for each set, a place for each unknown, and storage for the system. Returns the number of unknowns: potentials, amounts,
    /// and the temperature last.
    private mutating func prepare(_ sets: [CompositionSet], _ rows: [Row], _ fixed: [Double?], _ isFree: Bool) -> Int {
        slots.removeAll(keepingCapacity: true)
        potentialColumns.removeAll(keepingCapacity: true)
        amountColumns.removeAll(keepingCapacity: true)
        negativeSteps.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        var size = 0
        for potential in fixed {
            potentialColumns.append(potential == nil ? size : -1)
            if potential == nil { size += 1 }
        }
        for set in sets {
            var slot = 0
            while slot < workspacePhases.count, workspacePhases[slot] != set.phase || slots.contains(slot) { slot += 1 }
            if slot == workspacePhases.count {
                workspaces.append(PhaseWorkspace(core.phases[set.phase]))
                workspacePhases.append(set.phase)
            }
            workspaces[slot].y = set.y
            slots.append(slot)
            negativeSteps.append(0)
            amountColumns.append(set.fixed == nil ? size : -1)
            if set.fixed == nil { size += 1 }
        }
        for row in rows { weights += row.weights }
        if isFree { size += 1 }
        if matrix.count != size * size {
            matrix = .init(repeating: 0, count: size * size)
            pivots = .init(repeating: 0, count: size)
            right = .init(repeating: 0, count: size)
        }
        return size
    }

    /// Adds what one composition set has to say: its own row, and its part of the conditions on amounts.
    @inline(__always) private mutating func add(
        _ place: Int, _ set: inout CompositionSet, _ setCount: Int, _ fixed: [Double?], _ isFree: Bool, _ isotherms: inout IsothermCache
    ) -> Failure? {
        let slot = slots[place]
        let size = right.count
        let components = potentials.count
        workspaces[slot].evaluate(isotherms.isotherm(set.phase, core))
        let total = workspaces[slot].total
        guard core.phases[set.phase].isPhase(atoms: total) else { return .empty(phase: set.phase) }
        guard workspaces[slot].respond(toTemperature: isFree, potentials: potentials) else { return .singular }
        if let moles = set.fixed { set.amount = moles / total }
        let amount = set.amount
        right[place] = workspaces[slot].derivatives.energy
        for c in 0..<components {
            if potentialColumns[c] >= 0 {
                matrix[place * size + potentialColumns[c]] = workspaces[slot].amounts[c]
            } else {
                right[place] -= (fixed[c] ?? 0) * workspaces[slot].amounts[c]
                if isFree { matrix[place * size + size - 1] += fixedSlopes[c] * workspaces[slot].amounts[c] }
            }
        }
        if isFree { matrix[place * size + size - 1] -= workspaces[slot].derivatives.temperatureSlope }
        let weight = max(amount, 1e-10)
        for r in 0..<weights.count / components {
            let line = (setCount + r) * size
            for c in 0..<components where weights[r * components + c] != 0 {
                // How the amount of c answers to the gradient, to every potential, to temperature.
                let w = weights[r * components + c]
                if amountColumns[place] >= 0 {
                    matrix[line + amountColumns[place]] += w * workspaces[slot].amounts[c]
                } else {
                    right[setCount + r] -= w * workspaces[slot].amounts[c] * amount
                }
                right[setCount + r] -= w * weight * workspaces[slot].change(of: c, by: 0)
                for d in 0..<components {
                    let product = w * weight * workspaces[slot].change(of: c, by: d + 1)
                    if potentialColumns[d] >= 0 {
                        matrix[line + potentialColumns[d]] += product
                    } else {
                        right[setCount + r] -= product * (fixed[d] ?? 0)
                        if isFree { matrix[line + size - 1] += product * fixedSlopes[d] }
                    }
                }
                if isFree { matrix[line + size - 1] += w * weight * workspaces[slot].change(of: c, by: components + 1) }
            }
        }
        return nil
    }

    /// How far the sets are from the conditions on amounts, mol.
    private mutating func imbalance(_ sets: [CompositionSet], _ rows: [Row]) -> Double {
        for c in sums.indices { sums[c] = 0 }
        for place in sets.indices {
            _ = core.phases[sets[place].phase].amounts(workspaces[slots[place]].y, into: &own)
            for c in sums.indices { sums[c] += sets[place].amount * own[c] }
        }
        var largest = 0.0
        for r in rows.indices {
            var residual = -rows[r].value
            for c in sums.indices { residual += weights[r * sums.count + c] * sums[c] }
            largest = max(largest, abs(residual))
        }
        return largest
    }

    /// Solves the system. Potentials are counted in units of R T and every row by its largest coefficient: the balance of a component of
    /// which there is 1e-12 mol then weighs as much as that of the main one, and no digit of its potential is lost in elimination.
    private mutating func eliminate(_ size: Int, potentials count: Int, thermal: Double) -> Bool {
        matrix.withUnsafeMutableBufferPointer { matrix in
            right.withUnsafeMutableBufferPointer { right in
                pivots.withUnsafeMutableBufferPointer { pivots in
                    guard let m = matrix.baseAddress, let r = right.baseAddress, let p = pivots.baseAddress else { return false }
                    for row in 0..<size {
                        var largest = 0.0
                        for column in 0..<size {
                            if column < count { m[row * size + column] *= thermal }
                            largest = max(largest, abs(m[row * size + column]))
                        }
                        guard largest > 0, largest.isFinite else { return false }
                        let scale = 1 / largest
                        for column in 0..<size { m[row * size + column] *= scale }
                        r[row] *= scale
                    }
                    guard DenseFactorisation.factor(m, size, p) else { return false }
                    DenseFactorisation.solve(m, size, p, r)
                    for column in 0..<count { r[column] *= thermal }
                    return true
                }
            }
        }
    }
}
