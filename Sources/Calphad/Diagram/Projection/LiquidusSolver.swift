/// Solves points of the liquidus: a liquid of wanted composition, or on a wanted line, with other phases at the point of forming.
///
/// The liquid is all there is, one mole of atoms of it; the other phases are there with amount zero. ``EquilibriumNewton`` then has as many
/// unknowns as conditions when the conditions on the liquid and the phases beside it number three, with the temperature among the unknowns,
/// or two at a given temperature.
struct LiquidusSolver {
    /// Phases tried one after the other for the first to form at one composition.
    static let maximumPhases = 24
    /// Steps of the search for a temperature at which the liquid is stable, and for the temperature at which it ceases to be.
    static let maximumSteps = 80
    /// Kelvin.
    static let temperatures = 50.0...6000.0
    static let firstGuess = 1000.0
    private static let firstStep = 25.0
    /// Two compositions of one phase closer than this are one.
    static let sameComposition = 1e-4
    /// J per mole of atoms.
    static let largestResidual = 1e-6

    var solver: EquilibriumSolver
    let liquid: Int
    private let problem: EquilibriumProblem
    private let open: [Double?]
    private var own: [Double]
    /// The component of each of the liquid's variables, where its site fractions are the mole fractions.
    private let plain: [Int]?

    init(_ system: AlloySystem, liquid: Int) {
        solver = system.makeSolver()
        self.liquid = liquid
        let count = system.components.count
        problem = EquilibriumProblem(composition: .init(repeating: 1 / Double(count), count: count), phases: system.phases.count)
        open = .init(repeating: nil, count: count)
        own = .init(repeating: 0, count: count)
        let phase = solver.core.phases[liquid]
        var places: [Int] = []
        for i in 0..<phase.variableCount {
            let brought = (0..<count).filter { phase.atoms[i * count + $0] != 0 }
            if brought.count == 1 { places.append(brought[0]) }
        }
        plain = phase.blocks.count == 1 && places.count == count && phase.variableCount == count && !phase.hasVariableSites ? places : nil
    }

    var core: CompiledSystem { solver.core }

    // MARK: Newton's method

    /// - Parameter sets: the liquid first.
    mutating func solve(
        _ sets: [EquilibriumNewton.CompositionSet], _ rows: [EquilibriumNewton.Row], near temperature: Double, isFree: Bool
    ) -> LiquidusState? {
        var start = sets
        for place in start.indices { start[place].fixed = place == 0 ? 1 : 0 }
        solver.isotherms.move(to: temperature)
        guard
            case .converged(let solution) = solver.newton.solve(start, rows: rows, fixed: open, isFree: isFree, &solver.isotherms),
            solution.sets.count == sets.count, Self.temperatures.contains(solution.temperature)
        else { return nil }
        var compositions: [[Double]] = []
        var residual = 0.0
        for set in solution.sets {
            let phase = core.phases[set.phase]
            let total = phase.amounts(set.y, into: &own)
            guard phase.isPhase(atoms: total) else { return nil }
            var height = phase.model.energy(solver.isotherms.isotherm(set.phase, core), set.y)
            for c in own.indices { height -= solution.potentials[c] * own[c] }
            residual = max(residual, abs(height / total))
            compositions.append(own.map { $0 / total })
        }
        guard residual < Self.largestResidual else { return nil }
        for i in compositions.indices {
            for j in 0..<i where solution.sets[i].phase == solution.sets[j].phase {
                guard SectionPlane.distance(compositions[i], compositions[j]) > Self.sameComposition else { return nil }
            }
        }
        return LiquidusState(
            sets: solution.sets, compositions: compositions, potentials: solution.potentials, temperature: solution.temperature,
            residual: residual)
    }

    enum Verdict {
        case stable
        /// The lowest constitution of any phase below the plane of the potentials.
        case missing(EquilibriumNewton.CompositionSet)
        /// Something lies below the plane, but the way down from there leads to no phase.
        case uncertain
    }

    mutating func isStable(_ state: LiquidusState) -> Bool {
        if case .stable = verdict(state) { true } else { false }
    }

    mutating func verdict(_ state: LiquidusState) -> Verdict {
        solver.isotherms.move(to: state.temperature)
        solver.programme.reset(state.compositions[0], fixed: open)
        solver.prepareSamples(problem)
        let certification = solver.certify(problem, state.potentials)
        if let found = certification.found { return .missing(found) }
        return certification.lowest < -EquilibriumSolver.tolerance ? .uncertain : .stable
    }

