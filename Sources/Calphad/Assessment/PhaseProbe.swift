/// One phase at one constitution under the present shifts, and how its energy and chemical potentials answer to changes.
///
/// Everything an assessment asks of a phase is here; both questions are answered per mole of formula units:
/// - ``settle(at:)``: the potentials `μ` at a composition, the constitution relaxed;
/// - ``touch(_:)``: the constitution that lies lowest above a tangent plane `μ`, and how far.
struct PhaseProbe: Sendable {
    let phase: AssessedPhase
    var workspace: PhaseWorkspace
    private var isotherm: GibbsModel.Isotherm
    /// J/mol, after ``settle(at:)``.
    private(set) var potentials: [Double]
    /// Moles of formula-unit atoms per mole fraction after ``settle(at:)``.
    private(set) var scale = 0.0
    private var system = SmallLinearSystem()
    private var right: [Double]
    private var polynomial = SitePolynomial.Workspace()
    private var gradient: [Double]

    init(_ phase: AssessedPhase) {
        self.phase = phase
        workspace = PhaseWorkspace(phase.compiled)
        isotherm = phase.model.isotherm(at: 1000)
        potentials = .init(repeating: 0, count: phase.model.components.count)
        right = .init(repeating: 0, count: phase.model.components.count + 1)
        gradient = .init(repeating: 0, count: phase.model.variableCount)
    }

    static let maximumSteps = 40
    /// Largest relative change of a site fraction in the last step; Newton's method then errs by its square.
    static let stepTolerance = 1e-7

    /// Moves to a temperature and adds the shifts to the parameters.
    mutating func move(to temperature: Double, _ shifts: ShiftedParameters) {
        phase.model.move(&isotherm, to: temperature)
        guard !phase.entries.isEmpty else { return }
        let logarithm = Elementary.log(temperature)
        for entry in phase.entries {
            let shift = shifts.shift(of: entry.parameter, temperature, logarithm: logarithm)
            isotherm.parameters.value[entry.index] += shift.value
            isotherm.parameters.slope[entry.index] += shift.slope
        }
    }

    var temperature: Double { isotherm.temperature }

    mutating func evaluate() { workspace.evaluate(isotherm) }

    /// Heat capacity per mole of formula units at constant constitution, of the database alone: shifts are affine in it and added by the caller.
    func temperatureCurvature() -> Double { phase.model.temperatureCurvature(isotherm, workspace.y) }

    func energy(_ y: [Double]) -> Double { phase.model.energy(isotherm, y) }

    /// Relaxes the constitution at a composition, from the present one, and finds the chemical potentials.
    ///
    /// Each turn solves for potentials and amount so that the step they cause has the composition, with `Σ μ M = G`: Newton's method on all
    /// variables at once.
    ///
    /// - Returns: false when the phase cannot have the composition, or at a limit of its stability.
    mutating func settle(at fractions: [Double]) -> Bool {
        guard phase.model.variableCount > 0 else { return false }
        if let components = phase.componentOfVariable { for (i, c) in components.enumerated() { workspace.y[i] = fractions[c] } }
        let count = fractions.count
        for _ in 0..<Self.maximumSteps {
            evaluate()
            guard workspace.total > 0, workspace.respond(toTemperature: true, potentials: potentials) else { return false }
            system.reset(count + 1)
            for c in 0..<count {
                for d in 0..<count { system.set(c, d, workspace.change(of: c, by: d + 1)) }
                system.set(c, count, -fractions[c])
                system.set(count, c, workspace.amounts[c])
                right[c] = -workspace.amounts[c] - workspace.change(of: c, by: 0)
            }
            right[count] = workspace.derivatives.energy
            guard system.factor() else { return false }
            system.solve(&right)
            guard right.allSatisfy(\.isFinite) else { return false }
            for c in 0..<count { potentials[c] = right[c] }
            scale = right[count]
            guard scale > 0 else { return false }
            let change = workspace.step(towards: potentials, temperature: 0)
            guard change.isFinite else { return false }
            if change < Self.stepTolerance { return true }
        }
        return false
    }

    /// How `w·μ` answers at the settled composition: `w·dμ = Σ_c u_c (ν dx_c − b_c·a_T dT + a_c·∇φ dL) + u₀ (G_T dT + φ dL)`, one solution
    /// of the transposed system for all causes.
    ///
    /// - Returns: `u`, with `u₀` last; nil at a stability limit.
    mutating func adjoint(_ weights: [Double]) -> [Double]? {
        var solution: [Double] = []
        return adjoint(weights, into: &solution) ? solution : nil
    }

