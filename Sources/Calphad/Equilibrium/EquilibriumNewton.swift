/// Newton's method on chemical potentials, amounts, constitutions and, where a phase is fixed, the temperature at once.
///
/// Hillert's two-level scheme (Hillert, Physica 103B (1981) 31; Sundman, Lu, Ohtani, Comput. Mater. Sci. 101 (2015) 127): every phase answers
/// to the potentials through its own bordered Hessian, `Δy = P(−∂G/∂y + Σ μ_c b_c − ∂²G/∂y∂T ΔT)`, and what is left is one small system,
///
///     Σ_c M_cα μ_c − ∂G_α/∂T ΔT = G_α                                       for each phase α
///     Σ_c w_rc [Σ_α M_cα ℵ_α + Σ_α ℵ_α b_cᵀ Δy_α] = n_r                      for each condition r on amounts
///
/// in the potentials that are not given, the amounts that are not fixed, and the temperature if it is free.
struct EquilibriumNewton: Sendable {
    static let maximumSteps = 100
    /// Largest relative change of a site fraction, and change of an amount, at convergence.
    static let stepTolerance = 1e-10
    /// A change this small that came down this much in one step is converging quadratically: the next would be below the tolerance.
    static let quadraticTolerance = 1e-6
    static let quadraticReduction = 1e-2
    /// After this many steps a change below this is rounding: traces beside an amount of 1e-6 mol cannot do better.
    static let longRun = 25
    static let roundingTolerance = 1e-5
    /// Largest error of a condition on amounts at convergence, mol per mole of atoms.
    static let balanceTolerance = 1e-10
    /// Starts with one phase fewer.
    static let maximumRemovals = 24
    /// Steps with an amount below zero before the phase is taken away.
    static let patience = 6
    /// Largest change of a free temperature in one step, kelvin.
    static let largestTemperatureStep = 50.0

    /// A linear condition on the amounts of the components: `Σ weights[c] N_c = value`.
    struct Row: Sendable {
        var weights: [Double]
        var value: Double
    }

    struct CompositionSet: Sendable {
        var phase: Int
        var y: [Double]
        /// Moles of formula units per mole of atoms of the whole.
        var amount: Double
        /// Moles of atoms, when the amount is a condition.
        var fixed: Double?
    }

    struct Solution: Sendable {
        var sets: [CompositionSet]
        var potentials: [Double]
        var temperature: Double
        /// Steps of the last start.
        var steps: Int
    }

    enum Failure: Sendable, Equatable {
        case singular, notANumber, noPhase, steps, empty(phase: Int), negative
    }

    enum Result: Sendable {
        case converged(Solution)
        case failed(Failure)
    }

    private let core: CompiledSystem
    /// Workspaces by phase, of which several sets of one phase need several.
    private var pool: [[PhaseWorkspace]]
    private var matrix: [Double] = []
    private var right: [Double] = []
    private var pivots: [Int] = []
    private var potentials: [Double]
    private let gasConstant: Double
    /// Steps of all starts, for the reader of a failure.
    private(set) var stepsTaken = 0

    init(_ core: CompiledSystem) {
        self.core = core
        gasConstant = core.phases.first?.model.gasConstant ?? CalphadConstants.gasConstant
        pool = .init(repeating: [], count: core.phases.count)
        potentials = .init(repeating: 0, count: core.components.count)
    }

