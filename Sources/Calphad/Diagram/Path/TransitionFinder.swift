/// A temperature at which the stable phases of an alloy change.
public struct PhaseTransition: Sendable, Equatable, Codable {
    /// Kelvin.
    public var temperature: Double
    /// The phases below and above, sorted; a second composition set repeats the name.
    public var below: [String]
    public var above: [String]
    /// Whether amounts jump there, as at an invariant of the alloy, instead of growing from zero.
    public var isInvariant: Bool
}

/// Finds the temperatures at which an alloy's phases change, exactly: the amount of one phase is zero there.
///
/// Between two certified equilibria that differ, Newton's method with the temperature among the unknowns and the amount of the odd phase held
/// at zero gives the temperature at once; the result is certified. Where amounts jump (an invariant) no such state exists, and bisection ends
/// it at ``width``.
struct TransitionFinder {
    /// Width to which a jump is bisected, kelvin.
    static let width = 1e-6
    /// Above this width an interval is halved before Newton's method is tried, kelvin.
    private static let narrow = 4.0
    private static let maximumDepth = 60

    var solver: EquilibriumSolver
    let moleFractions: [Double]

    init(_ system: AlloySystem, moleFractions: [Double]) {
        solver = system.makeSolver()
        self.moleFractions = moleFractions
    }

    mutating func equilibrium(at temperature: Double, startingFrom start: Equilibrium? = nil) throws(EquilibriumError) -> Equilibrium {
        try solver.equilibrium(EquilibriumConditions(temperature: temperature, moleFractions: moleFractions), startingFrom: start)
    }

    static func names(_ equilibrium: Equilibrium) -> [String] { equilibrium.phases.map(\.phase).sorted() }

    /// All transitions between two equilibria, in the order of temperature.
    mutating func transitions(_ low: Equilibrium, _ high: Equilibrium, depth: Int = 0) throws(EquilibriumError) -> [PhaseTransition] {
        let (below, above) = (Self.names(low), Self.names(high))
        if below == above { return [] }
        let interval = high.temperature - low.temperature
        if interval < Self.narrow, abs(below.count - above.count) == 1 {
            let richer = below.count > above.count ? low : high
            if let odd = Self.odd(richer, other: below.count > above.count ? above : below),
                let temperature = zeroAmount(of: odd, in: richer), temperature >= low.temperature - Self.width,
                temperature <= high.temperature + Self.width
            {
                return [PhaseTransition(temperature: temperature, below: below, above: above, isInvariant: false)]
            }
        }
        if interval <= Self.width || depth >= Self.maximumDepth {
            return [
                PhaseTransition(
                    temperature: (low.temperature + high.temperature) / 2, below: below, above: above, isInvariant: true)
            ]
        }
        let middle = try self.middle(low, high)
        return try transitions(low, middle, depth: depth + 1) + transitions(middle, high, depth: depth + 1)
    }

    /// An equilibrium between two others: halfway, or where that is not found beside it.
    private mutating func middle(_ low: Equilibrium, _ high: Equilibrium) throws(EquilibriumError) -> Equilibrium {
        var failure: EquilibriumError?
        for share in [0.5, 0.41, 0.63, 0.27] {
            do { return try equilibrium(at: low.temperature + (high.temperature - low.temperature) * share, startingFrom: low) } catch {
                failure = error
            }
        }
        throw failure ?? EquilibriumError(.notConverged, "no equilibrium near \(low.temperature) K", remedy: "Choose another composition.")
    }

    /// Place of the phase that only the richer side has; of two composition sets of one name, the smaller.
    private static func odd(_ richer: Equilibrium, other names: [String]) -> Int? {
        var left = names
        var places = Array(richer.phases.indices)
        // The larger sets are matched first.
        for place in places.sorted(by: { richer.phases[$0].amount > richer.phases[$1].amount }) {
            if let match = left.firstIndex(of: richer.phases[place].phase) {
                left.remove(at: match)
                places.removeAll { $0 == place }
            }
        }
        return left.isEmpty && places.count == 1 ? places.first : nil
    }

    /// The certified temperature at which a phase of an equilibrium has the amount zero, by Newton's method; nil where it does not lead there.
    private mutating func zeroAmount(of odd: Int, in start: Equilibrium) -> Double? {
        guard !moleFractions.contains(0) else { return nil }
        let problem = EquilibriumProblem(composition: moleFractions, phases: solver.core.phases.count)
        guard var sets = solver.compositionSets(of: start, problem) else { return nil }
        sets[odd].fixed = 0
        solver.isotherms.move(to: start.temperature)
        let outcome = solver.newton.solve(sets, rows: problem.rows, fixed: problem.fixed, isFree: true, &solver.isotherms)
        guard case .converged(let solution) = outcome, solution.sets.count == sets.count else { return nil }
        solver.isotherms.move(to: solution.temperature)
        guard solver.breach(solution, problem) == nil else { return nil }
        solver.prepareSamples(problem)
        let certificate = solver.certify(problem, solution.potentials, appends: false)
        return certificate.lowest > -EquilibriumSolver.tolerance ? solution.temperature : nil
    }
}
