/// The Gibbs energy of one phase of a binary at any composition, with everything inside the phase in equilibrium.
struct SinglePhaseEnergy {
    struct Value {
        /// J per mole of atoms.
        var energy: Double
        /// ∂G/∂T, J/(mol K).
        var temperatureSlope: Double
        /// ∂G/∂x, J/mol.
        var slope: Double
    }

    private var solver: EquilibriumSolver
    private var last: [Double]?
    private var lastFraction = 0.0
    /// Compositions at the ends stand for those of the pure components this far away.
    static let trace = 1e-9

    /// - Parameter system: of one phase and two components.
    init(_ system: AlloySystem) { solver = system.makeSolver() }

    var phase: String { solver.core.names[0] }

    /// Nil where the phase cannot have the composition.
    mutating func value(_ x: Double, at temperature: Double) -> Value? {
        let x = min(1 - Self.trace, max(Self.trace, x))
        solver.isotherms.move(to: temperature)
        if lastFraction == x, let last, let value = solve(last, x) { return value }
        guard let start = start(x) else { return nil }
        return solve(start, x)
    }

    private mutating func solve(_ y: [Double], _ x: Double) -> Value? {
        let core = solver.core
        let rows = EquilibriumProblem.unitRows([1 - x, x])
        var own = [0.0, 0]
        let atoms = core.phases[0].amounts(y, into: &own)
        guard core.phases[0].isPhase(atoms: atoms),
            case .converged(let solution) = solver.newton.solve(
                [.init(phase: 0, y: y, amount: 1 / atoms, fixed: nil)], rows: rows, fixed: [nil, nil], &solver.isotherms),
            let set = solution.sets.first, solution.sets.count == 1
        else { return nil }
        var derivatives = core.phases[0].model.makeDerivatives()
        core.phases[0].model.evaluate(solver.isotherms.isotherm(0, core), set.y, &derivatives)
        let total = core.phases[0].amounts(set.y, into: &own)
        guard abs(own[1] / total - x) < 1e-9 else { return nil }
        last = set.y
        lastFraction = x
        return Value(
            energy: derivatives.energy / total, temperatureSlope: derivatives.temperatureSlope / total,
            slope: solution.potentials[1] - solution.potentials[0])
    }

    /// A constitution of the composition: the equilibrium of the phase with itself, its pieces put together. Amounts are linear in the site
    /// fractions, so the mean has the composition of the whole.
    private mutating func start(_ x: Double) -> [Double]? {
        var problem = EquilibriumProblem(composition: [1 - x, x], phases: 1)
        problem.certification = .none
        guard let found = try? solver.search(problem), let sets = solver.compositionSets(of: found, problem), let first = sets.first else {
            return nil
        }
        let amount = sets.reduce(0) { $0 + $1.amount }
        return first.y.indices.map { i in sets.reduce(0) { $0 + $1.amount * $1.y[i] } / amount }
    }
}
