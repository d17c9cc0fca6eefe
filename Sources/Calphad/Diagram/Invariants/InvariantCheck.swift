/// The conditions of three phases in equilibrium in a binary, by a code path of its own.
///
/// Newton's method solves for potentials and reports how far the phases are from them. Here nothing of that is used but temperature and
/// constitutions: energies come from ``GibbsModel/energy(_:_:)``, slopes from its analytic gradient, and both are compared with the chord
/// between the energies of the outer phases. Three energies on one line and every slope equal to the line's is all that equilibrium asks for.
struct InvariantCheck {
    /// Site fractions below this count in proportion: their slopes are logarithms of next to nothing.
    private static let trace = 1e-9

    let system: BinarySystem

    /// How far the conditions are from being met, J per mole of atoms: the middle phase's distance from the chord, and for every exchange of two
    /// constituents on a sublattice what the phase would gain by it beyond the chord's slope. Infinite for vertices that are not three different
    /// compositions.
    func residual(of invariant: Invariant) -> Double {
        guard invariant.vertices.count == 3, let outer = chord(invariant) else { return .infinity }
        var largest = 0.0
        for vertex in invariant.vertices {
            guard let state = state(vertex, at: invariant.temperature) else { return .infinity }
            largest = max(largest, abs(state.energy - outer.energy(at: state.x)))
            largest = max(largest, exchange(state, slope: outer.slope))
        }
        return largest
    }

    private struct State {
        var model: GibbsModel
        var y: [Double]
        var derivatives: GibbsModel.Derivatives
        var amounts: [Double]
        var total: Double
        var energy: Double
        var x: Double { amounts[1] / total }
    }

    private struct Chord {
        var x: Double
        var start: Double
        var slope: Double
        func energy(at x: Double) -> Double { start + slope * (x - self.x) }
    }

    private func chord(_ invariant: Invariant) -> Chord? {
        guard let left = state(invariant.vertices[0], at: invariant.temperature), let right = state(invariant.vertices[2], at: invariant.temperature),
            right.x - left.x > 0
        else { return nil }
        return Chord(x: left.x, start: left.energy, slope: (right.energy - left.energy) / (right.x - left.x))
    }

    private func state(_ vertex: Vertex, at temperature: Double) -> State? {
        let phase = system.compiled[vertex.phaseIndex]
        let model = phase.model
        var y = vertex.constitution
        if case .substitutional = phase.kind {
            // The closed form's own precision of a trace is kept: `1 − x` would round it.
            let second = vertex.x
            let first = 1 / (1 + Elementary.exp(vertex.logit))
            y = model.sublattices.first { $0.count == 2 } == model.components ? [first, second] : [second, first]
        }
        guard y.count == model.variableCount else { return nil }
        var isotherm = model.isotherm(at: temperature)
        for (parameter, index) in phase.free { isotherm.parameters.value[parameter] += system.shifts[index] }
        var derivatives = model.makeDerivatives()
        model.evaluate(isotherm, y, &derivatives)
        let amounts = model.amounts(y)
        let total = amounts[0] + amounts[1]
        return State(
            model: model, y: y, derivatives: derivatives, amounts: amounts, total: total, energy: model.energy(isotherm, y) / total)
    }

    /// For two constituents of a sublattice, `d(G/M)` and `dx` when one takes the place of the other.
    private func exchange(_ state: State, slope: Double) -> Double {
        var largest = 0.0
        for block in state.model.blocks {
            for i in block {
                for j in block where j > i {
                    let atoms = [0, 1].map { state.model.atoms[2 * i + $0] - state.model.atoms[2 * j + $0] }
                    let moles = atoms[0] + atoms[1]
                    let energy = (state.derivatives.gradient[i] - state.derivatives.gradient[j] - state.energy * moles) / state.total
                    let fraction = (atoms[1] - state.x * moles) / state.total
                    let weight = min(1, min(state.y[i], state.y[j]) / Self.trace)
                    largest = max(largest, abs(energy - slope * fraction) * weight)
                }
            }
        }
        return largest
    }
}

extension BinarySystem {
    /// How far three phases are from equilibrium, J per mole of atoms, by an evaluation that shares nothing with the solver but the models.
    public func conditionResidual(of invariant: Invariant) -> Double { InvariantCheck(system: self).residual(of: invariant) }
}