    /// - Parameters:
    ///   - start: the composition sets.
    ///   - rows: conditions on amounts.
    ///   - fixed: potentials of the components that have one, J/mol.
    ///   - isFree: whether the temperature is one of the unknowns.
    mutating func solve(
        _ start: [CompositionSet], rows: [Row], fixed: [Double?], isFree: Bool = false, _ isotherms: inout IsothermCache, keepsNegative: Bool = false
    ) -> Result {
        var sets = start
        for _ in 0..<Self.maximumRemovals {
            guard !sets.isEmpty else { return .failed(.noPhase) }
            switch iterate(&sets, rows, fixed, isFree, &isotherms) {
            case .converged(let steps):
                if let twin = twins(sets) {
                    sets[twin.0].amount += sets[twin.1].amount
                    sets.remove(at: twin.1)
                    continue
                }
                if let negative = sets.indices.filter({ sets[$0].fixed == nil }).min(by: { sets[$0].amount < sets[$1].amount }),
                    sets[negative].amount < -1e-12
                {
                    if keepsNegative { return .failed(.negative) }
                    guard sets.count > 1 else { return .failed(.noPhase) }
                    sets.remove(at: negative)
                    continue
                }
                for index in sets.indices { sets[index].amount = max(0, sets[index].amount) }
                return .converged(Solution(sets: sets, potentials: potentials, temperature: isotherms.temperature, steps: steps))
            case .surplus(let index):
                if keepsNegative { return .failed(.negative) }
                guard sets.count > 1 else { return .failed(.noPhase) }
                sets.remove(at: index)
            case .failed(let reason):
                return .failed(reason)
            }
        }
        return .failed(.steps)
    }

    private enum Outcome {
        case converged(Int)
        /// The set whose amount stayed below zero.
        case surplus(Int)
        case failed(Failure)
    }

    /// Two sets of a phase that became one.
    private func twins(_ sets: [CompositionSet]) -> (Int, Int)? {
        guard sets.count > 1 else { return nil }
        for i in sets.indices {
            for j in sets.indices where j > i && sets[i].phase == sets[j].phase && sets[i].fixed == nil && sets[j].fixed == nil {
                var isSame = true
                for k in sets[i].y.indices where abs(sets[i].y[k] - sets[j].y[k]) >= 1e-6 { isSame = false }
                if isSame { return (i, j) }
            }
        }
        return nil
    }

