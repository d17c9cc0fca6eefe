/// Finds the lines of an isopleth, and the nodes in which they end.
///
/// On a line the amount of one phase is zero. Along it Newton's method goes from point to point, each certified, until something else happens: another
/// phase is used up, or one that was not there reaches the plane. There two phases have the amount zero at once, which is as many conditions as
/// the section has freedom: the node is solved exactly, the line ends in it, and from it the three other lines go on. With one phase more than
/// components the temperature is fixed: an invariant, whose horizontal runs from node to node.
///
/// Lines are begun where the columns of a grid of certified equilibria have a change of phases that no line explains, until all are explained. So a
/// field is found when a point of the grid lies in it, or a line of any other that was found leads to it. What is left are islands in one field
/// between the points of the grid; ``check(_:)`` looks for them.
struct IsoplethTracer {
    static let maximumCurves = 4000
    static let maximumNodes = 4000

    /// A point of the section and its equilibrium. On a line the set with the amount zero is the last, in a node the last two.
    struct State {
        var share: Double
        var plane: BoundedEquilibrium
        var temperature: Double { plane.temperature }
    }

    /// What a line ends at.
    enum End: Equatable {
        case node(Int), window, ring, turn, unresolved
    }

    /// A piece of a line on which the share rises or falls.
    struct Curve {
        /// In the order of the share.
        var states: [State]
        var ends: [End]
        /// Phases below and above.
        var below: [String]
        var above: [String]
        /// Without and with the phase of which there is nothing; of a horizontal of an invariant as ``below`` and ``above``.
        var poor: [String]
        var rich: [String]
    }

    let grid: IsoplethGrid
    var follower: PlaneFollower
    var line: SectionLine { grid.line }
    /// Shares and kelvin.
    let shares: ClosedRange<Double>
    let temperatures: ClosedRange<Double>
    var curves: [Curve] = []
    var nodes: [Node] = []
    var invariants: [BoundedEquilibrium] = []
    var warnings: [String] = []
    /// Changes of phases that were bisected, and belong to no line.
    var jumps: [Jump] = []
    /// Lines that should leave a node and were not found.
    var lostExits = 0
    /// Changes of phases along a row of the grid that no line crosses and no halving explains.
    var lostRows = 0
    var firstOpenNode = 0

    init(_ grid: IsoplethGrid, _ follower: PlaneFollower) {
        self.grid = grid
        self.follower = follower
        shares = (grid.shares.first ?? 0)...(grid.shares.last ?? 1)
        temperatures = (grid.temperatures.first ?? 0)...(grid.temperatures.last ?? 1)
    }

    var width: Double { shares.upperBound - shares.lowerBound }
    var height: Double { temperatures.upperBound - temperatures.lowerBound }

    mutating func run() {
        for (place, share) in grid.shares.enumerated() { explain(grid.planes.compactMap { $0[place] }, share: share) }
        for row in grid.planes {
            for (place, (one, two)) in zip(row, row.dropFirst()).enumerated() {
                guard let one, let two else { continue }
                explain(State(share: grid.shares[place], plane: one), State(share: grid.shares[place + 1], plane: two), depth: 0)
            }
        }
        addJumps()
    }

    /// Halvings of the way between two points of a row.
    private static let rowHalvings = 6

    /// Follows the line between two neighbours of a row whose phases differ, where none crosses the row: a steep one crosses no column.
    private mutating func explain(_ one: State, _ two: State, depth: Int) {
        guard one.plane.phases != two.plane.phases else { return }
        let temperature = one.temperature
        let isCrossed = curves.contains { curve in
            zip(curve.states, curve.states.dropFirst()).contains { a, b in
                guard (a.temperature > temperature) != (b.temperature > temperature) else { return false }
                let share = a.share + (b.share - a.share) * (temperature - a.temperature) / (b.temperature - a.temperature)
                return share >= one.share && share <= two.share
            }
        }
        guard !isCrossed else { return }
        guard depth < Self.rowHalvings else {
            lostRows += 1
            return
        }
        if let found = zeroBetween(one, two) { return begin(found) }
        let share = 0.5 * (one.share + two.share)
        guard let plane = try? follower.search(line.problem(share), at: temperature) else {
            lostRows += 1
            return
        }
        let middle = State(share: share, plane: plane)
        explain(one, middle, depth: depth + 1)
        explain(middle, two, depth: depth + 1)
    }

