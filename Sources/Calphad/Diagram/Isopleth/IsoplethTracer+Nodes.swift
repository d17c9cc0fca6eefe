/// Nodes, where two phases have the amount zero at once, and the lines that leave them.
extension IsoplethTracer {
    struct Node {
        var state: State
        /// Place in ``invariants`` of one that the node lies on.
        var invariant: Int?
        var exits: [Exit]
    }

    /// A line that leaves a node: on it the first phase is at zero, and the other is there or not.
    struct Exit {
        /// Places of the sets in the node.
        var zero: Int
        var other: Int
        var hasOther: Bool
        var isTraced = false
    }

    private static let sameShare = 1e-5
    private static let sameTemperature = 1e-2
    /// Phases that are tried in turn for the one that ends a line.
    private static let maximumTries = 4

    /// The node between a state of a line and a target at which something was in the way. The state has the line's zero set second to last and
    /// that of the other phase last.
    ///
    /// - Parameter start: where the line began, when what is in the way can have been passed unnoticed.
    mutating func meet(
        _ last: State, _ obstacle: PlaneFollower.Arrival, _ direction: (axis: Axis, sign: Double), target: Double, since start: State? = nil
    ) -> (place: Int, state: State)? {
        var waiting: [(sets: [EquilibriumNewton.CompositionSet], vanishes: Bool)] = []
        switch obstacle {
        case .missing(let set): waiting = [(last.plane.sets + [set], false)]
        case .negative:
            // The smallest goes first.
            let places = last.plane.sets.indices.dropLast().sorted { last.plane.sets[$0].amount < last.plane.sets[$1].amount }
            waiting = places.prefix(Self.maximumTries).map { place in
                var sets = last.plane.sets
                sets.append(sets.remove(at: place))
                return (sets, true)
            }
        case .stable, .nothing: return nil
        }
        var tries = 0
        while !waiting.isEmpty, tries < 2 * Self.maximumTries {
            tries += 1
            var (sets, vanishes) = waiting.removeFirst()
            for place in sets.indices { sets[place].fixed = nil }
            for place in sets.count - 2..<sets.count {
                sets[place].fixed = 0
                sets[place].amount = 0
            }
            guard sets.count <= follower.solver.core.components.count + 1 else { continue }
            switch arrive(sets, share: nil, temperature: last.temperature, isFree: true) {
            case .stable(let plane):
                let found = state(plane)
                guard isAhead(found, last, direction, target: target) || start.map({ isAhead(found, $0, direction, target: target) }) == true else {
                    continue
                }
                return arriveAt(found, vanishes: vanishes)
            case .missing(let set):
                // That one is met before.
                if !vanishes { sets.removeLast() } else { sets[sets.count - 1].fixed = nil }
                if vanishes {
                    let line = sets.remove(at: sets.count - 2)
                    sets.append(line)
                }
                waiting.insert((sets + [set], false), at: 0)
            case .negative, .nothing: continue
            }
        }
        return nil
    }

    private func isAhead(_ found: State, _ last: State, _ direction: (axis: Axis, sign: Double), target: Double) -> Bool {
        guard shares.contains(found.share), temperatures.contains(found.temperature) else { return false }
        let (along, up) = (abs(found.share - last.share) / width, abs(found.temperature - last.temperature) / height)
        guard (direction.axis == .share ? up : along) <= Self.largestMove else { return false }
        switch direction.axis {
        case .share:
            let slack = 1e-7 * width
            return (found.share - last.share) * direction.sign >= -slack && (target - found.share) * direction.sign >= -slack
        case .temperature:
            let slack = 1e-7 * height
            return (found.temperature - last.temperature) * direction.sign >= -slack
                && (target - found.temperature) * direction.sign >= -slack
        }
    }

