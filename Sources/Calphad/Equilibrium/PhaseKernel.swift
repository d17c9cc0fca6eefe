/// The innermost loops of every equilibrium, on the addresses of a ``PhaseWorkspace``.
///
/// Nothing in here is checked: all indices run over the counts of ``Places``, for which the workspace made its storage. The workspace asks
/// for the addresses once; array by array, counting references would cost more than the arithmetic.
struct PhaseKernel {
    /// Where everything stands in a workspace's storage.
    struct Places: Sendable {
        /// Site fractions, rows of the bordered Hessian, and components.
        let count: Int
        let size: Int
        let components: Int

        /// To the own gradient, to each potential, to temperature.
        var answerCount: Int { components + 2 }
        /// `√y`; the step that is tried; the constitution before it; a right-hand side.
        var root: Int { 0 }
        var trial: Int { count }
        var before: Int { 2 * count }
        var right: Int { 3 * count }
        /// Atoms of component `c` that variable `i` brings at `y`, `[i][c]`: the model's own, but where sites vary.
        var atoms: Int { 4 * count }
        /// `[answer][row]`.
        var answers: Int { atoms + count * components }
        /// How the amount of each component changes with each answer: `[component][answer]`.
        var changes: Int { answers + size * answerCount }
        /// The bordered Hessian, and its factors.
        var matrix: Int { changes + components * answerCount }
        var end: Int { matrix + size * size }
    }

    let phase: CompiledPhase
    let places: Places
    let storage: UnsafeMutablePointer<Double>
    let y: UnsafeMutablePointer<Double>
    let gradient: UnsafePointer<Double>
    let slopes: UnsafePointer<Double>
    let hessian: UnsafePointer<Double>
    let pivots: UnsafeMutablePointer<Int>

    /// Factors the bordered, scaled Hessian. False when it is singular.
    func factor() -> Bool {
        let count = places.count
        let size = places.size
        let root = storage + places.root
        let m = storage + places.matrix
        for i in 0..<count { root[i] = max(y[i], GibbsModel.siteFractionFloor).squareRoot() }
        for i in 0..<count {
            for j in 0..<count { m[i * size + j] = hessian[i * count + j] * root[i] * root[j] }
            for s in count..<size {
                m[i * size + s] = 0
                m[s * size + i] = 0
            }
        }
        for s in count..<size { for t in count..<size { m[s * size + t] = 0 } }
        var s = count
        for block in phase.blocks {
            for i in block {
                m[i * size + s] = root[i]
                m[s * size + i] = root[i]
            }
            s += 1
        }
        if phase.isCharged {
            for i in 0..<count {
                m[i * size + size - 1] = root[i] * phase.model.charges[i]
                m[(size - 1) * size + i] = root[i] * phase.model.charges[i]
            }
        }
        return DenseFactorisation.factor(m, size, pivots)
    }

    /// Solves for the answer number `place`, whose right-hand side is `right(i)`.
    @inline(__always) private func solve(_ place: Int, charge: Double = 0, _ right: (Int) -> Double) {
        let count = places.count
        let size = places.size
        let root = storage + places.root
        let own = storage + places.answers + place * size
        for i in 0..<count { own[i] = right(i) * root[i] }
        for s in count..<size { own[s] = 0 }
        if charge != 0 { own[size - 1] = -charge }
        DenseFactorisation.solve(storage + places.matrix, size, pivots, own)
        for i in 0..<count { own[i] *= root[i] }
    }

    /// All answers. False when the Hessian is singular.
    func respond(toTemperature: Bool, charge: Double) -> Bool {
        guard factor() else { return false }
        let components = places.components
        let atoms = storage + places.atoms
        solve(0, charge: charge) { -gradient[$0] }
        for c in 0..<components { solve(c + 1) { atoms[$0 * components + c] } }
        if toTemperature { solve(components + 1) { -slopes[$0] } }
        let changes = storage + places.changes
        for place in 0..<(toTemperature ? components + 2 : components + 1) {
            let answer = storage + places.answers + place * places.size
            for c in 0..<components {
                var sum = 0.0
                for i in 0..<places.count { sum += atoms[i * components + c] * answer[i] }
                changes[c * places.answerCount + place] = sum
            }
        }
        return true
    }

    /// Steps the constitution. Returns the largest relative change of a site fraction.
    func step(towards potentials: UnsafePointer<Double>, temperature: Double) -> Double {
        let count = places.count
        let size = places.size
        let trial = storage + places.trial
        let answers = storage + places.answers
        var largest = 0.0
        for i in 0..<count {
            var sum = answers[i]
            for c in 0..<places.components { sum += potentials[c] * answers[(c + 1) * size + i] }
            if temperature != 0 { sum += temperature * answers[(places.components + 1) * size + i] }
            trial[i] = sum
            largest = max(largest, abs(sum) / max(y[i], PhaseWorkspace.smallestFraction))
        }
        SiteFractionStep.apply(trial, scale: 1, to: y, blocks: phase.blocks)
        return largest
    }

    // MARK: The constitution closest to forming

    /// The gradient of `G − Σ μ_c M_c`.
    @inline(__always) private func slope(_ i: Int, _ potentials: UnsafePointer<Double>) -> Double {
        let atoms = storage + places.atoms + i * places.components
        var slope = gradient[i]
        for c in 0..<places.components { slope -= potentials[c] * atoms[c] }
        return slope
    }

    /// Puts Newton's step into the trial. Returns the decrease it predicts, which is not above zero where the energy is not convex.
    func newtonStep(_ potentials: UnsafePointer<Double>, charge: Double) -> Double {
        guard factor() else { return 0 }
        let count = places.count
        let trial = storage + places.trial
        let right = storage + places.right
        for i in 0..<count { right[i] = slope(i, potentials) }
        solve(0, charge: charge) { -right[$0] }
        let answer = storage + places.answers
        var decrease = 0.0
        for i in 0..<count {
            decrease -= right[i] * answer[i]
            trial[i] = answer[i]
        }
        return decrease
    }

    /// The same for a step down the metric of ideal mixing, which takes a charge away.
    func metricStep(_ potentials: UnsafePointer<Double>, temperature: Double, charge: Double) -> Double {
        let trial = storage + places.trial
        let right = storage + places.right
        let thermal = phase.model.gasConstant * temperature
        var decrease = 0.0
        for (s, block) in phase.blocks.enumerated() {
            let scale = thermal * phase.model.blockSites[s]
            var mean = 0.0
            for i in block {
                right[i] = slope(i, potentials)
                mean += y[i] * right[i]
            }
            for i in block {
                trial[i] = -y[i] * (right[i] - mean) / scale
                decrease -= right[i] * trial[i]
            }
        }
        return phase.isCharged ? neutralised(trial, right, thermal: thermal, charge: charge) : decrease
    }

    /// Keeps the constitution, to come back to it.
    func save() { (storage + places.before).update(from: y, count: places.count) }
    func restore() { y.update(from: storage + places.before, count: places.count) }
    /// The trial step, shortened, and without the charge that its exponentials bring.
    func tryStep(scale: Double) {
        SiteFractionStep.apply(storage + places.trial, scale: scale, to: y, blocks: phase.blocks)
        if phase.isCharged { neutralise() }
    }
}
