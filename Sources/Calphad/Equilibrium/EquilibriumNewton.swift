/// Newton's method on chemical potentials, amounts, constitutions and, where a phase is fixed, the temperature at once.
///
/// Hillert's two-level scheme (Hillert, Physica 103B (1981) 31; Sundman, Lu, Ohtani, Comput. Mater. Sci. 101 (2015) 127): every phase answers
/// to the potentials through its own bordered Hessian, `Δy = P(−∂G/∂y + Σ μ_c b_c − ∂²G/∂y∂T ΔT)`, and what is left is one small system,
///
///     Σ_c M_cα μ_c − ∂G_α/∂T ΔT = G_α                                       for each phase α
///     Σ_c w_rc [Σ_α M_cα ℵ_α + Σ_α ℵ_α b_cᵀ Δy_α] = n_r                      for each condition r on amounts
///
/// in the potentials that are not given, the amounts that are not fixed, and the temperature if it is free.
struct EquilibriumNewton: Sendable {
    static let maximumSteps = 100
    /// Largest relative change of a site fraction, and change of an amount, at convergence.
    static let stepTolerance = 1e-10
    /// A change this small that came down this much in one step is converging quadratically: the next would be below the tolerance.
    static let quadraticTolerance = 1e-6
    static let quadraticReduction = 1e-2
    /// After this many steps a change below this is rounding: traces beside an amount of 1e-6 mol cannot do better.
    static let longRun = 25
    static let roundingTolerance = 1e-5
    /// Largest error of a condition on amounts at convergence, mol per mole of atoms.
    static let balanceTolerance = 1e-10
    /// Starts with one phase fewer.
    static let maximumRemovals = 24
    /// Steps with an amount below zero before the phase is taken away.
    static let patience = 6
    /// Largest change of a free temperature in one step, kelvin.
    static let largestTemperatureStep = 50.0

    /// A linear condition on the amounts of the components: `Σ weights[c] N_c = value`.
    struct Row: Sendable {
        var weights: [Double]
        var value: Double
    }

    struct CompositionSet: Sendable {
        var phase: Int
        var y: [Double]
        /// Moles of formula units per mole of atoms of the whole.
        var amount: Double
        /// Moles of atoms, when the amount is a condition.
        var fixed: Double?
    }

    struct Solution: Sendable {
        var sets: [CompositionSet]
        var potentials: [Double]
        var temperature: Double
        /// Steps of the last start.
        var steps: Int
    }

    enum Failure: Sendable, Equatable {
        case singular, notANumber, noPhase, steps, empty(phase: Int), negative
    }

    enum Result: Sendable {
        case converged(Solution)
        case failed(Failure)
    }

    let core: CompiledSystem
    let gasConstant: Double
    /// Several for a phase of several composition sets, and the phase of each.
    var workspaces: [PhaseWorkspace] = []
    var workspacePhases: [Int] = []
    /// The workspace of each set.
    var slots: [Int] = []
    /// Weights of the conditions on amounts, `[row][component]`.
    var weights: [Double] = []
    /// Where each unknown stands; −1 for one that is given.
    var potentialColumns: [Int] = []
    var amountColumns: [Int] = []
    /// Steps since the amount of each set was last above zero.
    var negativeSteps: [Int] = []
    var matrix: [Double] = []
    var right: [Double] = []
    var pivots: [Int] = []
    var potentials: [Double]
    var fixedSlopes: [Double] = []
    /// Scratch for the amounts of the components.
    var sums: [Double]
    var own: [Double]
    /// Steps of all starts, for the reader of a failure.
    var stepsTaken = 0

    init(_ core: CompiledSystem) {
        self.core = core
        gasConstant = core.phases.first?.model.gasConstant ?? CalphadConstants.gasConstant
        potentials = .init(repeating: 0, count: core.components.count)
        sums = potentials
        own = potentials
    }

    /// - Parameters:
    ///   - start: the composition sets.
    ///   - rows: conditions on amounts.
    ///   - fixed: potentials of the components that have one, J/mol.
    ///   - slopes: how these change with temperature where that is free, J/(mol K); all zero when empty.
    ///   - isFree: whether the temperature is one of the unknowns.
    ///   - failsBelowZero: whether an amount below zero is a failure; else its phase is taken away and the others go on.
    mutating func solve(
        _ start: [CompositionSet], rows: [Row], fixed: [Double?], slopes: [Double] = [], isFree: Bool = false, _ isotherms: inout IsothermCache,
        failsBelowZero: Bool = false
    ) -> Result {
        fixedSlopes = slopes.isEmpty ? .init(repeating: 0, count: fixed.count) : slopes
        var sets = start
        for _ in 0..<Self.maximumRemovals {
            guard !sets.isEmpty else { return .failed(.noPhase) }
            switch iterate(&sets, rows, fixed, isFree, &isotherms) {
            case .converged(let steps):
                if let twin = twins(sets) {
                    // The amount of a fixed one is a condition: what became the same as it cannot be a phase beside it.
                    if sets[twin.kept].fixed == nil { sets[twin.kept].amount += sets[twin.removed].amount }
                    sets.remove(at: twin.removed)
                    continue
                }
                if let negative = sets.indices.filter({ sets[$0].fixed == nil }).min(by: { sets[$0].amount < sets[$1].amount }),
                    sets[negative].amount < -1e-12
                {
                    if failsBelowZero { return .failed(.negative) }
                    guard sets.count > 1 else { return .failed(.noPhase) }
                    sets.remove(at: negative)
                    continue
                }
                for index in sets.indices { sets[index].amount = max(0, sets[index].amount) }
                return .converged(Solution(sets: sets, potentials: potentials, temperature: isotherms.temperature, steps: steps))
            case .surplus(let index):
                if failsBelowZero { return .failed(.negative) }
                guard sets.count > 1 else { return .failed(.noPhase) }
                sets.remove(at: index)
            case .failed(let reason):
                return .failed(reason)
            }
        }
        return .failed(.steps)
    }

    enum Outcome {
        case converged(Int)
        /// The set whose amount stayed below zero.
        case surplus(Int)
        case failed(Failure)
    }

    /// Two sets of a phase that became one, of which one at most has a fixed amount: that one is kept.
    private func twins(_ sets: [CompositionSet]) -> (kept: Int, removed: Int)? {
        guard sets.count > 1 else { return nil }
        for i in sets.indices {
            for j in sets.indices where j > i && sets[i].phase == sets[j].phase && (sets[i].fixed == nil || sets[j].fixed == nil) {
                var isSame = true
                for k in sets[i].y.indices where abs(sets[i].y[k] - sets[j].y[k]) >= 1e-6 { isSame = false }
                if isSame { return sets[j].fixed == nil ? (i, j) : (j, i) }
            }
        }
        return nil
    }
}
