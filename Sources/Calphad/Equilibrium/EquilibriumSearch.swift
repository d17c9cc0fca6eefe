/// One equilibrium of any number of components.
///
/// 1. All phases are sampled, and the lower hull above the wanted composition is found by the simplex method: the energies of its corners
///    are the cost, the composition the constraint, and the dual variables the chemical potentials.
/// 2. Phases are minimised against the hull's tangent plane and join the points (column generation) a few times.
/// 3. The corners, merged where no hill lies between two of one phase, start Newton's method on everything at once.
/// 4. An independent search for points below the tangent plane certifies the result, or finds what is missing and begins again at 1.
struct EquilibriumSearch {
    /// Turns of steps 1 to 4.
    static let maximumRounds = 24
    /// Column generation before Newton's method.
    static let refinements = 2
    static let maximumPivots = 600
    /// Local searches for each phase in each certificate.
    static let minimisations = 4
    /// A driving force up to this is rounding, J per mole of atoms.
    static let tolerance = 1e-5
    /// Cost of matter that no phase holds: above every Gibbs energy, so that it leaves the hull at once.
    private static let unreachable = 1e9

    private struct Column {
        /// −1 for the artificial columns.
        var model: Int
        var y: [Double]
        var fractions: [Double]
        var energy: Double
    }

    let system: AlloySystem
    let temperature: Double
    let moleFractions: [Double]
    private let isotherms: [GibbsModel.Isotherm]
    private var columns: [Column] = []
    private var basis: [Int] = []
    private var amounts: [Double] = []
    private var potentials: [Double] = []
    private var sampleEnergies: [[Double]] = []
    private var examined = 0

    init(_ system: AlloySystem, temperature: Double, moleFractions: [Double]) {
        self.system = system
        self.temperature = temperature
        self.moleFractions = moleFractions
        isotherms = system.models.map { $0.isotherm(at: temperature) }
    }

    mutating func run() throws(EquilibriumError) -> Equilibrium {
        prepare()
        var attempts: [String] = []
        for round in 0..<Self.maximumRounds {
            try minimiseOverColumns()
            // The hull of samples has potentials of its own; the later the round, the closer they are brought to those of the phases.
            for _ in 0..<Self.refinements * (round + 1) { if generateColumns() { try minimiseOverColumns() } else { break } }
            var newton = EquilibriumNewton(system, isotherms, moleFractions)
            let solution =
                newton.solve(compositionSets(withAbsent: false), potentials: potentials)
                ?? newton.solve(compositionSets(withAbsent: true), potentials: potentials)
            guard let solution else {
                attempts.append(
                    "round \(round + 1): Newton's method failed from \(basis.map { columns[$0].model < 0 ? "nothing" : system.phases[columns[$0].model] }.joined(separator: " + "))"
                )
                guard generateColumns() else { break }
                continue
            }
            potentials = solution.potentials
            for set in solution.sets { append(set.model, set.y) }
            let lowest = min(lowestHeight(), testimony())
            if lowest > -Self.tolerance { return result(solution, driving: max(0, -lowest)) }
            attempts.append("round \(round + 1): a phase lies \(-lowest) J/mol below the tangent plane")
        }
        throw EquilibriumError(
            .notConverged,
            "no equilibrium at \(temperature) K, x = \(moleFractions) after \(attempts.count) rounds; last: \(attempts.last ?? "no point of any phase reaches the composition")",
            remedy: "Report the database and the conditions.")
    }

    // MARK: 1. The hull by the simplex method

    private mutating func prepare() {
        let count = system.components.count
        for c in 0..<count {
            var fractions = [Double](repeating: 0, count: count)
            fractions[c] = 1
            columns.append(Column(model: -1, y: [], fractions: fractions, energy: Self.unreachable))
        }
        basis = Array(0..<count)
        sampleEnergies = system.models.indices.map { index in
            let model = system.models[index]
            return system.samples[index].map { y in model.energy(isotherms[index], y) / model.amounts(y).reduce(0, +) }
        }
        for index in system.models.indices { examined += sampleEnergies[index].count }
    }