    // MARK: The liquidus at one composition

    private func rows(_ x: [Double]) -> [EquilibriumNewton.Row] { (0..<x.count - 1).map { LiquidusPlane.fraction(of: $0, x[$0]) } }

    /// The liquid alone, stable or not.
    private mutating func single(_ x: [Double], _ temperature: Double, near: LiquidusState?) -> LiquidusState? {
        let y: [Double]
        if let plain {
            y = plain.map { x[$0] }
        } else if let near {
            y = near.sets[0].y
        } else {
            var alone = EquilibriumProblem(composition: x, phases: core.phases.count)
            alone.certification = .none
            for index in core.phases.indices where index != liquid { alone.isEntered[index] = false }
            solver.isotherms.move(to: temperature)
            guard let found = try? solver.search(alone), let sets = solver.compositionSets(of: found, alone), let set = sets.first else { return nil }
            y = set.y
        }
        return solve([.init(phase: liquid, y: y, amount: 1, fixed: 1)], rows(x), near: temperature, isFree: false)
    }

    /// The highest temperature at which something forms from the liquid, and what it is: certified.
    ///
    /// - Parameter near: a state nearby, from which the search begins.
    mutating func liquidus(at x: [Double], near: LiquidusState?) throws(EquilibriumError) -> LiquidusState {
        let x = LiquidusPlane.inside(x)
        if let near {
            for solid in near.sets.dropFirst() {
                if let state = settle(x, solid, near.temperature, near: near) { return state }
            }
        }
        return try bracketed(x, near: near)
    }

    /// From one phase to the next that forms at a higher temperature, until none does.
    private mutating func settle(
        _ x: [Double], _ solid: EquilibriumNewton.CompositionSet, _ start: Double, near: LiquidusState?
    ) -> LiquidusState? {
        var solid = solid
        var temperature = start
        var highest = 0.0
        for _ in 0..<Self.maximumPhases {
            guard let alone = single(x, temperature, near: near),
                let state = solve([alone.sets[0], solid], rows(x), near: temperature, isFree: true), state.temperature > highest - 1e-6
            else { return nil }
            switch verdict(state) {
            case .stable: return state
            case .uncertain: return nil
            case .missing(let other):
                highest = state.temperature
                temperature = state.temperature
                solid = other
            }
        }
        return nil
    }

    private mutating func bracketed(_ x: [Double], near: LiquidusState?) throws(EquilibriumError) -> LiquidusState {
        var step = Self.firstStep
        var temperature = near?.temperature ?? Self.firstGuess
        var stable: Double?
        var unstable: (state: LiquidusState, phase: EquilibriumNewton.CompositionSet)?
        for _ in 0..<Self.maximumSteps {
            if let stable, let unstable {
                if let state = settle(x, unstable.phase, unstable.state.temperature, near: near), state.temperature <= stable + 1 { return state }
                // Close to a critical point two liquids are too alike for Newton's method; the bracket then says it as well.
                if stable - unstable.state.temperature < Self.narrowBracket { return joined(unstable.state, unstable.phase) }
                temperature = (stable + unstable.state.temperature) / 2
            }
            guard Self.temperatures.contains(temperature), let alone = single(x, temperature, near: near) else { break }
            switch verdict(alone) {
            case .stable:
                stable = temperature
                if unstable == nil { temperature -= step }
            case .missing(let phase):
                unstable = (alone, phase)
                if stable == nil { temperature += step }
            case .uncertain:
                throw EquilibriumError(
                    .notConverged, "at x = \(x) and \(temperature) K something lies below the liquid, but the way down leads to no phase",
                    remedy: "Choose fewer phases, or look at the composition with an isopleth.")
            }
            step *= 1.4
        }
        throw EquilibriumError(
            .notConverged, "no liquidus was found at x = \(x): the liquid is \(unstable == nil ? "stable" : "unstable") at \(temperature) K",
            remedy: "Choose fewer phases, or look at the composition with an isopleth.")
    }

    /// Kelvin between a stable and an unstable liquid that are as good as one.
    private static let narrowBracket = 1e-6

    private mutating func joined(_ alone: LiquidusState, _ phase: EquilibriumNewton.CompositionSet) -> LiquidusState {
        var state = alone
        let total = core.phases[phase.phase].amounts(phase.y, into: &own)
        state.sets.append(phase)
        state.compositions.append(own.map { $0 / total })
        return state
    }
}
