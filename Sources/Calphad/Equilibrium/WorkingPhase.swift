/// A phase while an equilibrium is being solved: where it is, its energy there, and how it answers to chemical potentials.
///
/// All phases offer the same three things, whatever their inner freedom: energy and composition per mole of atoms, the mismatch of
/// their tangent with given chemical potentials, and one Newton step of their inner variables towards them (Hillert's two-level
/// scheme). The outer problem then needs only `(1 − x) μ₁ + x μ₂ = G` for each phase.
struct WorkingPhase: Sendable {
    let index: Int
    var logit = 0.0
    var y: [Double] = []

    private(set) var x = 0.0
    private(set) var complement = 1.0
    /// J per mole of atoms.
    private(set) var energy = 0.0
    /// ∂G/∂T at constant constitution.
    private(set) var temperatureSlope = 0.0
    private var curvePoint = SubstitutionalCurve.Point()
    private var general: General?

    private struct General: Sendable {
        var derivatives: GibbsModel.Derivatives
        var system = SmallLinearSystem()
        var right: [Double] = []
        var amounts: [Double] = []
        var total = 1.0
    }

    /// One step changes a logit by at most this: a factor of about 20 in a dilute fraction.
    static let largestLogitStep = 3.0

    init(index: Int, logit: Double = 0, y: [Double] = []) {
        self.index = index
        self.logit = logit
        self.y = y
    }

    init(_ vertex: Vertex) { self.init(index: vertex.phaseIndex, logit: vertex.logit, y: vertex.constitution) }

    func vertex(_ phase: BinaryPhase) -> Vertex {
        Vertex(phase: phase.name, phaseIndex: index, x: x, logit: logit, constitution: y)
    }

    mutating func refresh(_ phase: BinaryPhase, _ energies: PhaseEnergy) {
        switch energies {
        case .point(let x, let energy, let slope):
            (self.x, complement, self.energy, temperatureSlope) = (x, 1 - x, energy, slope)
        case .curve(let curve):
            curvePoint = curve.point(atLogit: logit)
            (x, complement, energy, temperatureSlope) = (curvePoint.x, curvePoint.complement, curvePoint.energy, curvePoint.temperatureSlope)
        case .general(let isotherm):
            var state = general ?? General(derivatives: phase.model.makeDerivatives())
            general = nil  // keeps the storage unshared
            phase.model.evaluate(isotherm, y, &state.derivatives)
            state.amounts = phase.model.amounts(y)
            state.total = state.amounts[0] + state.amounts[1]
            x = state.amounts[1] / state.total
            complement = state.amounts[0] / state.total
            energy = state.derivatives.energy / state.total
            temperatureSlope = state.derivatives.temperatureSlope / state.total
            general = state
        }
    }

    /// Energy above the tangent line of the chemical potentials, J per mole of atoms: negative when the phase would form.
    func driving(_ potentials: SIMD2<Double>) -> Double { energy - complement * potentials[0] - x * potentials[1] }

    /// How far the phase's own tangent is from the chemical potentials, J/mol.
    func mismatch(_ phase: BinaryPhase, _ potentials: SIMD2<Double>) -> Double {
        switch phase.kind {
        case .stoichiometric: return 0
        case .substitutional: return abs(potentials[1] - potentials[0] - curvePoint.slope)
        case .general:
            guard let general else { return .infinity }
            var largest = 0.0
            for (block, _) in zip(phase.model.blocks, phase.model.blockSites) {
                var mean = 0.0
                for i in block { mean += y[i] * gap(phase, general, i, potentials) }
                for i in block { largest = max(largest, abs(gap(phase, general, i, potentials) - mean) * min(1, y[i] / Self.traceFraction)) }
            }
            return largest / general.total
        }
    }

    /// Site fractions below this count for a mismatch in proportion: their logarithms are large and their matter is not.
    private static let traceFraction = 1e-9

    @inline(__always) private func gap(_ phase: BinaryPhase, _ general: General, _ i: Int, _ potentials: SIMD2<Double>) -> Double {
        general.derivatives.gradient[i] - potentials[0] * phase.model.atoms[2 * i] - potentials[1] * phase.model.atoms[2 * i + 1]
    }