    private mutating func minimiseOverColumns() throws(EquilibriumError) {
        let count = system.components.count
        var linear = SmallLinearSystem()
        for _ in 0..<Self.maximumPivots {
            // Bᵀ μ = g for the potentials, B λ = x for the amounts.
            linear.reset(count)
            for (row, column) in basis.enumerated() { for c in 0..<count { linear.set(row, c, columns[column].fractions[c]) } }
            guard linear.factor() else { break }
            var mu = basis.map { columns[$0].energy }
            linear.solve(&mu)
            potentials = mu
            linear.reset(count)
            for (place, column) in basis.enumerated() { for c in 0..<count { linear.set(c, place, columns[column].fractions[c]) } }
            guard linear.factor() else { break }
            amounts = moleFractions
            linear.solve(&amounts)

            var best = -1e-9 * (1 + (mu.map(abs).max() ?? 0))
            var entering: (model: Int, sample: Int)? = nil
            var enteringColumn: Int? = nil
            for index in columns.indices {
                var height = columns[index].energy
                for c in 0..<count { height -= mu[c] * columns[index].fractions[c] }
                if height < best {
                    best = height
                    enteringColumn = index
                }
            }
            for index in system.models.indices {
                let fractions = system.sampleFractions[index]
                for sample in sampleEnergies[index].indices {
                    var height = sampleEnergies[index][sample]
                    for c in 0..<count { height -= mu[c] * fractions[sample * count + c] }
                    if height < best {
                        best = height
                        entering = (index, sample)
                        enteringColumn = nil
                    }
                }
            }
            if let entering, enteringColumn == nil {
                columns.append(
                    Column(
                        model: entering.model, y: system.samples[entering.model][entering.sample],
                        fractions: Array(system.sampleFractions[entering.model][entering.sample * count..<(entering.sample + 1) * count]),
                        energy: sampleEnergies[entering.model][entering.sample]))
                enteringColumn = columns.count - 1
            }
            guard let enteringColumn else { break }
            var direction = columns[enteringColumn].fractions
            linear.solve(&direction)
            var leaving = -1
            var ratio = Double.infinity
            for place in 0..<count where direction[place] > 1e-12 {
                let value = max(0, amounts[place]) / direction[place]
                if value < ratio {
                    ratio = value
                    leaving = place
                }
            }
            guard leaving >= 0 else { break }
            basis[leaving] = enteringColumn
        }
        for (place, column) in basis.enumerated() where columns[column].model < 0 && amounts[place] > 1e-9 {
            throw EquilibriumError(
                .noStablePhase, "no combination of the phases \(system.phases.joined(separator: ", ")) holds the composition \(moleFractions)",
                remedy: "Enter more phases.")
        }
    }

    // MARK: 2. Columns

    /// The lowest points of each phase against the tangent plane join the columns. False when none lies below it.
    private mutating func generateColumns() -> Bool {
        let before = columns.count
        _ = lowestHeight()
        return columns.count > before
    }

    private mutating func append(_ index: Int, _ y: [Double]) {
        let model = system.models[index]
        let amounts = model.amounts(y)
        let total = amounts.reduce(0, +)
        columns.append(Column(model: index, y: y, fractions: amounts.map { $0 / total }, energy: model.energy(isotherms[index], y) / total))
    }

    /// The lowest height of any phase above the tangent plane, J per mole of atoms, by sampling and local refinement; points below it join the columns.
    private mutating func lowestHeight() -> Double {
        let count = system.components.count
        var lowest = Double.infinity
        for index in system.models.indices {
            let model = system.models[index]
            let fractions = system.sampleFractions[index]
            var heights = sampleEnergies[index]
            for sample in heights.indices { for c in 0..<count { heights[sample] -= potentials[c] * fractions[sample * count + c] } }
            examined += heights.count
            lowest = min(lowest, heights.min() ?? .infinity)
            guard model.degreesOfFreedom > 0 else {
                if let height = heights.first, height < -Self.tolerance { append(index, system.samples[index][0]) }
                continue
            }
            // Start from the lowest sample, then from the lowest ones that are far from every minimum found.
            var minima: [[Double]] = []
            var minimiser = DrivingForceMinimiser(model, isotherms[index])
            for _ in 0..<Self.minimisations {
                var start = -1
                var best = Double.infinity
                for sample in heights.indices where heights[sample] < best {
                    let y = system.samples[index][sample]
                    let isFar = minima.allSatisfy { minimum in zip(minimum, y).contains { abs($0 - $1) > 0.25 } }
                    if isFar {
                        best = heights[sample]
                        start = sample
                    }
                }
                guard start >= 0 else { break }
                let y = minimiser.minimise(from: Self.interior(system.samples[index][start], model), potentials: potentials)
                minima.append(system.samples[index][start])
                minima.append(y)
                let amounts = model.amounts(y)
                let total = amounts.reduce(0, +)
                var height = model.energy(isotherms[index], y)
                for c in 0..<count { height -= potentials[c] * amounts[c] }
                height /= total
                lowest = min(lowest, height)
                if height < -Self.tolerance { append(index, y) }
            }
            examined += minimiser.evaluations
        }
        return lowest
    }

