/// Following a line.
extension IsoplethTracer {
    enum Axis { case share, temperature }

    typealias Trail = (states: [State], end: End)

    // Steps are parts of the width of the section on the axis of shares, and of its height on that of temperatures.
    private static let firstSteps = [4e-3, 2.5e-4, 1.5e-5, 1e-6]
    private static let largestStep = 0.05
    private static let smallestStep = 1e-6
    /// How far the other coordinate may go in one step.
    static let largestMove = 0.08
    /// How far it may be from where the two points before lead: the line between two points is then at most an eighth of it from the curve.
    static let largestDeviation = 4e-3
    private static let maximumSteps = 600
    /// Points after which a line can be back where it began.
    private static let shortestRing = 8

    /// Follows a line from a state on it.
    ///
    /// - Parameters:
    ///   - leaving: of a state that is a node, the set of its other phase: a step on which that one is in the way goes in the wrong direction.
    ///   - directions: tried in turn.
    /// - Returns: the states after the first, and what the last of them is; nil where the line goes in none of the directions.
    mutating func follow(_ start: State, leaving: EquilibriumNewton.CompositionSet?, _ directions: [(axis: Axis, sign: Double)]) -> Trail? {
        for direction in directions {
            steps: for step in Self.firstSteps {
                guard let target = target(from: start, direction, step) else {
                    if leaving == nil { return ([], .window) }
                    break
                }
                let arrival = advance(start, direction.axis, to: target)
                switch arrival {
                case .stable(let plane):
                    let state = State(share: direction.axis == .share ? target : line.share(of: follower.composition(plane.sets)), plane: plane)
                    if move(start, state, direction.axis) <= Self.largestMove, temperatures.contains(state.temperature), shares.contains(state.share)
                    {
                        return follow(start, state, direction, step: step)
                    }
                case .missing(let set):
                    if let leaving, follower.landmarks([set])[0].isLike(follower.landmarks([leaving])[0]), set.phase == leaving.phase { break steps }
                    if let (place, node) = meet(start, arrival, direction, target: target), !isAt(node, start) { return ([node], .node(place)) }
                case .negative:
                    if leaving == nil, let (place, node) = meet(start, arrival, direction, target: target), !isAt(node, start) {
                        return ([node], .node(place))
                    }
                case .nothing: break
                }
            }
        }
        return nil
    }

    /// Goes on from two states of a line.
    private mutating func follow(_ start: State, _ second: State, _ direction: (axis: Axis, sign: Double), step first: Double) -> Trail {
        var states = [start, second]
        var direction = direction
        var step = first
        for _ in 0..<Self.maximumSteps {
            let (before, last) = (states[states.count - 2], states[states.count - 1])
            if isAtWindow(last) { return (Array(states.dropFirst()), .window) }
            let slope = ((last.share - before.share) / width, (last.temperature - before.temperature) / height)
            direction = abs(slope.0) >= abs(slope.1) ? (.share, slope.0 < 0 ? -1 : 1) : (.temperature, slope.1 < 0 ? -1 : 1)
            guard let target = target(from: last, direction, step) else { return (Array(states.dropFirst()), .window) }
            let arrival = advance(last, direction.axis, to: target)
            switch arrival {
            case .stable(let plane):
                let state = State(share: direction.axis == .share ? target : line.share(of: follower.composition(plane.sets)), plane: plane)
                let isSmall = step <= Self.smallestStep * 4
                // A kink may bend a small step; it does not make it a long one.
                guard move(last, state, direction.axis) <= Self.largestMove,
                    isSmall || deviation(before, last, state, direction.axis) <= Self.largestDeviation
                else { break }
                if !temperatures.contains(state.temperature) || !shares.contains(state.share) {
                    guard let border = border(last, state) else { break }
                    states.append(border)
                    return (Array(states.dropFirst()), .window)
                }
                states += column(between: last, and: state)
                states.append(state)
                if states.count > Self.shortestRing, isBetween(start, last, state) { return (Array(states.dropFirst()), .ring) }
                step = min(step * 1.7, Self.largestStep)
                continue
            case .missing, .negative:
                if let (place, node) = meet(last, arrival, direction, target: target, since: start) {
                    // What was in the way can have been noticed late.
                    while states.count > 1, isBeyond(states[states.count - 1], node, direction) { states.removeLast() }
                    states.append(node)
                    return (Array(states.dropFirst()), .node(place))
                }
            case .nothing:
                if let beyond = beyondCritical(before, last, direction.axis) {
                    states.append(beyond)
                    continue
                }
            }
            step /= 3
            if step < Self.smallestStep { break }
        }
        let last = states[states.count - 1]
        warnings.append(
            "the line of \(follower.names(last.plane).joined(separator: " + ")) could not be followed beyond \(rounded(last.share, 1e5)) of the way, \(rounded(last.temperature, 100)) K"
        )
        return (Array(states.dropFirst()), .unresolved)
    }

    /// Whether a node is where the line begins.
    private func isAt(_ node: State, _ start: State) -> Bool {
        abs(node.share - start.share) < 1e-9 * width && abs(node.temperature - start.temperature) < 1e-9 * height
    }

    private func isBeyond(_ state: State, _ node: State, _ direction: (axis: Axis, sign: Double)) -> Bool {
        switch direction.axis {
        case .share: (state.share - node.share) * direction.sign >= 0
        case .temperature: (state.temperature - node.temperature) * direction.sign >= 0
        }
    }

