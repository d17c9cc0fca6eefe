/// Finds the constitution at which a phase is closest to forming: the minimum of `G(y) − Σ μ_c M_c(y)` per mole of formula units.
///
/// Newton's method where the energy is convex, a step down the ideal-mixing metric where it is not, and a backtracking line search
/// with both, so that the value never rises.
struct DrivingForceMinimiser {
    static let maximumSteps = 60
    static let maximumHalvings = 30
    /// A predicted decrease below this is the end, J/mol.
    static let smallestDecrease = 1e-10

    private let model: GibbsModel
    private let isotherm: GibbsModel.Isotherm
    private var derivatives: GibbsModel.Derivatives
    private var linear = SmallLinearSystem()
    private(set) var evaluations = 0

    init(_ model: GibbsModel, _ isotherm: GibbsModel.Isotherm) {
        self.model = model
        self.isotherm = isotherm
        derivatives = model.makeDerivatives()
    }

    /// - Parameters:
    ///   - start: inside the domain, every site fraction above zero.
    ///   - potentials: one a component, J/mol.
    mutating func minimise(from start: [Double], potentials: [Double]) -> [Double] {
        let count = model.variableCount
        let components = model.components.count
        var y = start
        guard model.degreesOfFreedom > 0 else { return y }
        var right = [Double](repeating: 0, count: count + model.blocks.count)
        for _ in 0..<Self.maximumSteps {
            model.evaluate(isotherm, y, &derivatives)
            evaluations += 1
            var gradient = derivatives.gradient
            var value = derivatives.energy
            for i in 0..<count {
                for c in 0..<components {
                    gradient[i] -= potentials[c] * model.atoms[i * components + c]
                    value -= potentials[c] * model.atoms[i * components + c] * y[i]
                }
            }
            for c in 0..<components { value -= potentials[c] * model.fixedAtoms[c] }

            var step = right
            var decrease = 0.0
            linear.reset(count + model.blocks.count)
            for i in 0..<count { for j in 0..<count { linear.set(i, j, derivatives.hessian[i * count + j]) } }
            for (s, block) in model.blocks.enumerated() {
                for i in block {
                    linear.set(i, count + s, 1)
                    linear.set(count + s, i, 1)
                }
            }
            if linear.factor() {
                for i in 0..<count { right[i] = -gradient[i] }
                for s in model.blocks.indices { right[count + s] = 0 }
                linear.solve(&right)
                step = right
                for i in 0..<count { decrease -= gradient[i] * step[i] }
            }
            if !(decrease > 0) || !decrease.isFinite {
                // Not convex here: go down in the metric of ideal mixing.
                decrease = 0
                for (s, block) in model.blocks.enumerated() {
                    let scale = model.gasConstant * isotherm.temperature * model.blockSites[s]
                    var mean = 0.0
                    for i in block { mean += y[i] * gradient[i] }
                    for i in block {
                        step[i] = -y[i] * (gradient[i] - mean) / scale
                        decrease -= gradient[i] * step[i]
                    }
                }
            }
            guard decrease > Self.smallestDecrease else { return y }
            var scale = 1.0
            var accepted = false
            for _ in 0..<Self.maximumHalvings {
                var trial = y
                SiteFractionStep.apply(step, scale: scale, to: &trial, blocks: model.blocks)
                var trialValue = model.energy(isotherm, trial)
                evaluations += 1
                let amounts = model.amounts(trial)
                for c in 0..<components { trialValue -= potentials[c] * amounts[c] }
                if trialValue < value {
                    y = trial
                    accepted = true
                    break
                }
                scale /= 2
            }
            guard accepted else { return y }
        }
        return y
    }
}
