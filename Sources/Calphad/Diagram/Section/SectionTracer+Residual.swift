/// Tie-triangles against the models.
extension SectionTracer {
    /// The equilibrium conditions of a tie-triangle, evaluated anew: `G − Σ μ n` of each phase and the spread of `∂G/∂y − Σ μ b` within each
    /// sublattice, J per mole of atoms. A site fraction below 1e-9 counts in proportion: its logarithm is large and its matter is not.
    mutating func residual(_ equilibrium: Equilibrium) -> Double {
        let core = follower.solver.core
        let count = core.components.count
        let potentials = equilibrium.chemicalPotentials.map { $0 ?? 0 }
        follower.solver.isotherms.move(to: temperature)
        var largest = 0.0
        for phase in equilibrium.phases {
            guard let index = core.names.firstIndex(of: phase.phase) else { return .infinity }
            let model = core.phases[index].model
            guard let y = core.phases[index].variables(phase.constitution) else { return .infinity }
            var derivatives = model.makeDerivatives()
            model.evaluate(follower.solver.isotherms.isotherm(index, core), y, &derivatives)
            let amounts = model.amounts(y)
            var total = 0.0
            var height = derivatives.energy
            for c in 0..<count {
                total += amounts[c]
                height -= potentials[c] * amounts[c]
            }
            largest = max(largest, abs(height) / total)
            // Neutrality, and sites that vary, add terms of their own: there the energy alone testifies.
            guard !core.phases[index].isCharged, !core.phases[index].hasVariableSites else { continue }
            for block in core.phases[index].blocks {
                var mean = 0.0
                let gaps = block.map { i -> Double in
                    var gap = derivatives.gradient[i]
                    for c in 0..<count { gap -= potentials[c] * core.phases[index].atoms[i * count + c] }
                    mean += y[i] * gap
                    return gap
                }
                for (place, i) in block.enumerated() { largest = max(largest, abs(gaps[place] - mean) * min(1, y[i] / 1e-9) / total) }
            }
        }
        return largest
    }
}