    /// One Newton step of the inner variables. False when the phase is not stable against itself there.
    mutating func step(_ phase: BinaryPhase, towards potentials: SIMD2<Double>, temperatureStep: Double) -> Bool {
        switch phase.kind {
        case .stoichiometric: return true
        case .substitutional:
            guard curvePoint.scaledCurvature > 0 else { return false }
            let wanted = potentials[1] - potentials[0] - curvePoint.slope - curvePoint.slopeTemperatureSlope * temperatureStep
            let step = wanted / curvePoint.scaledCurvature
            logit += max(-Self.largestLogitStep, min(Self.largestLogitStep, step))
            return logit.isFinite
        case .general:
            guard var state = general else { return false }
            general = nil
            defer { general = state }
            let count = phase.model.variableCount
            if state.right.isEmpty { state.right = .init(repeating: 0, count: count + phase.model.blocks.count) }
            guard Self.factor(phase.model, &state.system, state.derivatives) else { return false }
            for i in 0..<count {
                state.right[i] =
                    -(state.derivatives.gradient[i] + state.derivatives.gradientTemperatureSlope[i] * temperatureStep
                    - potentials[0] * phase.model.atoms[2 * i] - potentials[1] * phase.model.atoms[2 * i + 1])
            }
            for s in 0..<phase.model.blocks.count { state.right[count + s] = 0 }
            state.system.solve(&state.right)
            SiteFractionStep.apply(state.right, scale: 1, to: &y, blocks: phase.model.blocks)
            return y.allSatisfy(\.isFinite)
        }
    }

    /// dx and dG of the phase when a parameter grows by 1 J/mol and the potentials and temperature move along: see `BinarySystem+Sensitivities`.
    func response(
        _ phase: BinaryPhase, potentials: SIMD2<Double>, temperature temperatureStep: Double, parameterSlope: (energy: Double, gradient: [Double])
    ) -> Double {
        switch phase.kind {
        case .stoichiometric: return 0
        case .substitutional:
            let wanted = potentials[1] - potentials[0] - parameterSlope.gradient[0] - curvePoint.slopeTemperatureSlope * temperatureStep
            return wanted / curvePoint.scaledCurvature * x * complement
        case .general:
            guard let state = general else { return .nan }
            var system = SmallLinearSystem()
            guard Self.factor(phase.model, &system, state.derivatives) else { return .nan }
            let count = phase.model.variableCount
            var right = [Double](repeating: 0, count: count + phase.model.blocks.count)
            for i in 0..<count {
                right[i] =
                    -(parameterSlope.gradient[i] + state.derivatives.gradientTemperatureSlope[i] * temperatureStep
                    - potentials[0] * phase.model.atoms[2 * i] - potentials[1] * phase.model.atoms[2 * i + 1])
            }
            system.solve(&right)
            var first = 0.0
            var second = 0.0
            for i in 0..<count {
                first += phase.model.atoms[2 * i] * right[i]
                second += phase.model.atoms[2 * i + 1] * right[i]
            }
            return (second * complement - first * x) / state.total
        }
    }

    /// ∂/∂θ of energy per mole of atoms and of the inner gradient, at constant constitution, for a parameter of the model.
    func parameterSlope(_ phase: BinaryPhase, parameter: Int) -> (energy: Double, gradient: [Double]) {
        switch phase.kind {
        case .stoichiometric: return (1 / (phase.model.fixedAtoms[0] + phase.model.fixedAtoms[1]), [])
        case .substitutional:
            var energy = 0.0
            var slope = 0.0
            for slot in phase.slots where slot.parameter == parameter {
                switch slot.slot {
                case 0:
                    energy += slot.factor * complement
                    slope -= slot.factor
                case 1:
                    energy += slot.factor * x
                    slope += slot.factor
                default:
                    let order = slot.slot - 2
                    let z = complement - x
                    let w = complement * x
                    let power = Elementary.power(z, order)
                    energy += slot.factor * w * power
                    let powerSlope = order == 0 ? 0 : Double(order) * Elementary.power(z, order - 1)
                    slope += slot.factor * (z * power - 2 * w * powerSlope)
                }
            }
            return (energy, [slope])
        case .general:
            var gradient = [Double](repeating: 0, count: phase.model.variableCount)
            let energy = phase.model.addParameterGradient(parameter, y, to: &gradient)
            return (energy / (general?.total ?? 1), gradient)
        }
    }

    /// The Hessian bordered by the conditions that each sublattice is full, factored.
    private static func factor(_ model: GibbsModel, _ system: inout SmallLinearSystem, _ derivatives: GibbsModel.Derivatives) -> Bool {
        let count = model.variableCount
        system.reset(count + model.blocks.count)
        for i in 0..<count { for j in 0..<count { system.set(i, j, derivatives.hessian[i * count + j]) } }
        for (s, block) in model.blocks.enumerated() {
            for i in block {
                system.set(i, count + s, 1)
                system.set(count + s, i, 1)
            }
        }
        return system.factor()
    }
}