    /// The lowest height found from constitutions that took no part in the search, refined from the best of each phase.
    private mutating func testimony() -> Double {
        var lowest = Double.infinity
        for index in system.models.indices {
            let model = system.models[index]
            func height(_ y: [Double]) -> Double {
                let amounts = model.amounts(y)
                var height = model.energy(isotherms[index], y)
                for c in potentials.indices { height -= potentials[c] * amounts[c] }
                return height / amounts.reduce(0, +)
            }
            var best: (height: Double, y: [Double])? = nil
            for y in system.witnesses[index] {
                let height = height(y)
                if height < best?.height ?? .infinity { best = (height, y) }
            }
            examined += system.witnesses[index].count
            guard let best else { continue }
            var minimiser = DrivingForceMinimiser(model, isotherms[index])
            let y = minimiser.minimise(from: Self.interior(best.y, model), potentials: potentials)
            examined += minimiser.evaluations
            let refined = height(y)
            lowest = min(lowest, best.height, refined)
            if refined < -Self.tolerance { append(index, y) }
        }
        return lowest
    }

    private static func interior(_ y: [Double], _ model: GibbsModel) -> [Double] {
        var result = y.map { max($0, 1e-6) }
        for block in model.blocks {
            let sum = block.reduce(0.0) { $0 + result[$1] }
            for i in block { result[i] /= sum }
        }
        return result
    }

    // MARK: 3. Composition sets

    /// The corners of the hull, merged where the phase's energy has no hill between two of them.
    private func compositionSets(withAbsent: Bool) -> [EquilibriumNewton.CompositionSet] {
        var sets: [EquilibriumNewton.CompositionSet] = []
        for (place, column) in basis.enumerated() {
            let entry = columns[column]
            let amount = max(amounts[place], 0)
            guard entry.model >= 0, withAbsent || amount > 1e-9 else { continue }
            let model = system.models[entry.model]
            let y = Self.interior(entry.y, model)
            let formula = max(amount, 1e-6) / model.amounts(y).reduce(0, +)
            if let twin = sets.firstIndex(where: { $0.model == entry.model && !isHill(entry.model, $0.y, y) }) {
                let total = sets[twin].amount + formula
                let share = formula / total
                sets[twin].y = zip(sets[twin].y, y).map { $0 + ($1 - $0) * share }
                sets[twin].amount = total
            } else {
                sets.append(.init(model: entry.model, y: y, amount: formula))
            }
        }
        return sets
    }

    private func isHill(_ index: Int, _ one: [Double], _ two: [Double]) -> Bool {
        let model = system.models[index]
        func molar(_ y: [Double]) -> (energy: Double, fractions: [Double]) {
            let amounts = model.amounts(y)
            let total = amounts.reduce(0, +)
            var height = model.energy(isotherms[index], y) / total
            for c in potentials.indices { height -= potentials[c] * amounts[c] / total }
            return (height, amounts)
        }
        // Heights above the tangent plane are linear along a chord but for the change of atoms in a formula unit.
        for share in [0.25, 0.5, 0.75] {
            let middle = molar(zip(one, two).map { $0 + ($1 - $0) * share }).energy
            if middle > max(molar(one).energy, molar(two).energy) + 1e-3 { return true }
        }
        return false
    }

    // MARK: Result

    private func result(_ solution: EquilibriumNewton.Solution, driving: Double) -> Equilibrium {
        var phases = solution.sets.map { set in
            let model = system.models[set.model]
            let amounts = model.amounts(set.y)
            let total = amounts.reduce(0, +)
            return Equilibrium.Phase(phase: model.phase, amount: min(1, set.amount * total), moleFractions: amounts.map { $0 / total })
        }
        phases.sort { $0.amount > $1.amount }
        let energy = zip(solution.potentials, moleFractions).reduce(0) { $0 + $1.0 * $1.1 }
        return Equilibrium(
            components: system.components, temperature: temperature, moleFractions: moleFractions, molarGibbsEnergy: energy,
            chemicalPotentials: solution.potentials, phases: phases, certificate: .init(largestDrivingForce: driving, samples: examined), warnings: []
        )
    }
}