    func rounded(_ value: Double, _ scale: Double) -> Double { (value * scale).rounded() / scale }

    // MARK: One step

    /// The state of the same sets at a share or a temperature.
    mutating func advance(_ from: State, _ axis: Axis, to target: Double, temperature: Double? = nil) -> PlaneFollower.Arrival {
        arrive(
            from.plane.sets, share: axis == .share ? target : nil, temperature: axis == .share ? temperature ?? from.temperature : target,
            isFree: axis == .share)
    }

    /// - Parameter share: nil to leave it open.
    mutating func arrive(
        _ sets: [EquilibriumNewton.CompositionSet], share: Double?, temperature: Double, isFree: Bool
    ) -> PlaneFollower.Arrival {
        let problem = share.map { line.problem($0) } ?? line.open
        let grid = grid
        // A copy of the follower here would make its solver copy all that it writes to, at every point.
        let core = follower.solver.core
        return follower.arrive(from: sets, problem, temperature: temperature, isFree: isFree) { solution in
            let share = share ?? grid.line.share(of: PlaneFollower.composition(solution.sets, core))
            return grid.neighbours(share: share, temperature: solution.temperature)
        }
    }

    func state(_ plane: BoundedEquilibrium) -> State { State(share: line.share(of: follower.composition(plane.sets)), plane: plane) }

    /// Nil at the window's border.
    private func target(from: State, _ direction: (axis: Axis, sign: Double), _ step: Double) -> Double? {
        switch direction.axis {
        case .share:
            var target = from.share + direction.sign * step * width
            target = max(shares.lowerBound, min(shares.upperBound, target))
            guard abs(target - from.share) > 1e-12 else { return nil }
            // Lines have a point on each column, so that they are compared with the grid exactly.
            for column in grid.shares where (column - from.share) * direction.sign > 1e-12 && (target - column) * direction.sign > 0 {
                target = column; break
            }
            return target
        case .temperature:
            let target = max(temperatures.lowerBound, min(temperatures.upperBound, from.temperature + direction.sign * step * height))
            return abs(target - from.temperature) > 1e-9 ? target : nil
        }
    }

    private func isAtWindow(_ state: State) -> Bool {
        state.share <= shares.lowerBound || state.share >= shares.upperBound || state.temperature <= temperatures.lowerBound
            || state.temperature >= temperatures.upperBound
    }

    private func move(_ one: State, _ two: State, _ axis: Axis) -> Double {
        axis == .share ? abs(two.temperature - one.temperature) / height : abs(two.share - one.share) / width
    }

    /// How far a state is from the straight way through the two before it.
    private func deviation(_ one: State, _ two: State, _ three: State, _ axis: Axis) -> Double {
        let a = SIMD2(two.share - one.share, two.temperature - one.temperature) / SIMD2(width, height)
        let b = SIMD2(three.share - two.share, three.temperature - two.temperature) / SIMD2(width, height)
        switch axis {
        case .share: return a.x != 0 ? abs(b.y - a.y / a.x * b.x) : 1
        case .temperature: return a.y != 0 ? abs(b.x - a.x / a.y * b.y) : 1
        }
    }

    /// Where a step leaves the window.
    private mutating func border(_ inside: State, _ outside: State) -> State? {
        var arrival = PlaneFollower.Arrival.nothing
        if outside.temperature > temperatures.upperBound {
            arrival = advance(inside, .temperature, to: temperatures.upperBound)
        } else if outside.temperature < temperatures.lowerBound {
            arrival = advance(inside, .temperature, to: temperatures.lowerBound)
        } else {
            let edge = outside.share > shares.upperBound ? shares.upperBound : shares.lowerBound
            arrival = advance(inside, .share, to: edge)
            if case .stable(let plane) = arrival { return State(share: edge, plane: plane) }
        }
        guard case .stable(let plane) = arrival else { return nil }
        let found = state(plane)
        return shares.contains(found.share) ? found : nil
    }

    /// The point on a column of the grid that a step along the temperature went over.
    private mutating func column(between one: State, and two: State) -> [State] {
        let (low, high) = (min(one.share, two.share), max(one.share, two.share))
        guard let column = grid.shares.first(where: { $0 > low && $0 < high }) else { return [] }
        let along = (column - one.share) / (two.share - one.share)
        guard case .stable(let plane) = advance(one, .share, to: column, temperature: one.temperature + (two.temperature - one.temperature) * along)
        else { return [] }
        let lowest = min(one.temperature, two.temperature)
        guard plane.temperature >= lowest, plane.temperature <= max(one.temperature, two.temperature) else { return [] }
        return [State(share: column, plane: plane)]
    }

    func isBetween(_ state: State, _ one: State, _ two: State) -> Bool {
        let a = SIMD2(one.share, one.temperature) / SIMD2(width, height)
        let b = SIMD2(two.share, two.temperature) / SIMD2(width, height)
        let p = SIMD2(state.share, state.temperature) / SIMD2(width, height)
        return SectionPlane.distance(p, toLineFrom: a, to: b) < Self.largestDeviation
            && state.share >= min(one.share, two.share) && state.share <= max(one.share, two.share)
    }
}