    /// The state between two, at one share or at one temperature, in which the set is at zero that one of them has and the other has not.
    private mutating func zeroBetween(_ one: State, _ two: State) -> State? {
        let (poor, rich) = one.plane.sets.count < two.plane.sets.count ? (one, two) : (two, one)
        guard rich.plane.sets.count == poor.plane.sets.count + 1 else { return nil }
        let isColumn = one.share == two.share
        for place in PlaneFollower.unmatched(rich.plane, poor.plane) {
            var sets = rich.plane.withLast(place).sets
            for set in sets.indices { sets[set].fixed = nil }
            sets[sets.count - 1].fixed = 0
            sets[sets.count - 1].amount = 0
            guard case .stable(let plane) = arrive(sets, share: isColumn ? one.share : nil, temperature: rich.temperature, isFree: isColumn) else {
                continue
            }
            let found = isColumn ? State(share: one.share, plane: plane) : state(plane)
            let slack = isColumn ? TransitionFinder.width : 0
            guard found.share >= one.share, found.share <= two.share, found.temperature >= min(one.temperature, two.temperature) - slack,
                found.temperature <= max(one.temperature, two.temperature) + slack
            else { continue }
            return found
        }
        return nil
    }

    /// Jumps that belong to no line, where a function of the database jumps: those of neighbouring columns between the same phases are one line.
    private mutating func addJumps() {
        var open: [Curve] = []
        var last = -1.0
        for share in grid.shares {
            var next: [Curve] = []
            for jump in jumps where jump.share == share {
                let state = State(share: share, plane: jump.plane)
                let place = open.firstIndex { $0.below == jump.below && $0.above == jump.above && $0.states.last?.share == last }
                if let place {
                    var curve = open.remove(at: place)
                    curve.states.append(state)
                    next.append(curve)
                } else {
                    next.append(
                        Curve(
                            states: [state], ends: [.unresolved, .unresolved], below: jump.below, above: jump.above, poor: jump.below,
                            rich: jump.above))
                }
            }
            curves += open.filter { $0.states.count > 1 }
            open = next
            last = share
        }
        curves += open.filter { $0.states.count > 1 }
    }

    /// A change of the phases that was only bisected.
    struct Jump {
        var share: Double
        var plane: BoundedEquilibrium
        var below: [String]
        var above: [String]
    }

    /// Follows lines until those that cross a column explain how the phases change along it.
    ///
    /// - Parameter column: equilibria in the order of temperature.
    mutating func explain(_ column: [BoundedEquilibrium], share: Double) {
        let problem = line.problem(share)
        for (low, high) in zip(column, column.dropFirst()) {
            let between = (low.temperature, high.temperature)
            guard !explains(crossings(share: share).filter { $0.temperature > between.0 && $0.temperature <= between.1 }, low, high) else { continue }
            do throws(EquilibriumError) {
                for transition in try follower.transitions(low, high, problem) {
                    if let (below, above) = transition.bisected,
                        let state = zeroBetween(State(share: share, plane: below), State(share: share, plane: above))
                    {
                        begin(state)
                        continue
                    }
                    guard let state = transition.state else {
                        var plane = low
                        plane.temperature = transition.temperature
                        jumps.append(Jump(share: share, plane: plane, below: transition.below, above: transition.above))
                        continue
                    }
                    begin(State(share: share, plane: state))
                }
            } catch {
                warnings.append("between \(low.temperature) and \(high.temperature) K at \(share) of the way: \(error)")
            }
        }
    }