    /// The same into storage of the caller. False at a stability limit.
    mutating func adjoint(_ weights: [Double], into solution: inout [Double]) -> Bool {
        let count = weights.count
        if solution.count != count + 1 { solution = .init(repeating: 0, count: count + 1) }
        system.reset(count + 1)
        // With the settled constitution M = ν x.
        for c in 0..<count {
            for d in 0..<count { system.set(c, d, workspace.change(of: d, by: c + 1)) }
            system.set(c, count, workspace.amounts[c])
            system.set(count, c, -workspace.amounts[c] / scale)
            solution[c] = weights[c]
        }
        solution[count] = 0
        guard system.factor() else { return false }
        system.solve(&solution)
        return true
    }

    /// Whether the constitution has these mole fractions, to within a mole fraction.
    func isAt(_ fractions: [Double], within distance: Double) -> Bool {
        for c in fractions.indices where abs(workspace.amounts[c] / workspace.total - fractions[c]) > distance { return false }
        return true
    }

    /// Takes a constitution, without sharing its storage.
    @inline(__always) mutating func load(_ constitution: [Double]) {
        for i in constitution.indices { workspace.y[i] = constitution[i] }
    }

    /// Gives the constitution, into storage that is there.
    @inline(__always) func store(into constitution: inout [Double]) {
        for i in constitution.indices { constitution[i] = workspace.y[i] }
    }

    /// The lowest constitution above a tangent plane, from the present one.
    ///
    /// - Returns: how far the phase lies *below* the plane, J per mole of formula units: its driving force; nil where the way leads to none.
    mutating func touch(_ plane: [Double]) -> Double? {
        let (height, _) = workspace.minimise(isotherm, potentials: plane)
        guard let height else { return nil }
        return -height * workspace.total
    }

    /// One step of Newton's method more: the search for the lowest energy ends when energy says no more, where the constitution is known to its
    /// root only.
    mutating func polish(_ plane: [Double]) {
        guard phase.model.variableCount > 0, workspace.respond(toTemperature: false, potentials: plane) else { return }
        _ = workspace.step(towards: plane, temperature: 0)
        evaluate()
    }

    /// The same at the present constitution, which stays.
    mutating func drivingForce(_ plane: [Double]) -> Double {
        evaluate()
        var force = -workspace.derivatives.energy
        for c in plane.indices { force += plane[c] * workspace.amounts[c] }
        return force
    }

    /// Sets `direction` to `Σ_c u_c a_c`: how the constitution answers to potentials.
    func answer(_ weights: ArraySlice<Double>, into direction: inout [Double]) {
        let count = phase.model.variableCount
        for i in 0..<count {
            var sum = 0.0
            for (c, weight) in weights.enumerated() { sum += weight * workspace.answer(c + 1, i) }
            direction[i] = sum
        }
    }

    /// `∂G/∂L` of one free parameter at the present constitution, and its derivative along a direction (nil for none).
    mutating func parameterSlope(_ entry: AssessedPhase.Entry, along direction: [Double]?) -> (value: Double, along: Double) {
        for i in gradient.indices { gradient[i] = 0 }
        var value = 0.0
        if let terms = entry.terms {
            for term in terms { value += phase.model.energy.addGradient(ofTerm: term, scale: 1, workspace.y, to: &gradient, &polynomial) }
        } else {
            value = phase.model.addParameterGradient(entry.index, workspace.y, to: &gradient)
        }
        guard let direction else { return (value, 0) }
        var along = 0.0
        for i in gradient.indices { along += gradient[i] * direction[i] }
        return (value, along)
    }
}

/// The present shifts, ordered by free parameter.
struct ShiftedParameters: Sendable {
    /// `[parameter]`: its coefficients, by form and place among the assessment's.
    let forms: [[(form: FreeCoefficient.Form, coefficient: Int)]]
    var values: [Double]

    @inline(__always) func shift(of parameter: Int, _ temperature: Double, logarithm: Double) -> (value: Double, slope: Double) {
        var value = 0.0
        var slope = 0.0
        for (form, coefficient) in forms[parameter] {
            let basis = form.basis(temperature, logarithm: logarithm)
            value += values[coefficient] * basis.value
            slope += values[coefficient] * basis.slope
        }
        return (value, slope)
    }
}
