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
    /// Atoms of component `c` that variable `i` brings at `y`: the model's own, but where sites vary.
    private var atoms: [Double]
    /// Answers, one after the other: to the own gradient, to each potential, to temperature.
    private(set) var answers: [Double]
    private let size: Int
    private let components: Int
    private var matrix: [Double]
    private var pivots: [Int]
    private var root: [Double]
    private var trial: [Double]

    init(_ phase: CompiledPhase) {
        self.phase = phase
        components = phase.fixedAtoms.count
        size = phase.borderedCount
        atoms = phase.atoms
        y = .init(repeating: 0, count: phase.variableCount)
        derivatives = phase.model.makeDerivatives()
        amounts = .init(repeating: 0, count: components)
        answers = .init(repeating: 0, count: size * (components + 2))
        matrix = .init(repeating: 0, count: size * size)
        pivots = .init(repeating: 0, count: size)
        root = .init(repeating: 0, count: phase.variableCount)
        trial = root
    }

    /// Energy and derivatives at `y`, J per mole of formula units.
    mutating func evaluate(_ isotherm: GibbsModel.Isotherm) {
        phase.model.evaluate(isotherm, y, &derivatives)
        total = phase.amounts(y, into: &amounts)
        if phase.hasVariableSites { refreshAtoms() }
    }

    private mutating func refreshAtoms() {
        var weights = [Double](repeating: 0, count: components)
        for c in 0..<components {
            weights[c] = 1
            var gradient = [Double](repeating: 0, count: y.count)
            phase.model.addAmountGradient(y, weights: weights, to: &gradient)
            for i in y.indices { atoms[i * components + c] = gradient[i] }
            weights[c] = 0
        }
    }

    /// Factors the bordered, scaled Hessian. False when it is singular.
    private mutating func factor() -> Bool {
        let count = phase.variableCount
        for i in 0..<count { root[i] = max(y[i], GibbsModel.siteFractionFloor).squareRoot() }
        let size = size
        let blocks = phase.blocks
        let phase = phase
        return matrix.withUnsafeMutableBufferPointer { matrix in
            derivatives.hessian.withUnsafeBufferPointer { hessian in
                root.withUnsafeBufferPointer { root in
                    pivots.withUnsafeMutableBufferPointer { pivots in
                        guard let m = matrix.baseAddress, let p = pivots.baseAddress else { return true }
                        for i in 0..<count {
                            for j in 0..<count { m[i * size + j] = hessian[i * count + j] * root[i] * root[j] }
                            for s in count..<size {
                                m[i * size + s] = 0
                                m[s * size + i] = 0
                            }
                        }
                        for s in count..<size { for t in count..<size { m[s * size + t] = 0 } }
                        for (s, block) in blocks.enumerated() {
                            for i in block {
                                m[i * size + count + s] = root[i]
                                m[(count + s) * size + i] = root[i]
                            }
                        }
                        if phase.isCharged {
                            for i in 0..<count {
                                m[i * size + size - 1] = root[i] * phase.model.charges[i]
                                m[(size - 1) * size + i] = root[i] * phase.model.charges[i]
                            }
                        }
                        return DenseFactorisation.factor(m, size, p)
                    }
                }
            }
        }
    }

    /// Net charge of a formula unit, elementary charges.
    private var charge: Double { phase.isCharged ? phase.model.charge(y) : 0 }

    /// Solves for the answer number `place`, whose right-hand side is `right(i)`.
    @inline(__always) private mutating func solve(_ place: Int, charge: Double = 0, _ right: (Int) -> Double) {
        let count = phase.variableCount
        let size = size
        answers.withUnsafeMutableBufferPointer { answers in
            matrix.withUnsafeBufferPointer { matrix in
                pivots.withUnsafeBufferPointer { pivots in
                    guard let m = matrix.baseAddress, let p = pivots.baseAddress, let a = answers.baseAddress else { return }
                    let own = a + place * size
                    for i in 0..<count { own[i] = right(i) * root[i] }
                    for s in count..<size { own[s] = 0 }
                    if charge != 0 { own[size - 1] = -charge }
                    DenseFactorisation.solve(m, size, p, own)
                    for i in 0..<count { own[i] *= root[i] }
                }
            }
        }
    }

    /// All answers at `y`, after ``evaluate(_:)``. False when the Hessian is singular.
    ///
    /// - Parameter potentials: of the step before, for the curvature of amounts that are not linear.
    mutating func respond(toTemperature: Bool, potentials: [Double]) -> Bool {
        guard phase.variableCount > 0 else { return true }
        if phase.hasVariableSites { phase.model.subtractAmountCurvature(y, potentials: potentials, from: &derivatives.hessian) }
        guard factor() else { return false }
        let gradient = derivatives.gradient
        solve(0, charge: charge) { -gradient[$0] }
        let atoms = atoms
        let components = components
        for c in 0..<components { solve(c + 1) { atoms[$0 * components + c] } }
        if toTemperature {
            let slopes = derivatives.gradientTemperatureSlope
            solve(components + 1) { -slopes[$0] }
        }
        return true
    }

    /// How component `c` of the formula unit changes with answer `place`: `b_cᵀ P …`.
    @inline(__always) func change(of c: Int, by place: Int) -> Double {
        var sum = 0.0
        for i in 0..<phase.variableCount { sum += atoms[i * components + c] * answers[place * size + i] }
        return sum
    }

    /// Steps the constitution towards potentials and by a temperature. Returns the largest relative change of a site fraction.
    mutating func step(towards potentials: [Double], temperature: Double) -> Double {
        var largest = 0.0
        let count = phase.variableCount
        for i in 0..<count {
            var sum = answers[i]
            for c in 0..<components { sum += potentials[c] * answers[(c + 1) * size + i] }
            if temperature != 0 { sum += temperature * answers[(components + 1) * size + i] }
            trial[i] = sum
            largest = max(largest, abs(sum) / max(y[i], Self.smallestFraction))
        }
        SiteFractionStep.apply(trial, scale: 1, to: &y, blocks: phase.blocks)
        return largest
    }

    /// Site fractions below this count absolutely in the test of convergence.
    static let smallestFraction = 1e-9

    // MARK: The constitution closest to forming

    static let maximumSteps = 60
    static let maximumHalvings = 30
    /// Elementary charges per formula unit: rounding.
    static let largestCharge = 1e-7
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
        evaluate(isotherm)
        var evaluations = 1
        var value = excess(potentials)
        guard phase.variableCount > phase.borderedCount - phase.variableCount else { return (value / total, 1) }
        for _ in 0..<Self.maximumSteps {
            guard phase.isPhase(atoms: total), value.isFinite else { return (nil, evaluations) }
            var decrease = newtonStep(potentials)
            if !(decrease > 0) || !decrease.isFinite { decrease = metricStep(potentials, isotherm.temperature) }
            let isClear = value > Self.clearHeight * total
            guard decrease > (isClear ? Self.clearDecrease : Self.smallestDecrease) else { break }
            let old = y
            var scale = 1.0
            var isAccepted = false
            for _ in 0..<Self.maximumHalvings {
                SiteFractionStep.apply(trial, scale: scale, to: &y, blocks: phase.blocks)
                evaluate(isotherm)
                evaluations += 1
                let next = excess(potentials)
                if next < value {
                    value = next
                    isAccepted = true
                    break
                }
                y = old
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
        for c in 0..<components { value -= potentials[c] * amounts[c] }
        return value
    }

    /// The gradient of `G − Σ μ_c M_c`.
    @inline(__always) private func slope(_ i: Int, _ potentials: [Double]) -> Double {
        var slope = derivatives.gradient[i]
        for c in 0..<components { slope -= potentials[c] * atoms[i * components + c] }
        return slope
    }

    /// Puts Newton's step into `trial`. Returns the decrease it predicts, which is not above zero where the energy is not convex.
    private mutating func newtonStep(_ potentials: [Double]) -> Double {
        if phase.hasVariableSites { phase.model.subtractAmountCurvature(y, potentials: potentials, from: &derivatives.hessian) }
        guard factor() else { return 0 }
        let count = phase.variableCount
        for i in 0..<count { trial[i] = slope(i, potentials) }
        let right = trial
        solve(0, charge: charge) { -right[$0] }
        var decrease = 0.0
        for i in 0..<count {
            decrease -= right[i] * answers[i]
            trial[i] = answers[i]
        }
        return decrease
    }

    private mutating func metricStep(_ potentials: [Double], _ temperature: Double) -> Double {
        var decrease = 0.0
        for (s, block) in phase.blocks.enumerated() {
            let scale = phase.model.gasConstant * temperature * phase.model.blockSites[s]
            var mean = 0.0
            for i in block { mean += y[i] * slope(i, potentials) }
            for i in block {
                let slope = slope(i, potentials)
                trial[i] = -y[i] * (slope - mean) / scale
                decrease -= slope * trial[i]
            }
        }
        return decrease
    }
}

