/// Finds the monovariant lines and invariants of a ternary's liquidus.
///
/// Lines begin at the invariants of the three binaries, run to invariants of the ternary, and go on from there along the two other pairs of
/// phases. What has no connection with a binary begins between neighbouring compositions of a grid at which different phases form first.
struct ProjectionBuilder {
    /// Divisions of a side of the triangle by the grid.
    static let divisions = 24
    /// Two invariants with their liquids closer than this, as a part of the triangle's side, are one.
    static let sameInvariant = 1e-5
    /// A seed this close to a line of the same phases lies on it.
    static let onLine = 3e-3
    static let maximumLines = 600

    enum Node: Equatable {
        /// Place in ``sides``.
        case side(Int)
        /// Place in ``junctions``.
        case junction(Int)
        /// Place in ``criticals``.
        case critical(Int)
        /// A closed line, by the place of the line.
        case closed(Int)
        case unresolved
    }

    /// An invariant of a binary with a liquid.
    struct SidePoint {
        var state: LiquidusState
        /// The component that is missing.
        var side: Int
        var isTraced = false
    }

    struct Junction {
        /// The liquid and three phases.
        var state: LiquidusState
        /// For each phase but the liquid, whether the line without it is traced.
        var isTraced = [false, false, false]
    }

    struct Line {
        var states: [LiquidusState]
        var start: Node
        var end: Node
    }

    let system: AlloySystem
    var tracer: LiquidusTracer
    var sides: [SidePoint] = []
    var junctions: [Junction] = []
    var criticals: [SIMD2<Double>] = []
    var lines: [Line] = []
    var warnings: [String] = []
    /// The liquidus at the grid's compositions, row by row; nil where none was found.
    var grid: [[LiquidusState?]] = []
    /// The liquidus along each side, closer than the grid, by the component that is missing.
    var sideStates: [[LiquidusState]] = []

    init(_ system: AlloySystem, liquid: Int) {
        self.system = system
        tracer = LiquidusTracer(solver: LiquidusSolver(system, liquid: liquid))
    }

    mutating func run() throws(EquilibriumError) {
        try sampleGrid()
        sampleSides()
        seedFromBinaries()
        traceSides()
        traceSeeds()
    }

    // MARK: The grid

    /// Mole fractions of a node.
    static func fractions(_ row: Int, _ place: Int) -> [Double] {
        let n = Double(divisions)
        return [(n - Double(row) - Double(place)) / n, Double(place) / n, Double(row) / n]
    }

    private mutating func sampleGrid() throws(EquilibriumError) {
        var failures: [EquilibriumError] = []
        var count = 0
        for row in 0...Self.divisions {
            var states: [LiquidusState?] = []
            var near = row > 0 ? grid[row - 1][0] : nil
            for place in 0...(Self.divisions - row) {
                count += 1
                do throws(EquilibriumError) {
                    let state = try tracer.solver.liquidus(at: Self.fractions(row, place), near: near)
                    near = state
                    states.append(state)
                } catch {
                    failures.append(error)
                    states.append(nil)
                }
            }
            grid.append(states)
        }
        guard let first = failures.first else { return }
        guard failures.count < count else { throw first }
        warnings.append("\(failures.count) of \(count) sampled compositions have no liquidus; the first: \(first)")
    }

    // MARK: Tracing

    mutating func traceSides() {
        // Lines that end on a side add to the list.
        var place = 0
        while place < sides.count {
            if !sides[place].isTraced {
                sides[place].isTraced = true
                let (state, side) = (sides[place].state, sides[place].side)
                if let direction = tracer.inwards(from: state, side: side, isFree: true) {
                    add(tracer.follow(state, direction: direction, isFree: true), from: .side(place))
                } else {
                    warnings.append("the line from the binary invariant at \(state.temperature) K could not be begun")
                }
                traceJunctions()
            }
            place += 1
        }
        traceJunctions()
    }

    mutating func traceJunctions() {
        var place = 0
        while place < junctions.count {
            for pair in 0..<3 where !junctions[place].isTraced[pair] {
                junctions[place].isTraced[pair] = true
                let state = junctions[place].state
                guard let direction = tracer.departure(from: state, without: pair + 1, isFree: true) else {
                    warnings.append(
                        "at the invariant at \(state.temperature) K the line without \(name(state.sets[pair + 1].phase)) could not be begun")
                    continue
                }
                add(tracer.follow(state.without(pair + 1), direction: direction, isFree: true), from: .junction(place))
            }
            place += 1
        }
    }

    private mutating func add(_ curve: LiquidusTracer.Curve, from start: Node) { add(curve.states, from: start, curve) }

    /// - Parameter curve: the last part of the line, with its end.
    mutating func add(_ all: [LiquidusState], from start: Node, _ curve: LiquidusTracer.Curve) {
        guard lines.count < Self.maximumLines else {
            let warning = "there are more than \(Self.maximumLines) monovariant lines; the rest is left out"
            if !warnings.contains(warning) { warnings.append(warning) }
            return
        }
        var states = all
        let end = node(of: curve, &states)
        lines.append(Line(states: states, start: start, end: end))
    }

    /// The node at which a curve ends, known or new; its state joins the curve.
    mutating func node(of curve: LiquidusTracer.Curve, _ states: inout [LiquidusState]) -> Node {
        guard let last = states.last else { return .unresolved }
        switch curve.end {
        case .side(let side):
            let known = sides.firstIndex { $0.side == side && Self.isSame($0.state, last, within: 1e-4) }
            if let known {
                sides[known].isTraced = true
                return .side(known)
            }
            sides.append(SidePoint(state: last, side: side, isTraced: true))
            return .side(sides.count - 1)
        case .junction(let state):
            let place = add(junction: state)
            states.append(state.without(3))
            // The phase that the line did without.
            let absent = junctions[place].state.sets.indices.dropFirst().min {
                distance(junctions[place].state, $0, state, 3) < distance(junctions[place].state, $1, state, 3)
            }
            if let absent { junctions[place].isTraced[absent - 1] = true }
            return .junction(place)
        case .critical(let point):
            if let known = criticals.firstIndex(where: { SectionPlane.length($0 - point) < 0.02 }) { return .critical(known) }
            criticals.append(point)
            return .critical(criticals.count - 1)
        case .closed: return .closed(lines.count)
        case .unresolved(let reason):
            warnings.append("the line \(last.others.map(name).joined(separator: " + ")) \(reason)")
            return .unresolved
        }
    }

    private func distance(_ one: LiquidusState, _ i: Int, _ two: LiquidusState, _ j: Int) -> Double {
        one.sets[i].phase == two.sets[j].phase ? SectionPlane.length(one.place(i) - two.place(j)) : .infinity
    }

    private mutating func add(junction state: LiquidusState) -> Int {
        if let known = junctions.firstIndex(where: { Self.isSame($0.state, state, within: Self.sameInvariant) }) { return known }
        junctions.append(Junction(state: state))
        let place = junctions.count - 1
        // Two liquids: the same invariant has a place in the triangle for each.
        for set in 1...3 where state.sets[set].phase == tracer.solver.liquid { _ = add(junction: state.focused(on: set)) }
        return place
    }

    static func isSame(_ one: LiquidusState, _ two: LiquidusState, within tolerance: Double) -> Bool {
        one.others.sorted() == two.others.sorted() && SectionPlane.length(one.point - two.point) < tolerance
            && abs(one.temperature - two.temperature) < 1e4 * tolerance
    }

    func name(_ phase: Int) -> String { system.phases[phase] }
}
