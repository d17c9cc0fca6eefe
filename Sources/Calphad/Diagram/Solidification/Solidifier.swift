/// Cools an alloy from its liquidus.
///
/// Scheil's rule: at each lower temperature the liquid alone is brought to equilibrium, what froze is put away, and the rest goes on. Steps are
/// so small that less than ``largestLoss`` of the liquid freezes in one; the error of a fraction is of that order. A step that cannot be made
/// small enough is an invariant: all that is left freezes there.
struct Solidifier {
    /// Largest part of the liquid that freezes in one step.
    static let largestLoss = 0.004
    /// First and largest step, kelvin.
    private static let firstStep = 0.25
    private static let largestStep = 2.0
    /// A temperature step below this is an invariant, kelvin.
    private static let smallestStep = 1e-6
    private static let maximumSteps = 100_000
    /// Distance of temperatures in the search for the liquidus, and its highest, kelvin.
    private static let searchStep = 40.0
    private static let highest = 4500.0
    /// Distance of the lever rule's temperatures, kelvin.
    private static let leverStep = 4.0

    let system: AlloySystem
    let moleFractions: [Double]
    let lowest: Double
    let liquids: [String]
    var finder: TransitionFinder

    init(_ system: AlloySystem, moleFractions: [Double], lowest: Double) throws(EquilibriumError) {
        self.system = system
        self.lowest = lowest
        liquids = system.core.phases.filter(\.model.isLiquid).map(\.model.phase)
        guard !liquids.isEmpty else {
            throw EquilibriumError(
                .noStablePhase, "none of the phases \(system.phases.joined(separator: ", ")) is a liquid",
                remedy: "Enter the database's liquid phase.")
        }
        let checked = try system.makeSolver().check(moleFractions: moleFractions)
        self.moleFractions = checked
        finder = TransitionFinder(system, moleFractions: checked)
    }

    func isLiquid(_ phase: Equilibrium.Phase) -> Bool { liquids.contains(phase.phase) }
    func isSolid(_ name: String) -> Bool { !liquids.contains(name) && name != "GAS" }

    /// Kelvin, and the transition there.
    mutating func liquidus() throws(EquilibriumError) -> PhaseTransition {
        var last: (below: Equilibrium, above: Equilibrium)?
        var previous = try finder.equilibrium(at: lowest)
        var hasLiquid = previous.phases.contains(where: isLiquid)
        var temperature = lowest
        while temperature < Self.highest {
            temperature += Self.searchStep
            let next = try finder.equilibrium(at: temperature, startingFrom: previous)
            if previous.phases.contains(where: { isSolid($0.phase) }), !next.phases.contains(where: { isSolid($0.phase) }) {
                last = (previous, next)
            }
            hasLiquid = hasLiquid || next.phases.contains(where: isLiquid)
            previous = next
        }
        guard let last, hasLiquid,
            let found = try finder.transitions(last.below, last.above).last(where: { $0.below.contains(where: isSolid) })
        else {
            throw EquilibriumError(
                .noStablePhase, "the alloy has no liquidus between \(lowest) and \(Self.highest) K",
                remedy: "Check that the liquid is among the phases and the composition is what you mean.")
        }
        return found
    }

    mutating func scheil(residual: Double) throws(EquilibriumError) -> Solidification {
        let first = try liquidus()
        var solver = finder.solver
        var temperature = first.temperature
        var liquid = moleFractions
        var fraction = 1.0
        var frozen = FrozenPhases(components: system.components.count)
        var steps = [Solidification.Step(temperature: temperature, liquidFraction: 1, liquid: liquid, solids: [])]
        var events: [Solidification.Event] = []
        var forming: [String] = []
        var step = Self.firstStep
        var end: Solidification.End?
        var neighbour: Equilibrium?
        var warnings: [String] = []
        for _ in 0..<Self.maximumSteps where end == nil {
            let next = max(lowest, temperature - step)
            let equilibrium: Equilibrium
            do {
                equilibrium = try solver.equilibrium(EquilibriumConditions(temperature: next, moleFractions: liquid), startingFrom: neighbour)
            } catch {
                // Another temperature may do, as where two composition sets are about to become one.
                guard step > Self.smallestStep else { throw error }
                step = max(Self.smallestStep, step * 0.6)
                continue
            }
            if warnings.isEmpty { warnings = equilibrium.warnings }
            let solids = equilibrium.phases.filter { !isLiquid($0) }
            let rest = equilibrium.phases.filter(isLiquid)
            let kept = rest.reduce(0) { $0 + $1.amount }
            let names = Array(Set(solids.map(\.phase))).sorted()
            let isNew = names.contains { !forming.contains($0) }
            let isSmall = step <= Self.smallestStep
            // The start of a phase is found to the smallest step, and so is an invariant.
            if !isSmall, 1 - kept > Self.largestLoss || isNew {
                step = max(Self.smallestStep, step * (isNew ? 0.25 : 0.5))
                continue
            }
            // At an invariant a new phase takes much of the liquid at once. Without a new phase it is the last liquid of an alloy whose liquid
            // has become a pure component, and freezes within the smallest step.
            let isInvariant = isSmall && isNew && 1 - kept > 10 * Self.largestLoss
            if isNew { events.append(.init(temperature: temperature, liquidFraction: fraction, phases: names, isInvariant: isInvariant)) }
            if !names.isEmpty { forming = names }
            for phase in solids { frozen.add(phase, fraction * phase.amount) }
            fraction *= kept
            if kept > 0 {
                for c in liquid.indices { liquid[c] = rest.reduce(0) { $0 + $1.amount * $1.moleFractions[c] } / kept }
                let sum = liquid.reduce(0, +)
                for c in liquid.indices { liquid[c] /= sum }
            }
            temperature = isInvariant ? temperature : next
            steps.append(.init(temperature: temperature, liquidFraction: fraction, liquid: kept > 0 ? liquid : nil, solids: frozen.amounts))
            if kept <= 0 { end = isInvariant ? .invariant : .solidus } else if fraction <= residual { end = .residualLiquid }
            if next <= lowest, end == nil { end = .lowestTemperature }
            neighbour = kept > 0 && equilibrium.phases.count > 1 ? equilibrium : nil
            step = min(step * 2, Self.largestStep)
        }
        guard let end else {
            throw EquilibriumError(
                .notConverged, "\(Self.maximumSteps) steps of solidification end at \(temperature) K with \(fraction) liquid",
                remedy: "Ask for a larger residual liquid fraction.")
        }
        return result(
            .scheil, first.temperature, temperature, end, events, steps, frozen.amounts, liquid: fraction > 0 ? (fraction, liquid) : nil, warnings)
    }

