/// Traces the isotherms of a liquidus surface: in each primary field a curve of the liquid in equilibrium with one phase.
///
/// A curve begins where the temperature crosses a monovariant line, once for each of the two fields that meet there, on the sides of the
/// triangle, and between nodes of the grid where no known curve passes.
struct ProjectionIsotherms {
    /// Curves closer than this to a crossing between nodes are the ones that cross there.
    private static let onCurve = 6e-3
    private static let sameCrossing = 1e-5
    static let maximumCurves = 4000

    private struct Crossing {
        var state: LiquidusState
        /// Without which of the two phases it is traced.
        var isTraced = [false, false]
    }

    private struct SideCrossing {
        var state: LiquidusState
        var side: Int
        var isTraced = false
    }

    struct Curve {
        var phase: Int
        var states: [LiquidusState]
    }

    var tracer: LiquidusTracer
    /// Liquidus states along each side, in the order of composition.
    let sides: [[LiquidusState]]
    let lines: [[LiquidusState]]
    let grid: [[LiquidusState?]]
    private(set) var warnings: [String] = []

    init(_ builder: ProjectionBuilder, sides: [[LiquidusState]]) {
        tracer = builder.tracer
        self.sides = sides
        lines = builder.lines.map(\.states)
        grid = builder.grid
    }

    mutating func curves(at temperature: Double) -> [Curve] {
        var curves: [Curve] = []
        var crossings = lineCrossings(temperature)
        var sideCrossings = self.sideCrossings(temperature)

        func follow(_ start: LiquidusState, _ direction: SIMD2<Double>, _ tracer: inout LiquidusTracer) -> Curve {
            let found = tracer.follow(start, direction: direction, isFree: false)
            var states = found.states
            switch found.end {
            case .junction(let end):
                states.append(end)
                for place in crossings.indices where SectionPlane.length(crossings[place].state.point - end.point) < Self.sameCrossing {
                    // The phase that joined is the one the curve did without.
                    for set in 1...2 where crossings[place].state.sets[set].phase == end.sets[2].phase {
                        let isIt = SectionPlane.length(crossings[place].state.place(set) - end.place(2)) < 1e-3
                        if isIt { crossings[place].isTraced[set - 1] = true }
                    }
                }
            case .side(let side):
                for place in sideCrossings.indices where sideCrossings[place].side == side {
                    if let last = states.last, SectionPlane.length(sideCrossings[place].state.point - last.point) < Self.sameCrossing {
                        sideCrossings[place].isTraced = true
                    }
                }
            case .unresolved(let reason): warnings.append("the isotherm at \(temperature) K \(reason)")
            case .critical, .closed: break
            }
            return Curve(phase: start.sets[1].phase, states: states)
        }

        for place in crossings.indices {
            for set in 0..<2 where !crossings[place].isTraced[set] && curves.count < Self.maximumCurves {
                crossings[place].isTraced[set] = true
                let state = crossings[place].state
                guard let direction = tracer.departure(from: state, without: set + 1, isFree: false) else { continue }
                curves.append(follow(state.without(set + 1), direction, &tracer))
            }
        }
        for place in sideCrossings.indices where !sideCrossings[place].isTraced && curves.count < Self.maximumCurves {
            sideCrossings[place].isTraced = true
            let (state, side) = (sideCrossings[place].state, sideCrossings[place].side)
            guard let direction = tracer.inwards(from: state, side: side, isFree: false) else { continue }
            curves.append(follow(state, direction, &tracer))
        }
        for (one, two) in gridEdges where (one.temperature - temperature) * (two.temperature - temperature) < 0 && one.others == two.others {
            guard let state = crossing(one, two, temperature), !isKnown(state, curves), tracer.solver.isStable(state),
                let direction = tracer.tangent(state, isFree: false), curves.count < Self.maximumCurves
            else { continue }
            let forwards = tracer.follow(state, direction: direction, isFree: false)
            if case .closed = forwards.end {
                curves.append(Curve(phase: state.sets[1].phase, states: forwards.states))
                continue
            }
            let one = follow(state, direction, &tracer)
            let other = follow(state, -direction, &tracer)
            curves.append(Curve(phase: one.phase, states: other.states.reversed() + one.states.dropFirst()))
        }
        if curves.count >= Self.maximumCurves {
            warnings.append("the isotherm of \(temperature) K has more than \(Self.maximumCurves) curves; the rest is left out")
        }
        return curves
    }

    // MARK: Where curves begin

    private mutating func lineCrossings(_ temperature: Double) -> [Crossing] {
        var result: [Crossing] = []
        for line in lines {
            for (one, two) in zip(line, line.dropFirst()) where (one.temperature < temperature) != (two.temperature < temperature) {
                let nearer = abs(one.temperature - temperature) < abs(two.temperature - temperature) ? one : two
                guard let state = tracer.solver.solve(nearer.sets, [], near: temperature, isFree: false),
                    SectionPlane.distance(state.point, toLineFrom: one.point, to: two.point) < 1e-2
                else { continue }
                if result.contains(where: { SectionPlane.length($0.state.point - state.point) < Self.sameCrossing }) { continue }
                result.append(Crossing(state: state))
            }
        }
        return result
    }

    private mutating func sideCrossings(_ temperature: Double) -> [SideCrossing] {
        var result: [SideCrossing] = []
        for (side, states) in sides.enumerated() {
            for (one, two) in zip(states, states.dropFirst()) where (one.temperature < temperature) != (two.temperature < temperature) {
                for (start, other) in [(one, two), (two, one)] {
                    guard let set = start.sets.indices.dropFirst().first(where: { other.others.contains(start.sets[$0].phase) }),
                        let state = tracer.solver.solve(
                            [start.sets[0], start.sets[set]], [LiquidusPlane.fraction(of: side, LiquidusPlane.trace)], near: temperature,
                            isFree: false),
                        SectionPlane.distance(state.point, toLineFrom: one.point, to: two.point) < 1e-6
                    else { continue }
                    result.append(SideCrossing(state: state, side: side))
                    break
                }
            }
        }
        return result
    }

    private var gridEdges: [(LiquidusState, LiquidusState)] {
        var result: [(LiquidusState, LiquidusState)] = []
        for row in grid.indices {
            for place in grid[row].indices {
                for (r, p) in [(row, place + 1), (row + 1, place), (row + 1, place - 1)] where grid.indices.contains(r) && grid[r].indices.contains(p)
                {
                    if let one = grid[row][place], let two = grid[r][p] { result.append((one, two)) }
                }
            }
        }
        return result
    }

    private mutating func crossing(_ one: LiquidusState, _ two: LiquidusState, _ temperature: Double) -> LiquidusState? {
        let along = two.point - one.point
        let row = LiquidusPlane.across(LiquidusPlane.unit(SIMD2(-along.y, along.x)), through: one.point)
        for start in [one, two] {
            guard let state = tracer.solver.solve(start.sets, [row], near: temperature, isFree: false),
                SectionPlane.distance(state.point, toLineFrom: one.point, to: two.point) < 1e-6,
                LiquidusPlane.fractions(state.point).allSatisfy({ $0 > 2 * LiquidusPlane.trace })
            else { continue }
            return state
        }
        return nil
    }

    private func isKnown(_ state: LiquidusState, _ curves: [Curve]) -> Bool {
        curves.contains { curve in
            curve.phase == state.sets[1].phase
                && zip(curve.states, curve.states.dropFirst()).contains {
                    SectionPlane.distance(state.point, toLineFrom: $0.point, to: $1.point) < Self.onCurve
                }
        }
    }
}