    private func explains(_ crossings: [Crossing], _ low: BoundedEquilibrium, _ high: BoundedEquilibrium) -> Bool {
        var names = follower.names(low)
        for crossing in crossings {
            guard crossing.below == names else { return false }
            names = crossing.above
        }
        return names == follower.names(high)
    }

    /// Follows the line through a state, and all that its nodes lead to, unless it is known.
    private mutating func begin(_ state: State) {
        if state.plane.sets.count > follower.solver.core.components.count {
            _ = addInvariant(state.plane)
        } else {
            guard !isKnown(state) else { return }
            let forward = follow(state, leaving: nil, [(.share, 1), (.temperature, 1)])
            if forward?.end == .ring, let forward {
                add([state] + forward.states, ends: [.ring, .ring])
            } else {
                let backward = follow(state, leaving: nil, [(.share, -1), (.temperature, -1)])
                let states = (backward?.states.reversed() ?? []) + [state] + (forward?.states ?? [])
                add(states, ends: [backward?.end ?? .unresolved, forward?.end ?? .unresolved])
            }
        }
        followNodes()
    }

    /// The names of a state's phases without and with the last set.
    func sides(_ state: State) -> (poor: [String], rich: [String]) {
        let rich = follower.names(state.plane)
        var poor = state.plane
        poor.sets.removeLast()
        return (follower.names(poor), rich)
    }

    // MARK: Lines that are known

    private static let sameTemperature = 1e-3
    private static let sameShare = 1e-6

    /// Whether a line of the same phases runs through a state.
    func isKnown(_ state: State) -> Bool {
        let names = sides(state)
        for curve in curves where curve.poor == names.poor && curve.rich == names.rich {
            guard let first = curve.states.first, let last = curve.states.last, state.share >= first.share - Self.sameShare,
                state.share <= last.share + Self.sameShare
            else { continue }
            for (one, two) in zip(curve.states, curve.states.dropFirst())
            where state.share >= one.share - Self.sameShare && state.share <= two.share + Self.sameShare {
                let span = two.share - one.share
                let along = span > Self.sameShare ? max(0, min(1, (state.share - one.share) / span)) : 0.5
                let temperature = one.temperature + (two.temperature - one.temperature) * along
                // Between two points a line is known to its curvature only, and a steep one to the shares that are taken for the same.
                let isPoint = along < 1e-9 || along > 1 - 1e-9
                let steepness =
                    span > Self.sameShare ? abs(two.temperature - one.temperature) / span * Self.sameShare : abs(two.temperature - one.temperature)
                if abs(temperature - state.temperature) <= (isPoint ? Self.sameTemperature : Self.largestDeviation * height) + steepness {
                    return true
                }
            }
        }
        return false
    }

    /// Where a line is at a share; nil where it is not.
    func temperature(of curve: Curve, at share: Double) -> Double? {
        guard let first = curve.states.first, let last = curve.states.last, first.share <= share, share <= last.share, first.share < last.share
        else { return nil }
        var (low, high) = (0, curve.states.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if curve.states[middle].share <= share { low = middle } else { high = middle }
        }
        let (one, two) = (curve.states[low], curve.states[high])
        guard two.share > one.share else { return one.temperature }
        return one.temperature + (two.temperature - one.temperature) * (share - one.share) / (two.share - one.share)
    }

    struct Crossing {
        var temperature: Double
        var below: [String]
        var above: [String]
    }

    /// Lines that cross a column, in the order of temperature.
    func crossings(share: Double) -> [Crossing] {
        var result: [Crossing] = []
        for curve in curves {
            // A line that ends on the column crosses it once, unless it is the last column.
            if share == curve.states.last?.share, share < shares.upperBound { continue }
            guard let temperature = temperature(of: curve, at: share) else { continue }
            result.append(.init(temperature: temperature, below: curve.below, above: curve.above))
        }
        return result.sorted { $0.temperature < $1.temperature }
    }
}
