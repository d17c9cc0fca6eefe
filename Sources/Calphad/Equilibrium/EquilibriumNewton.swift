/// Newton's method on chemical potentials, amounts and constitutions of a set of phases at once.
///
/// Hillert's two-level scheme (Hillert 1981; Sundman, Lu, Ohtani 2015): every phase answers to the potentials through its own bordered
/// Hessian, `Δy = P(−∂G/∂y + Σ μ_c b_c)`, and what is left is one small linear system in the potentials and the amounts,
///
///     Σ_c M_cα μ_c = G_α                                        for each phase α
///     Σ_d (Σ_α ℵ_α b_cᵀ P_α b_d) μ_d + Σ_α M_cα ℵ_α = X_c + Σ_α ℵ_α b_cᵀ P_α ∂G_α   for each component c
struct EquilibriumNewton {
    static let maximumSteps = 100
    /// Largest relative change of a site fraction that matters, and of an amount, at convergence.
    static let stepTolerance = 1e-10
    /// Starts with one phase fewer.
    static let maximumRemovals = 20

    struct CompositionSet {
        var model: Int
        var y: [Double]
        /// Moles of formula units per mole of atoms of the whole.
        var amount: Double
    }

    struct Solution {
        var sets: [CompositionSet]
        var potentials: [Double]
    }

    private let system: AlloySystem
    private let isotherms: [GibbsModel.Isotherm]
    private let moleFractions: [Double]

    init(_ system: AlloySystem, _ isotherms: [GibbsModel.Isotherm], _ moleFractions: [Double]) {
        self.system = system
        self.isotherms = isotherms
        self.moleFractions = moleFractions
    }

    /// Nil when it does not converge, or when no phase is left.
    mutating func solve(_ start: [CompositionSet], potentials: [Double]) -> Solution? {
        var sets = start
        for _ in 0..<Self.maximumRemovals {
            guard !sets.isEmpty else { return nil }
            switch iterate(&sets, potentials) {
            case .converged(let potentials):
                // Two sets of a phase that became one, and amounts below zero, mean that a phase was too many.
                if let twin = twins(sets) {
                    sets[twin.0].amount += sets[twin.1].amount
                    sets.remove(at: twin.1)
                    continue
                }
                if let negative = sets.indices.min(by: { sets[$0].amount < sets[$1].amount }), sets[negative].amount < -1e-12, sets.count > 1 {
                    sets.remove(at: negative)
                    continue
                }
                for index in sets.indices { sets[index].amount = max(0, sets[index].amount) }
                return Solution(sets: sets, potentials: potentials)
            case .surplus(let index):
                guard sets.count > 1 else { return nil }
                sets.remove(at: index)
            case .failed:
                return nil
            }
        }
        return nil
    }

    private enum Outcome {
        case converged([Double])
        /// The set whose amount went far below zero.
        case surplus(Int)
        case failed
    }

    private func twins(_ sets: [CompositionSet]) -> (Int, Int)? {
        for i in sets.indices {
            for j in sets.indices where j > i && sets[i].model == sets[j].model {
                if zip(sets[i].y, sets[j].y).allSatisfy({ abs($0 - $1) < 1e-6 }) { return (i, j) }
            }
        }
        return nil
    }

    private func iterate(_ sets: inout [CompositionSet], _ start: [Double]) -> Outcome {
        let components = system.components.count
        let size = components + sets.count
        var outer = SmallLinearSystem()
        var derivatives = sets.map { system.models[$0.model].makeDerivatives() }
        var inner = sets.map { _ in SmallLinearSystem() }
        var negativeSteps = [Int](repeating: 0, count: sets.count)

        for _ in 0..<Self.maximumSteps {
            outer.reset(size)
            var right = [Double](repeating: 0, count: size)
            /// For each set the answer to its gradient, then to each potential.
            var answers: [[[Double]]] = []
            for c in 0..<components { right[sets.count + c] = moleFractions[c] }
            for (place, set) in sets.enumerated() {
                let model = system.models[set.model]
                model.evaluate(isotherms[set.model], set.y, &derivatives[place])
                let count = model.variableCount
                inner[place].reset(count + model.blocks.count)
                for i in 0..<count { for j in 0..<count { inner[place].set(i, j, derivatives[place].hessian[i * count + j]) } }
                for (s, block) in model.blocks.enumerated() {
                    for i in block {
                        inner[place].set(i, count + s, 1)
                        inner[place].set(count + s, i, 1)
                    }
                }
                if count > 0 { guard inner[place].factor() else { return .failed } }
                var own: [[Double]] = []
                for column in -1..<components {
                    var answer = [Double](repeating: 0, count: count + model.blocks.count)
                    if count > 0 {
                        for i in 0..<count { answer[i] = column < 0 ? -derivatives[place].gradient[i] : model.atoms[i * components + column] }
                        inner[place].solve(&answer)
                    }
                    own.append(answer)
                }
                answers.append(own)
                let amounts = model.amounts(set.y)
                for c in 0..<components {
                    outer.set(place, c, amounts[c])
                    outer.set(sets.count + c, components + place, amounts[c])
                }
                right[place] = derivatives[place].energy
                let weight = max(set.amount, 1e-10)
                for c in 0..<components {
                    for column in 0...components {
                        var product = 0.0
                        for i in 0..<count { product += model.atoms[i * components + c] * own[column][i] }
                        if column == 0 { right[sets.count + c] -= weight * product } else { outer.add(sets.count + c, column - 1, weight * product) }
                    }
                }
            }
            guard outer.factor() else { return .failed }
            outer.solve(&right)
            guard right.allSatisfy(\.isFinite) else { return .failed }

            var change = 0.0
            for place in sets.indices {
                let model = system.models[sets[place].model]
                var step = answers[place][0]
                for c in 0..<components { for i in step.indices { step[i] += right[c] * answers[place][c + 1][i] } }
                for i in 0..<model.variableCount {
                    let fraction = sets[place].y[i]
                    change = max(change, abs(step[i]) / max(fraction, 1e-9))
                }
                if model.variableCount > 0 { SiteFractionStep.apply(step, scale: 1, to: &sets[place].y, blocks: model.blocks) }
                let amount = right[components + place]
                change = max(change, abs(amount - sets[place].amount))
                sets[place].amount = amount
                negativeSteps[place] = amount < 0 ? negativeSteps[place] + 1 : 0
                if negativeSteps[place] > 6 { return .surplus(place) }
            }
            if change < Self.stepTolerance {
                return .converged(Array(right[0..<components]))
            }
        }
        return .failed
    }
}