/// How a Newton step is taken without leaving the site fractions' domain.
enum SiteFractionStep {
    /// A site fraction grows by at most this factor in one step, unless it is dilute.
    static let largestGrowth = 100.0
    /// Below this a constituent is dilute: its potential is linear in the logarithm, and so is the step.
    static let dilute = 0.02
    /// Largest change of a logarithm in one step.
    static let largestLogarithm = 60.0

    /// Shrinking fractions and dilute ones change exponentially, which is exact for a dilute constituent; then each sublattice is filled again.
    @inline(__always)
    static func apply(_ step: [Double], scale: Double, to y: inout [Double], blocks: [Range<Int>]) {
        for block in blocks {
            var sum = 0.0
            for i in block {
                let old = max(y[i], GibbsModel.siteFractionFloor)
                let ratio = scale * step[i] / old
                if ratio < 0 {
                    // Small steps need no exponential to be accurate.
                    y[i] = old * (ratio > -1e-9 ? 1 + ratio : Elementary.exp(max(ratio, -30)))
                } else if old < dilute, ratio > 1e-9 {
                    let linear = old * min(1 + ratio, largestGrowth)
                    y[i] = max(linear, min(old * Elementary.exp(min(ratio, largestLogarithm)), dilute))
                } else {
                    y[i] = old * min(1 + ratio, largestGrowth)
                }
                y[i] = max(y[i], GibbsModel.siteFractionFloor)
                sum += y[i]
            }
            let inverse = 1 / sum
            for i in block { y[i] *= inverse }
        }
    }
}