    private mutating func iterate(
        _ sets: inout [CompositionSet], _ rows: [Row], _ fixed: [Double?], _ isFree: Bool, _ isotherms: inout IsothermCache
    ) -> Outcome {
        let components = core.components.count
        // Where each unknown stands.
        var potentialColumn = [Int](repeating: -1, count: components)
        var size = 0
        for c in 0..<components where fixed[c] == nil {
            potentialColumn[c] = size
            size += 1
        }
        let potentialCount = size
        var amountColumn = [Int](repeating: -1, count: sets.count)
        var slots: [PhaseWorkspace] = []
        slots.reserveCapacity(sets.count)
        for place in sets.indices {
            if sets[place].fixed == nil {
                amountColumn[place] = size
                size += 1
            }
            var slot = pool[sets[place].phase].popLast() ?? PhaseWorkspace(core.phases[sets[place].phase])
            slot.y = sets[place].y
            slots.append(slot)
        }
        defer { for place in slots.indices { pool[slotPhase(slots[place])].append(slots[place]) } }
        let temperatureColumn = size
        if isFree { size += 1 }
        guard size == sets.count + rows.count else { return .failed(.singular) }
        if matrix.count != size * size {
            matrix = .init(repeating: 0, count: size * size)
            pivots = .init(repeating: 0, count: size)
            right = .init(repeating: 0, count: size)
        }
        var negativeSteps = [Int](repeating: 0, count: sets.count)
        var previous = Double.infinity

        for step in 1...Self.maximumSteps {
            stepsTaken += 1
            for index in matrix.indices { matrix[index] = 0 }
            for index in right.indices { right[index] = 0 }
            for (r, row) in rows.enumerated() { right[sets.count + r] = row.value }
            for place in slots.indices {
                let index = sets[place].phase
                slots[place].evaluate(isotherms.isotherm(index, core))
                guard core.phases[index].isPhase(atoms: slots[place].total) else { return .failed(.empty(phase: index)) }
                guard slots[place].respond(toTemperature: isFree, potentials: potentials) else { return .failed(.singular) }
                if let moles = sets[place].fixed { sets[place].amount = moles / slots[place].total }
                let amount = sets[place].amount
                right[place] = slots[place].derivatives.energy
                for c in 0..<components {
                    if potentialColumn[c] >= 0 {
                        matrix[place * size + potentialColumn[c]] = slots[place].amounts[c]
                    } else {
                        right[place] -= (fixed[c] ?? 0) * slots[place].amounts[c]
                    }
                }
                if isFree { matrix[place * size + temperatureColumn] = -slots[place].derivatives.temperatureSlope }
                let weight = max(amount, 1e-10)
                for c in 0..<components {
                    // How the amount of c answers to the gradient, to every potential, to temperature; spread over the rows that hold c.
                    for (r, row) in rows.enumerated() where row.weights[c] != 0 {
                        let line = (sets.count + r) * size
                        let w = row.weights[c]
                        if amountColumn[place] >= 0 {
                            matrix[line + amountColumn[place]] += w * slots[place].amounts[c]
                        } else {
                            right[sets.count + r] -= w * slots[place].amounts[c] * amount
                        }
                        guard slots[place].y.count > 0 else { continue }
                        right[sets.count + r] -= w * weight * slots[place].change(of: c, by: 0)
                        for d in 0..<components {
                            let product = w * weight * slots[place].change(of: c, by: d + 1)
                            if potentialColumn[d] >= 0 {
                                matrix[line + potentialColumn[d]] += product
                            } else {
                                right[sets.count + r] -= product * (fixed[d] ?? 0)
                            }
                        }
                        if isFree { matrix[line + temperatureColumn] += w * weight * slots[place].change(of: c, by: components + 1) }
                    }
                }
            }
            guard eliminate(size, potentials: potentialCount, thermal: isotherms.temperature * gasConstant) else { return .failed(.singular) }
            for value in right where !value.isFinite { return .failed(.notANumber) }

            for c in 0..<components { potentials[c] = potentialColumn[c] >= 0 ? right[potentialColumn[c]] : fixed[c] ?? 0 }
            var temperatureStep = 0.0
            if isFree {
                temperatureStep = max(-Self.largestTemperatureStep, min(Self.largestTemperatureStep, right[temperatureColumn]))
            }
            var change = abs(temperatureStep) / 1000
            for place in slots.indices {
                change = max(change, slots[place].step(towards: potentials, temperature: temperatureStep))
                sets[place].y = slots[place].y
                guard amountColumn[place] >= 0 else { continue }
                let amount = right[amountColumn[place]]
                change = max(change, abs(amount - sets[place].amount))
                sets[place].amount = amount
                negativeSteps[place] = amount < 0 ? negativeSteps[place] + 1 : 0
                if negativeSteps[place] > Self.patience { return .surplus(place) }
            }
            if isFree {
                let next = isotherms.temperature + temperatureStep
                guard BinarySystem.temperatures.contains(next) else { return .failed(.notANumber) }
                isotherms.move(to: next)
            }
            // After many steps what is left of the change is rounding; the laws are checked anew on every result.
            let isRounding = step > Self.longRun && change < Self.roundingTolerance
            if change < Self.stepTolerance || isRounding || (change < Self.quadraticTolerance && change < previous * Self.quadraticReduction),
                imbalance(sets, slots, rows) < Self.balanceTolerance
            {
                return .converged(step)
            }
            previous = change
        }
        return .failed(.steps)
    }

    /// How far the sets are from the conditions on amounts, mol.
    private func imbalance(_ sets: [CompositionSet], _ slots: [PhaseWorkspace], _ rows: [Row]) -> Double {
        var sums = [Double](repeating: 0, count: core.components.count)
        var own = sums
        for place in sets.indices {
            _ = slots[place].phase.amounts(slots[place].y, into: &own)
            for c in sums.indices { sums[c] += sets[place].amount * own[c] }
        }
        var largest = 0.0
        for row in rows {
            var residual = -row.value
            for c in sums.indices { residual += row.weights[c] * sums[c] }
            largest = max(largest, abs(residual))
        }
        return largest
    }

    private func slotPhase(_ slot: PhaseWorkspace) -> Int { slot.phase.index }

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