    /// A line arrives at a node, which may be new: the exit it came by is done.
    private mutating func arriveAt(_ found: State, vanishes: Bool) -> (place: Int, state: State)? {
        let sets = found.plane.sets
        let (zero, other) = (sets[sets.count - 2], sets[sets.count - 1])
        if sets.count > follower.solver.core.components.count {
            guard let invariant = addInvariant(found.plane) else { return nil }
            let places = nodes.indices.filter { nodes[$0].invariant == invariant }
            guard let place = places.min(by: { abs(nodes[$0].state.share - found.share) < abs(nodes[$1].state.share - found.share) }),
                abs(nodes[place].state.share - found.share) < Self.sameShare
            else { return nil }
            mark(place, zero: zero, other: other, hasOther: vanishes)
            return (place, State(share: nodes[place].state.share, plane: found.plane))
        }
        if let place = nodes.firstIndex(where: { isSame($0.state, found) }) {
            mark(place, zero: zero, other: other, hasOther: vanishes)
            return (place, found)
        }
        guard nodes.count < Self.maximumNodes else { return nil }
        let last = sets.count - 1
        nodes.append(Node(state: found, invariant: nil, exits: exits(last - 1, last, sets) + exits(last, last - 1, sets)))
        mark(nodes.count - 1, zero: zero, other: other, hasOther: vanishes)
        return (nodes.count - 1, found)
    }

    /// The lines of one phase at zero. Of two forms of a compound one takes the other's place, and they are never there together.
    private func exits(_ zero: Int, _ other: Int, _ sets: [EquilibriumNewton.CompositionSet]) -> [Exit] {
        let form = sets.indices.first { $0 != zero && $0 != other && isSameCompound(sets[$0], sets[other]) }
        return [
            Exit(zero: zero, other: other, hasOther: false),
            form.map { Exit(zero: zero, other: $0, hasOther: false) } ?? Exit(zero: zero, other: other, hasOther: true),
        ]
    }

    private func isSameCompound(_ one: EquilibriumNewton.CompositionSet, _ two: EquilibriumNewton.CompositionSet) -> Bool {
        guard one.phase != two.phase else { return false }
        let fractions = follower.landmarks([one, two]).map(\.fractions)
        return zip(fractions[0], fractions[1]).allSatisfy { abs($0 - $1) < Self.nothing }
    }

    private func isSame(_ one: State, _ two: State) -> Bool {
        abs(one.share - two.share) < Self.sameShare && abs(one.temperature - two.temperature) < Self.sameTemperature
            && one.plane.phases == two.plane.phases
    }

    private mutating func mark(
        _ node: Int, zero: EquilibriumNewton.CompositionSet, other: EquilibriumNewton.CompositionSet, hasOther: Bool
    ) {
        func isLike(_ place: Int, _ set: EquilibriumNewton.CompositionSet) -> Bool {
            let own = nodes[node].state.plane.sets[place]
            return own.phase == set.phase && zip(own.y, set.y).allSatisfy { abs($0 - $1) < 1e-3 }
        }
        for place in nodes[node].exits.indices {
            let exit = nodes[node].exits[place]
            if exit.hasOther == hasOther, isLike(exit.zero, zero), isLike(exit.other, other) { nodes[node].exits[place].isTraced = true }
        }
    }

    /// All lines that leave nodes, and those of the nodes that they lead to.
    mutating func followNodes() {
        var place = firstOpenNode
        while place < nodes.count {
            for exit in nodes[place].exits.indices where !nodes[place].exits[exit].isTraced {
                nodes[place].exits[exit].isTraced = true
                leave(place, nodes[place].exits[exit])
            }
            place += 1
        }
        firstOpenNode = place
    }

    private mutating func leave(_ node: Int, _ exit: Exit) {
        let state = nodes[node].state
        var sets = state.plane.sets
        for place in sets.indices { sets[place].fixed = nil }
        var other = sets[exit.other]
        // Its other form takes its place.
        if let form = sets.indices.first(where: { $0 != exit.zero && $0 != exit.other && sets[$0].amount == 0 }), other.amount > 0 {
            let atoms = follower.landmarks([other, sets[form]]).map(\.atoms)
            sets[form].amount = other.amount * atoms[0] / atoms[1]
        }
        other.amount = 0
        sets[exit.zero].fixed = 0
        sets[exit.zero].amount = 0
        let zero = sets[exit.zero]
        sets = sets.indices.filter { $0 != exit.zero && $0 != exit.other }.map { sets[$0] }
        if exit.hasOther { sets.append(other) }
        var start = state
        start.plane.sets = sets + [zero]
        start.plane.landmarks = follower.landmarks(start.plane.sets)
        let directions: [(axis: Axis, sign: Double)] = [(.share, 1), (.share, -1), (.temperature, 1), (.temperature, -1)]
        guard let trail = follow(start, leaving: other, directions) else {
            lostExits += 1
            return
        }
        add([start] + trail.states, ends: [.node(node), trail.end])
    }

