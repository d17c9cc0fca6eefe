/// From what Newton's method found to a result: the laws checked anew, then the report.
extension EquilibriumSolver {
    /// Largest error of a condition on amounts in a result, mol per mole of atoms, and of the energy against the potentials, J/mol.
    static let largestImbalance = 1e-9
    private static let largestEnergyError = 1e-4

    /// Which law a solution breaks, computed anew from its constitutions; nil when it keeps all: conditions on amounts, neutrality, and the
    /// energy of every phase on the plane of the potentials.
    mutating func breach(_ solution: EquilibriumNewton.Solution, _ problem: EquilibriumProblem) -> String? {
        var sums = [Double](repeating: 0, count: core.components.count)
        for set in solution.sets {
            let phase = core.phases[set.phase]
            let total = phase.amounts(set.y, into: &amounts)
            var height = phase.model.energy(isotherms.isotherm(set.phase, core), set.y)
            for c in sums.indices {
                sums[c] += set.amount * amounts[c]
                height -= solution.potentials[c] * amounts[c]
            }
            guard abs(height / total) <= Self.largestEnergyError else {
                return "\(core.names[set.phase]) is \(height / total) J/mol off the plane of the potentials"
            }
            if phase.isCharged, abs(phase.model.charge(set.y)) > PhaseWorkspace.largestCharge {
                return "\(core.names[set.phase]) carries a charge of \(phase.model.charge(set.y))"
            }
        }
        for row in problem.rows {
            var residual = -row.value
            for c in sums.indices { residual += row.weights[c] * sums[c] }
            guard abs(residual) <= Self.largestImbalance else { return "the amounts miss the conditions by \(residual) mol" }
        }
        return nil
    }

    func result(_ solution: EquilibriumNewton.Solution, _ problem: EquilibriumProblem, _ certificate: Certification?) -> Equilibrium {
        let components = core.components.count
        var composition = [Double](repeating: 0, count: components)
        var phases: [Equilibrium.Phase] = []
        phases.reserveCapacity(solution.sets.count)
        var own = composition
        for set in solution.sets {
            let total = core.phases[set.phase].amounts(set.y, into: &own)
            let moles = set.amount * total
            for c in 0..<components {
                composition[c] += set.amount * own[c]
                own[c] /= total
            }
            phases.append(
                .init(
                    phase: core.names[set.phase], amount: min(1, moles), moleFractions: own, constitution: core.phases[set.phase].siteFractions(set.y)
                ))
        }
        if phases.count > 1 { phases.sort { $0.amount > $1.amount } }
        var energy = 0.0
        for c in 0..<components { energy += solution.potentials[c] * composition[c] }
        var warnings = core.warnings
        if !core.declaredTemperatures.contains(solution.temperature) {
            warnings.append(
                "\(solution.temperature) K is outside the range the database declares for these phases, \(core.declaredTemperatures.lowerBound) to \(core.declaredTemperatures.upperBound) K: extrapolated"
            )
        }
        for index in problem.emptying.sorted() {
            let isFound = certificate?.heights[index] != nil || solution.sets.contains { $0.phase == index }
            guard certificate != nil, !isFound else {
                warnings.append(
                    "of \(core.names[index]) only minima are compared at \(solution.temperature) K: emptier lattices of it, with at least \(CompiledPhase.smallestOccupancy) of the sites filled, lie lower and are not in the certificate"
                )
                continue
            }
            warnings.append(
                "\(core.names[index]) is left out at \(solution.temperature) K: its vacancies cost so little that no state with more than \(CompiledPhase.smallestOccupancy) of its lattice filled was found to be a minimum, and it would empty itself"
            )
        }
        var drivingForces: [Equilibrium.DrivingForce] = []
        if let certificate {
            for index in core.phases.indices where problem.isWatched[index] && !solution.sets.contains(where: { $0.phase == index }) {
                if let height = certificate.heights[index] { drivingForces.append(.init(phase: core.names[index], value: -height)) }
            }
        }
        return Equilibrium(
            components: core.components, temperature: solution.temperature, moleFractions: composition, molarGibbsEnergy: energy,
            chemicalPotentials: solution.potentials.map { $0 }, phases: phases, drivingForces: drivingForces,
            certificate: certificate.map { .init(largestDrivingForce: max(0, -$0.lowest), samples: examined) },
            warnings: warnings)
    }
}
