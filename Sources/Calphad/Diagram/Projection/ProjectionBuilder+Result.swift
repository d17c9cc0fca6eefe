/// From lines to everything that is read off them.
extension ProjectionBuilder {
    typealias Projection = LiquidusProjection

    // MARK: Nodes

    /// Mole fractions for a reader: what stands for zero is zero.
    static func shown(_ x: [Double]) -> [Double] {
        let cut = x.map { $0 < 10 * LiquidusPlane.trace ? 0 : $0 }
        let sum = cut.reduce(0, +)
        return cut.map { $0 / sum }
    }

    private func phases(_ state: LiquidusState) -> [Projection.PhasePoint] {
        state.sets.indices.map { .init(phase: name(state.sets[$0].phase), x: Self.shown(state.compositions[$0])) }
    }

    /// Invariants, with those of two liquids once, and for each junction its place among them.
    mutating func invariants() -> (list: [Projection.Invariant], places: [Int]) {
        var list: [Projection.Invariant] = []
        var owners: [LiquidusState] = []
        var places: [Int] = []
        for junction in junctions {
            let state = junction.state
            let known = owners.firstIndex { owner in
                abs(owner.temperature - state.temperature) < 1e-3
                    && state.sets.indices.allSatisfy { set in
                        owner.sets.indices.contains {
                            owner.sets[$0].phase == state.sets[set].phase && SectionPlane.length(owner.place($0) - state.place(set)) < 1e-4
                        }
                    }
            }
            if let known {
                places.append(known)
                continue
            }
            let reaction = reaction(state)
            owners.append(state)
            places.append(list.count)
            list.append(
                .init(
                    temperature: state.temperature, kind: reaction.kind, phases: phases(state),
                    reactants: reaction.reactants.map { name(state.sets[$0].phase) },
                    products: reaction.products.map { name(state.sets[$0].phase) }, residual: state.residual))
        }
        return (list, places)
    }

    private mutating func reaction(_ state: LiquidusState) -> LiquidusReaction {
        tracer.solver.solver.isotherms.move(to: state.temperature)
        let core = tracer.solver.core
        var entropies: [Double] = []
        for set in state.sets {
            let model = core.phases[set.phase].model
            var derivatives = model.makeDerivatives()
            model.evaluate(tracer.solver.solver.isotherms.isotherm(set.phase, core), set.y, &derivatives)
            entropies.append(-derivatives.temperatureSlope / model.amounts(set.y).reduce(0, +))
        }
        return LiquidusReaction(
            places: state.sets.indices.map { state.place($0) }, entropies: entropies, isLiquid: state.sets.map { $0.phase == tracer.solver.liquid })
    }

    func binaryInvariants() -> [Projection.BinaryInvariant] {
        sides.map { .init(temperature: $0.state.temperature, phases: phases($0.state)) }
    }

    // MARK: Lines

    func shown(_ line: Line, places: [Int]) -> Projection.Line {
        func end(_ node: Node) -> Projection.End {
            switch node {
            case .side(let place): .init(kind: .binaryInvariant, index: place)
            case .junction(let place): .init(kind: .invariant, index: places[place])
            case .critical: .init(kind: .critical)
            case .closed: .init(kind: .closed)
            case .unresolved: .init(kind: .unresolved)
            }
        }
        let states = line.states
        let points = states.indices.map { place -> Projection.Line.Point in
            let state = states[place]
            let (before, after) = (states[max(0, place - 1)], states[min(states.count - 1, place + 1)])
            var tangent = after.point - before.point
            if after.temperature > before.temperature { tangent = -tangent }
            return .init(
                temperature: state.temperature, x: Self.shown(state.compositions[0]), others: state.compositions[1...2].map(Self.shown),
                isPeritectic: LiquidusReaction.isPeritectic(
                    liquid: state.point, one: state.place(1), two: state.place(2), tangent: LiquidusPlane.unit(tangent)))
        }
        return .init(phases: states[0].others.map(name), points: points, start: end(line.start), end: end(line.end))
    }

    /// Maxima and minima of the temperature along the lines, where the liquid passes the tie-line of the two other phases.
    mutating func extrema() -> [Projection.Extremum] {
        var result: [Projection.Extremum] = []
        for (place, line) in lines.enumerated() {
            for (one, two) in zip(line.states, line.states.dropFirst()) where Self.lever(one) * Self.lever(two) < 0 {
                guard let state = extremum(one, two) else { continue }
                let rest = one.temperature + two.temperature
                result.append(
                    .init(
                        temperature: state.temperature, x: Self.shown(state.compositions[0]), phases: state.others.map(name),
                        isMaximum: 2 * state.temperature >= rest, line: place))
            }
        }
        return result
    }