    // MARK: Invariants

    /// Temperatures closer than this are those of one invariant, kelvin.
    private static let sameInvariant = 1e-3
    /// A phase of which there is less is not there, moles of atoms.
    private static let nothing = 1e-9

    /// Adds an invariant with its nodes and the horizontals between them; returns its place.
    mutating func addInvariant(_ plane: BoundedEquilibrium) -> Int? {
        if let place = invariants.firstIndex(where: { $0.phases == plane.phases && abs($0.temperature - plane.temperature) < Self.sameInvariant }) {
            return place
        }
        let place = invariants.count
        invariants.append(plane)
        let core = follower.solver.core
        var fractions: [[Double]] = []
        var atoms: [Double] = []
        for set in plane.sets {
            var own = [Double](repeating: 0, count: core.components.count)
            let total = core.phases[set.phase].amounts(set.y, into: &own)
            fractions.append(own.map { $0 / total })
            atoms.append(total)
        }
        var ends: [(share: Double, node: Int?)] = []
        for one in plane.sets.indices {
            for two in plane.sets.indices where two > one {
                let rest = plane.sets.indices.filter { $0 != one && $0 != two }
                guard let (share, amounts) = line.crossing(rest.map { fractions[$0] }), amounts.allSatisfy({ $0 > -Self.nothing }) else { continue }
                guard shares.contains(share), nodes.count < Self.maximumNodes else {
                    ends.append((share, nil))
                    continue
                }
                var own = plane
                own.sets = zip(rest, amounts).map { place, amount in
                    var set = plane.sets[place]
                    set.amount = max(0, amount) / atoms[place]
                    set.fixed = nil
                    return set
                }
                for place in [one, two] {
                    var set = plane.sets[place]
                    set.amount = 0
                    set.fixed = 0
                    own.sets.append(set)
                }
                own.landmarks = follower.landmarks(own.sets)
                let last = own.sets.count - 1
                nodes.append(
                    Node(
                        state: State(share: share, plane: own), invariant: place,
                        exits: [Exit(zero: last - 1, other: last, hasOther: false), Exit(zero: last, other: last - 1, hasOther: false)]))
                ends.append((share, nodes.count - 1))
            }
        }
        ends.sort { $0.share < $1.share }
        for (one, two) in zip(ends, ends.dropFirst()) where two.share - one.share > 1e-9 { addHorizontal(plane, one, two) }
        return place
    }

    private mutating func addHorizontal(_ plane: BoundedEquilibrium, _ one: (share: Double, node: Int?), _ two: (share: Double, node: Int?)) {
        let (low, high) = (max(shares.lowerBound, one.share), min(shares.upperBound, two.share))
        guard high > low, curves.count < Self.maximumCurves else { return }
        guard let sides = fields(beside: State(share: (low + high) / 2, plane: plane)) else {
            warnings.append(
                "the horizontal of \(follower.names(plane).joined(separator: " + ")) at \(rounded(plane.temperature, 100)) K is left out: what lies above it and below was not found"
            )
            return
        }
        // Lines have a point on each column.
        let inner = grid.shares.filter { $0 > low && $0 < high }
        curves.append(
            Curve(
                states: ([low] + inner + [high]).map { State(share: $0, plane: plane) },
                ends: [one.node.map { .node($0) } ?? .window, two.node.map { .node($0) } ?? .window], below: sides.below, above: sides.above,
                poor: sides.below, rich: sides.above))
    }
}
