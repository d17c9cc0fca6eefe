/// One composition set at work: its constitution, the derivatives there, and how the constitution answers to potentials and temperature.
///
/// The answer is that of the Hessian bordered by the conditions that each sublattice stays full. Rows and columns are scaled with `√y`,
/// which turns the ideal part into the unit matrix times `R T a_s`: solubilities of 1e-12 and less are then as well conditioned as others.
struct PhaseWorkspace: Sendable {
    let phase: CompiledPhase
    var y: [Double]
    var derivatives: GibbsModel.Derivatives
    /// Atoms of each component per formula unit at `y`, and their sum.
    var amounts: [Double]
    var total = 0.0
    private let places: PhaseKernel.Places
    private var storage: [Double]
    private var pivots: [Int]

    /// Site fractions below this count absolutely in the test of convergence.
    static let smallestFraction = 1e-9
    /// Elementary charges per formula unit: at 1e5 J a mole of charge, no more than the certificate's tolerance.
    static let largestCharge = 1e-10

    init(_ phase: CompiledPhase) {
        self.phase = phase
        places = .init(count: phase.variableCount, size: phase.borderedCount, components: phase.fixedAtoms.count)
        y = .init(repeating: 0, count: phase.variableCount)
        derivatives = phase.model.makeDerivatives()
        amounts = .init(repeating: 0, count: places.components)
        storage = .init(repeating: 0, count: places.end)
        pivots = .init(repeating: 0, count: places.size)
        for index in phase.atoms.indices { storage[places.atoms + index] = phase.atoms[index] }
    }

    /// Runs the inner loops on addresses; nil for a phase that has no variables.
    @inline(__always) mutating func withKernel<Result>(_ body: (PhaseKernel) -> Result) -> Result? {
        let phase = phase
        let places = places
        return storage.withUnsafeMutableBufferPointer { storage in
            y.withUnsafeMutableBufferPointer { y in
                pivots.withUnsafeMutableBufferPointer { pivots in
                    derivatives.gradient.withUnsafeBufferPointer { gradient in
                        derivatives.gradientTemperatureSlope.withUnsafeBufferPointer { slopes in
                            derivatives.hessian.withUnsafeBufferPointer { hessian in
                                guard let storage = storage.baseAddress, let y = y.baseAddress, let pivots = pivots.baseAddress,
                                    let gradient = gradient.baseAddress, let slopes = slopes.baseAddress, let hessian = hessian.baseAddress
                                else { return nil }
                                return body(
                                    PhaseKernel(
                                        phase: phase, places: places, storage: storage, y: y, gradient: gradient, slopes: slopes, hessian: hessian,
                                        pivots: pivots))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Energy and derivatives at `y`, J per mole of formula units.
    mutating func evaluate(_ isotherm: GibbsModel.Isotherm) {
        phase.model.evaluate(isotherm, y, &derivatives)
        total = phase.amounts(y, into: &amounts)
        if phase.hasVariableSites { refreshAtoms() }
    }

    private mutating func refreshAtoms() {
        var weights = [Double](repeating: 0, count: places.components)
        for c in 0..<places.components {
            weights[c] = 1
            var gradient = [Double](repeating: 0, count: y.count)
            phase.model.addAmountGradient(y, weights: weights, to: &gradient)
            for i in y.indices { storage[places.atoms + i * places.components + c] = gradient[i] }
            weights[c] = 0
        }
    }

    /// Net charge of a formula unit, elementary charges.
    var charge: Double { phase.isCharged ? phase.model.charge(y) : 0 }

    /// All answers at `y`, after ``evaluate(_:)``. False when the Hessian is singular.
    ///
    /// - Parameter potentials: of the step before, for the curvature of amounts that are not linear.
    mutating func respond(toTemperature: Bool, potentials: [Double]) -> Bool {
        guard places.count > 0 else { return true }
        subtractAmountCurvature(potentials)
        let charge = charge
        return withKernel { $0.respond(toTemperature: toTemperature, charge: charge) } ?? false
    }

    /// Where sites vary, amounts have a curvature of their own.
    mutating func subtractAmountCurvature(_ potentials: [Double]) {
        guard phase.hasVariableSites else { return }
        phase.model.subtractAmountCurvature(y, potentials: potentials, from: &derivatives.hessian)
    }

    /// How component `c` of the formula unit changes with answer `place`: `b_cᵀ P …`. Zero for a phase that has no variables.
    @inline(__always) func change(of c: Int, by place: Int) -> Double { storage[places.changes + c * places.answerCount + place] }

    /// How variable `i` itself changes with answer `place`: 0 to the own gradient, then to each potential, then to temperature.
    @inline(__always) func answer(_ place: Int, _ i: Int) -> Double { storage[places.answers + place * places.size + i] }

    /// Steps the constitution towards potentials and by a temperature. Returns the largest relative change of a site fraction.
    mutating func step(towards potentials: [Double], temperature: Double) -> Double {
        potentials.withUnsafeBufferPointer { potentials in
            withKernel { kernel in
                guard let potentials = potentials.baseAddress else { return 0 }
                return kernel.step(towards: potentials, temperature: temperature)
            } ?? 0
        }
    }
}
