/// Molar properties of an equilibrium from the models' own derivatives.
///
/// At equilibrium `S = −∂G/∂T` along constant constitutions and amounts (the envelope theorem: the other derivatives vanish), so entropy and
/// enthalpy are exact. The heat capacity is `T ΔS/ΔT` of two equilibria of the same phases beside it.
struct PropertyEvaluator {
    /// Kelvin on both sides for the heat capacity; the error of the central difference is of the order of 1e-7 relative.
    private static let difference = 0.05

    var solver: EquilibriumSolver
    /// J/mol of the pure components at a temperature.
    private var pure: (temperature: Double, energies: [Double?]) = (0, [])

    init(_ system: AlloySystem) { solver = system.makeSolver() }

    mutating func row(
        _ equilibrium: Equilibrium, value: Double, pressure: Double
    ) -> PropertyStep.Row {
        let temperature = equilibrium.temperature
        let entropy = entropy(of: equilibrium)
        let gas = solver.system.gasConstant
        let references = references(at: temperature)
        let activities = zip(equilibrium.chemicalPotentials, references).map { potential, reference -> Double? in
            guard let potential, let reference else { return nil }
            return Elementary.exp((potential - reference) / (gas * temperature))
        }
        return .init(
            value: value, temperature: temperature, pressure: pressure, moleFractions: equilibrium.moleFractions,
            phases: equilibrium.phases.map { .init(phase: $0.phase, amount: $0.amount, x: $0.moleFractions) },
            molarGibbsEnergy: equilibrium.molarGibbsEnergy, molarEnthalpy: equilibrium.molarGibbsEnergy + temperature * entropy,
            molarEntropy: entropy, molarHeatCapacity: heatCapacity(of: equilibrium), chemicalPotentials: equilibrium.chemicalPotentials,
            activities: activities)
    }

    /// J/(mol K) per mole of atoms.
    mutating func entropy(of equilibrium: Equilibrium) -> Double {
        var entropy = 0.0
        for phase in equilibrium.phases { entropy += phase.amount * self.entropy(of: phase, equilibrium) }
        return entropy
    }

    private mutating func entropy(of phase: Equilibrium.Phase, _ equilibrium: Equilibrium) -> Double {
        // An equilibrium of fewer components has constitutions of their models.
        let present = equilibrium.moleFractions.indices.filter { equilibrium.moleFractions[$0] > 0 }
        if present.count < solver.core.components.count {
            guard let place = try? solver.other(components: present.map { solver.core.components[$0] }, pressure: solver.system.pressure) else {
                return .nan
            }
            return Self.entropy(of: phase, temperature: equilibrium.temperature, &solver.others[place])
        }
        return Self.entropy(of: phase, temperature: equilibrium.temperature, &solver)
    }

    private static func entropy(of phase: Equilibrium.Phase, temperature: Double, _ solver: inout EquilibriumSolver) -> Double {
        let core = solver.core
        guard let index = core.names.firstIndex(of: phase.phase), let y = core.phases[index].variables(phase.constitution) else { return .nan }
        solver.isotherms.move(to: temperature)
        let model = core.phases[index].model
        var derivatives = model.makeDerivatives()
        model.evaluate(solver.isotherms.isotherm(index, core), y, &derivatives)
        return -derivatives.temperatureSlope / model.amounts(y).reduce(0, +)
    }

    private mutating func heatCapacity(of equilibrium: Equilibrium) -> Double? {
        let names = TransitionFinder.names(equilibrium)
        var entropies: [Double] = []
        for side in [-1.0, 1] {
            guard
                let beside = try? solver.equilibrium(
                    EquilibriumConditions(temperature: equilibrium.temperature + side * Self.difference, moleFractions: equilibrium.moleFractions),
                    startingFrom: equilibrium), TransitionFinder.names(beside) == names
            else { return nil }
            entropies.append(entropy(of: beside))
        }
        return equilibrium.temperature * (entropies[1] - entropies[0]) / (2 * Self.difference)
    }

    private mutating func references(at temperature: Double) -> [Double?] {
        if pure.temperature == temperature { return pure.energies }
        let count = solver.core.components.count
        let energies = (0..<count).map { c -> Double? in
            var x = [Double](repeating: 0, count: count)
            x[c] = 1
            return (try? solver.equilibrium(atTemperature: temperature, moleFractions: x))?.molarGibbsEnergy
        }
        pure = (temperature, energies)
        return energies
    }
}