    /// Twice the area of the triangle of the liquid and the two others: zero where they lie on one line.
    private static func lever(_ state: LiquidusState) -> Double {
        SectionPlane.cross(state.place(1) - state.point, state.place(2) - state.point)
    }

    private static let maximumBisections = 60

    private mutating func extremum(_ one: LiquidusState, _ two: LiquidusState) -> LiquidusState? {
        let along = LiquidusPlane.unit(two.point - one.point)
        var (low, high) = (one, two)
        for _ in 0..<Self.maximumBisections where SectionPlane.length(high.point - low.point) > 1e-9 {
            // Secant with a margin, so that both ends move.
            let share = min(0.9, max(0.1, Self.lever(low) / (Self.lever(low) - Self.lever(high))))
            let target = low.point + (high.point - low.point) * share
            guard let middle = tracer.solver.solve(low.sets, [LiquidusPlane.across(along, through: target)], near: low.temperature, isFree: true)
            else { return nil }
            if Self.lever(middle) * Self.lever(low) > 0 { low = middle } else { high = middle }
        }
        // A change of sign with no meeting is a jump to another branch.
        return SectionPlane.length(high.point - low.point) < 1e-6 ? low : nil
    }

    // MARK: Sides and fields

    /// Liquidus states along each side, with the binary invariants between them.
    func statesAlongSides() -> [[LiquidusState]] {
        sideStates.enumerated().map { side, states in
            let second = Self.pair(withoutComponent: side)[1]
            return (states + sides.filter { $0.side == side }.map(\.state)).sorted { $0.compositions[0][second] < $1.compositions[0][second] }
        }
    }

    /// The triangle cut along the lines.
    func faces() -> ProjectionFaces {
        let corners = [SIMD2(0.0, 0), SIMD2(1, 0), SIMD2(0.5, 0.75.squareRoot())]
        var edges: [ProjectionFaces.Edge] = []
        let firstSide = 3
        let firstJunction = firstSide + sides.count
        let firstCritical = firstJunction + junctions.count
        let firstClosed = firstCritical + criticals.count
        func number(_ node: Node, orEndOf line: Int, _ end: Int) -> Int {
            switch node {
            case .side(let place): firstSide + place
            case .junction(let place): firstJunction + place
            case .critical(let place): firstCritical + place
            case .closed(let place): firstClosed + 3 * place
            case .unresolved: firstClosed + 3 * line + 1 + end
            }
        }
        func place(_ node: Node, _ state: LiquidusState) -> SIMD2<Double> {
            switch node {
            case .side(let place): SectionPlane.point(Self.shown(sides[place].state.compositions[0]))
            case .critical(let place): criticals[place]
            default: state.point
            }
        }
        for (index, line) in lines.enumerated() {
            guard line.states.count > 1, let first = line.states.first, let last = line.states.last else { continue }
            var points = line.states.map(\.point)
            if case .critical = line.end { points.append(place(line.end, last)) } else { points[points.count - 1] = place(line.end, last) }
            if case .critical = line.start { points.insert(place(line.start, first), at: 0) } else { points[0] = place(line.start, first) }
            edges.append(.init(points: points, start: number(line.start, orEndOf: index, 0), end: number(line.end, orEndOf: index, 1)))
        }
        for side in 0..<3 {
            let pair = Self.pair(withoutComponent: side)
            let along = sides.indices.filter { sides[$0].side == side }.sorted {
                sides[$0].state.compositions[0][pair[1]] < sides[$1].state.compositions[0][pair[1]]
            }
            let nodes = [pair[0]] + along.map { firstSide + $0 } + [pair[1]]
            let points = [corners[pair[0]]] + along.map { place(.side($0), sides[$0].state) } + [corners[pair[1]]]
            for k in 0..<nodes.count - 1 { edges.append(.init(points: [points[k], points[k + 1]], start: nodes[k], end: nodes[k + 1])) }
        }
        return ProjectionFaces(edges)
    }

    func nearestLine(_ point: SIMD2<Double>) -> Double {
        var nearest = Double.infinity
        for line in lines {
            for (one, two) in zip(line.states, line.states.dropFirst()) {
                nearest = min(nearest, SectionPlane.distance(point, toLineFrom: one.point, to: two.point))
            }
        }
        return nearest
    }
}
