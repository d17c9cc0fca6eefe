/// Where the phases change between two equilibria of one alloy.
extension PlaneFollower {
    private static let maximumDepth = 60

    /// All transitions between two equilibria, in the order of temperature: exact, where the amount of one phase is zero or at an invariant of
    /// the alloy; what Newton's method does not find is bisected to ``TransitionFinder/width``.
    mutating func transitions(
        _ low: BoundedEquilibrium, _ high: BoundedEquilibrium, _ problem: EquilibriumProblem, depth: Int = 0
    ) throws(EquilibriumError) -> [Transition] {
        if low.phases == high.phases { return [] }
        if let (transition, next) = firstTransition(low, high, problem) {
            var rest = try transitions(next, high, problem, depth: depth + 1)
            // One phase for another at one temperature, as two forms of a compound: a jump.
            if let second = rest.first, second.temperature - transition.temperature < TransitionFinder.width {
                rest[0] = Transition(
                    temperature: second.temperature, below: transition.below, above: second.above, isInvariant: true, state: transition.state)
                return rest
            }
            return [transition] + rest
        }
        if let found = invariant(low, high, problem) {
            return [transition(low, high, at: found.temperature, isInvariant: true, found)]
        }
        if high.temperature - low.temperature <= TransitionFinder.width || depth >= Self.maximumDepth {
            var found = transition(low, high, at: (low.temperature + high.temperature) / 2, isInvariant: true, nil)
            found.bisected = (low, high)
            return [found]
        }
        let middle = try middle(low, high, problem)
        return try transitions(low, middle, problem, depth: depth + 1) + transitions(middle, high, problem, depth: depth + 1)
    }

    /// A change of the phases, and the equilibrium in which the phase that changes has the amount zero: its set is the last. Nil where it was
    /// only bisected.
    struct Transition {
        var temperature: Double
        var below: [String]
        var above: [String]
        var isInvariant: Bool
        var state: BoundedEquilibrium?
        /// Of a change that was only bisected: its two sides.
        var bisected: (low: BoundedEquilibrium, high: BoundedEquilibrium)?
    }

    private func transition(
        _ low: BoundedEquilibrium, _ high: BoundedEquilibrium, at temperature: Double, isInvariant: Bool, _ state: BoundedEquilibrium?
    ) -> Transition {
        Transition(temperature: temperature, below: names(low), above: names(high), isInvariant: isInvariant, state: state)
    }

    func names(_ state: BoundedEquilibrium) -> [String] { state.sets.map { solver.core.names[$0.phase] }.sorted() }

    /// An equilibrium between two others: halfway, or where that is not found beside it.
    private mutating func middle(
        _ low: BoundedEquilibrium, _ high: BoundedEquilibrium, _ problem: EquilibriumProblem
    ) throws(EquilibriumError) -> BoundedEquilibrium {
        var failure: EquilibriumError?
        for share in [0.5, 0.41, 0.63, 0.27] {
            do { return try between(low, high, share: share, problem) } catch { failure = error }
        }
        throw failure ?? EquilibriumError(.notConverged, "no equilibrium near \(low.temperature) K", remedy: "Choose another composition.")
    }

    /// Sets of the first that have no like in the second. Of one phase those that are closest to each other belong together: of two wells the one
    /// that is left, not the one that comes first.
    static func unmatched(_ one: BoundedEquilibrium, _ two: BoundedEquilibrium) -> [Int] {
        var pairs: [(one: Int, two: Int, distance: Double)] = []
        for place in one.sets.indices {
            for other in two.sets.indices where two.sets[other].phase == one.sets[place].phase {
                let (a, b) = (one.landmarks[place], two.landmarks[other])
                pairs.append((place, other, zip(a.fractions, b.fractions).reduce(abs(a.order - b.order)) { $0 + abs($1.0 - $1.1) }))
            }
        }
        pairs.sort { $0.distance < $1.distance }
        var left = Array(one.sets.indices)
        var taken: [Int] = []
        for pair in pairs where left.contains(pair.one) && !taken.contains(pair.two) {
            left.removeAll { $0 == pair.one }
            taken.append(pair.two)
        }
        return left
    }

    /// The first transition on the way up: a phase that the hot side does not have is used up, or one that only it has begins to form. Nil where
    /// none of these is stable.
    private mutating func firstTransition(
        _ low: BoundedEquilibrium, _ high: BoundedEquilibrium, _ problem: EquilibriumProblem
    ) -> (Transition, BoundedEquilibrium)? {
        let lost = Self.unmatched(low, high)
        let gained = Self.unmatched(high, low)
        for place in lost where low.sets.count > 1 {
            guard var next = zeroAmount(of: place, in: low.sets, from: low.temperature, low, high, problem) else { continue }
            let state = next.withLast(place)
            // What is said of the phase's margin left this set out.
            next.margins[next.sets[place].phase] = 0
            next.sets.remove(at: place)
            next.landmarks.remove(at: place)
            return (transition(low, next, at: next.temperature, isInvariant: false, state), next)
        }
        for place in gained {
            // With nothing else in between, all that the hot side has is known.
            let isLast = lost.isEmpty && gained.count == 1
            let sets = isLast ? high.sets : low.sets + [high.sets[place]]
            let odd = isLast ? place : low.sets.count
            guard sets.count <= problem.rows.count,
                var next = zeroAmount(of: odd, in: sets, from: isLast ? high.temperature : low.temperature, low, high, problem)
            else { continue }
            let state = next.withLast(odd)
            next.sets[odd].fixed = nil
            return (transition(low, next, at: next.temperature, isInvariant: false, state), next)
        }
        return nil
    }

    /// The temperature at which all phases of both sides are in equilibrium, one more than there are components: amounts jump there.
    private mutating func invariant(_ low: BoundedEquilibrium, _ high: BoundedEquilibrium, _ problem: EquilibriumProblem) -> BoundedEquilibrium? {
        var sets = low.sets
        for (place, set) in high.sets.enumerated() where !low.holds(high.landmarks[place], ofPhase: set.phase, within: 1) { sets.append(set) }
        guard sets.count == solver.core.components.count + 1 else { return nil }
        // Just below, what only the hot side has is used up; one such phase at zero closes the system.
        let lost = sets.indices.filter { place in
            place >= low.sets.count
                || !high.sets.indices.contains { high.sets[$0].phase == low.sets[place].phase && high.landmarks[$0].isLike(low.landmarks[place]) }
        }
        for place in lost {
            if let found = zeroAmount(of: place, in: sets, from: low.temperature, low, high, problem) { return found.withLast(place) }
        }
        return nil
    }
}