    mutating func lever() throws(EquilibriumError) -> Solidification {
        let first = try liquidus()
        var events: [Solidification.Event] = []
        var steps = [Solidification.Step(temperature: first.temperature, liquidFraction: 1, liquid: moleFractions, solids: [])]
        // Just above, where all is liquid.
        var above = try finder.equilibrium(at: first.temperature + 0.01)
        let start = above
        var temperature = first.temperature
        var final: Equilibrium = above
        var solidus: Double?
        var isInvariant = false
        while temperature > lowest, solidus == nil {
            let next = max(lowest, temperature - Self.leverStep)
            let below = try finder.equilibrium(at: next, startingFrom: above == start ? nil : above)
            for transition in try finder.transitions(below, above).reversed() {
                let formed = transition.below.filter { isSolid($0) && !transition.above.contains($0) }
                let isEnd = transition.above.contains(where: { liquids.contains($0) }) && !transition.below.contains(where: { liquids.contains($0) })
                let just = try finder.equilibrium(at: transition.temperature + 10 * TransitionFinder.width, startingFrom: nil)
                let liquid = just.phases.filter(isLiquid).reduce(0) { $0 + $1.amount }
                // Where only the liquid goes, nothing forms: that is the end itself.
                if !formed.isEmpty || isEnd && transition.isInvariant {
                    events.append(
                        .init(
                            temperature: transition.temperature, liquidFraction: liquid, phases: isEnd && formed.isEmpty ? transition.below : formed,
                            isInvariant: transition.isInvariant))
                }
                if isEnd {
                    solidus = transition.temperature
                    isInvariant = transition.isInvariant
                    final = try finder.equilibrium(at: transition.temperature - 10 * TransitionFinder.width)
                    steps.append(step(just, temperature: transition.temperature))
                    steps.append(step(final, temperature: transition.temperature))
                    break
                }
            }
            guard solidus == nil else { break }
            steps.append(step(below, temperature: next))
            (above, temperature, final) = (below, next, below)
        }
        let last = step(final, temperature: solidus ?? temperature)
        return result(
            .equilibrium, first.temperature, solidus ?? temperature, solidus == nil ? .lowestTemperature : isInvariant ? .invariant : .solidus,
            events, steps, last.solids, liquid: last.liquid.map { (last.liquidFraction, $0) }, start.warnings)
    }

    private func step(_ equilibrium: Equilibrium, temperature: Double) -> Solidification.Step {
        var frozen = FrozenPhases(components: system.components.count)
        var liquid = FrozenPhases(components: system.components.count)
        for phase in equilibrium.phases {
            if isLiquid(phase) {
                var one = phase
                one.phase = "LIQUID"
                liquid.add(one, phase.amount)
            } else {
                frozen.add(phase, phase.amount)
            }
        }
        let all = liquid.amounts.first
        return .init(temperature: temperature, liquidFraction: all?.amount ?? 0, liquid: all?.x, solids: frozen.amounts)
    }

    private func result(
        _ model: Solidification.Model, _ liquidus: Double, _ final: Double, _ end: Solidification.End, _ events: [Solidification.Event],
        _ steps: [Solidification.Step], _ phases: [Solidification.PhaseAmount], liquid: (fraction: Double, x: [Double])?, _ warnings: [String]
    ) -> Solidification {
        var error = 0.0
        for c in moleFractions.indices {
            let sum = phases.reduce(0) { $0 + $1.amount * $1.x[c] } + (liquid.map { $0.fraction * $0.x[c] } ?? 0)
            error = max(error, abs(sum - moleFractions[c]))
        }
        return Solidification(
            model: model, components: system.components, database: system.database.file, moleFractions: moleFractions, liquidus: liquidus,
            finalTemperature: final, end: end, events: events, steps: steps, phases: phases, residualLiquid: liquid?.fraction ?? 0,
            massBalanceError: error, warnings: warnings)
    }
}

/// Amounts by phase with their mean compositions.
struct FrozenPhases {
    let components: Int
    /// In the order of appearance; `x` holds amounts of the components until it is read.
    private var parts: [(phase: String, amount: Double, matter: [Double])] = []

    init(components: Int) { self.components = components }

    mutating func add(_ phase: Equilibrium.Phase, _ amount: Double) {
        let place: Int
        if let known = parts.firstIndex(where: { $0.phase == phase.phase }) {
            place = known
        } else {
            parts.append((phase.phase, 0, .init(repeating: 0, count: components)))
            place = parts.count - 1
        }
        parts[place].amount += amount
        for c in 0..<components { parts[place].matter[c] += amount * phase.moleFractions[c] }
    }

    var amounts: [Solidification.PhaseAmount] {
        parts.map { part in .init(phase: part.phase, amount: part.amount, x: part.matter.map { part.amount > 0 ? $0 / part.amount : 0 }) }
    }
}
