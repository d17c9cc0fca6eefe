/// The constitution of a phase that is closest to forming.
extension PhaseWorkspace {
    static let maximumSteps = 60
    static let maximumHalvings = 30
    /// A predicted decrease below this is the end, J per mole of formula units.
    static let smallestDecrease = 1e-9
    /// The same for a phase that lies higher than this above the tangent plane: its driving force is then known well enough, J/mol.
    static let clearHeight = 10.0
    static let clearDecrease = 1e-3

    /// Goes down from `y` to a minimum of `G − Σ μ_c M_c`.
    ///
    /// Newton's method where the energy is convex, a step down the ideal-mixing metric where it is not, and backtracking with both, so that
    /// the value never rises.
    ///
    /// - Returns: the height above the tangent plane, J per mole of atoms, and the evaluations made; a height of nil where the way leads to a
    ///   constitution that is not a phase.
    mutating func minimise(_ isotherm: GibbsModel.Isotherm, potentials: [Double]) -> (height: Double?, evaluations: Int) {
        if phase.isCharged { withKernel { $0.neutralise() } }
        evaluate(isotherm)
        var evaluations = 1
        var value = excess(potentials)
        guard phase.variableCount > phase.borderedCount - phase.variableCount else {
            return (phase.isPhase(atoms: total) && value.isFinite && abs(charge) < Self.largestCharge ? value / total : nil, 1)
        }
        for _ in 0..<Self.maximumSteps {
            guard phase.isPhase(atoms: total), value.isFinite else { return (nil, evaluations) }
            let decrease = plan(potentials, temperature: isotherm.temperature)
            let isClear = value > Self.clearHeight * total
            guard decrease > (isClear ? Self.clearDecrease : Self.smallestDecrease) else { break }
            var scale = 1.0
            var isAccepted = false
            for _ in 0..<Self.maximumHalvings {
                withKernel { $0.tryStep(scale: scale) }
                evaluate(isotherm)
                evaluations += 1
                let next = excess(potentials)
                if next < value {
                    value = next
                    isAccepted = true
                    break
                }
                withKernel { $0.restore() }
                scale /= 2
            }
            guard isAccepted else {
                evaluate(isotherm)
                break
            }
        }
        return (phase.isPhase(atoms: total) && abs(charge) < Self.largestCharge ? value / total : nil, evaluations)
    }

    private func excess(_ potentials: [Double]) -> Double {
        var value = derivatives.energy
        for c in potentials.indices { value -= potentials[c] * amounts[c] }
        return value
    }

    /// Plans the next step, and keeps the constitution to come back to. Returns the decrease it predicts.
    private mutating func plan(_ potentials: [Double], temperature: Double) -> Double {
        subtractAmountCurvature(potentials)
        let charge = charge
        return potentials.withUnsafeBufferPointer { potentials in
            withKernel { kernel in
                guard let potentials = potentials.baseAddress else { return 0 }
                kernel.save()
                let decrease = kernel.newtonStep(potentials, charge: charge)
                return decrease > 0 && decrease.isFinite ? decrease : kernel.metricStep(potentials, temperature: temperature, charge: charge)
            } ?? 0
        }
    }
}
