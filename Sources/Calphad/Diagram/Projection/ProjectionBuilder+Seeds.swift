/// Where lines begin.
extension ProjectionBuilder {
    /// Sides are looked at this many times closer than the grid, and closer still towards pure components.
    private static let sideRefinement = 4
    /// Halvings between two neighbours of the grid in the search for a change of the primary phase.
    private static let maximumDepth = 7
    /// Solids of one phase that differ by more than this beside neighbouring liquids are two branches.
    private static let otherBranch = 0.2

    // MARK: Binaries

    /// The components of a side, in the order of the system.
    static func pair(withoutComponent missing: Int) -> [Int] { (0..<3).filter { $0 != missing } }

    /// Mole fractions of the second component of a side at which the liquidus is sampled: even steps, and closer ones at both ends, where
    /// eutectics with a nearly pure component lie.
    private static let sideFractions: [Double] = {
        let count = divisions * sideRefinement
        let even = (0...count).map { Double($0) / Double(count) }
        let close = [2e-4, 5e-4, 1e-3, 2e-3, 3.5e-3, 5e-3, 7e-3]
        return (even + close + close.map { 1 - $0 }).sorted()
    }()

    mutating func sampleSides() {
        var failures: [EquilibriumError] = []
        for side in 0..<3 {
            let pair = Self.pair(withoutComponent: side)
            var states: [LiquidusState] = []
            for fraction in Self.sideFractions {
                var x = [0.0, 0, 0]
                x[pair[1]] = fraction
                x[pair[0]] = 1 - fraction
                do throws(EquilibriumError) { states.append(try tracer.solver.liquidus(at: x, near: states.last)) } catch { failures.append(error) }
            }
            sideStates.append(states)
        }
        if let first = failures.first {
            warnings.append(
                "\(failures.count) of \(3 * Self.sideFractions.count) compositions on the sides have no liquidus; the first: \(first)")
        }
    }

    /// The binary invariants, found with traces of the third component: between neighbours on a side at which different phases form first.
    mutating func seedFromBinaries() {
        for states in sideStates { for (one, two) in zip(states, states.dropFirst()) { seek(one, two, depth: 0, onSide: true) } }
    }

    private mutating func add(sidePoint state: LiquidusState, _ side: Int) {
        if sides.contains(where: { $0.side == side && Self.isSame($0.state, state, within: 1e-4) }) { return }
        sides.append(SidePoint(state: state, side: side))
    }

    // MARK: The grid

    /// Every change of the primary phase between neighbours must lie on a line; where it does not, a line begins there.
    mutating func traceSeeds() {
        for row in grid.indices {
            for place in grid[row].indices {
                let neighbours = [(row, place + 1), (row + 1, place), (row + 1, place - 1)]
                for (r, p) in neighbours where grid.indices.contains(r) && grid[r].indices.contains(p) {
                    guard let one = grid[row][place], let two = grid[r][p] else { continue }
                    seek(one, two, depth: 0)
                }
            }
        }
    }

    private func differ(_ one: LiquidusState, _ two: LiquidusState) -> Bool {
        one.others != two.others || SectionPlane.length(one.place(1) - two.place(1)) > Self.otherBranch
    }

    private mutating func seek(_ one: LiquidusState, _ two: LiquidusState, depth: Int, onSide: Bool = false) {
        guard differ(one, two) else { return }
        let along = two.point - one.point
        let across = LiquidusPlane.unit(SIMD2(-along.y, along.x))
        let row = LiquidusPlane.across(across, through: one.point)
        for (start, other) in [(one, two), (two, one)] {
            guard let seed = tracer.solver.solve(start.sets + [other.sets[1]], [row], near: start.temperature, isFree: true) else { continue }
            let share = ((seed.point - one.point) * along).sum() / (along * along).sum()
            guard (-1e-6...1 + 1e-6).contains(share) else { continue }
            if isKnown(seed) { return }
            guard tracer.solver.isStable(seed) else { continue }
            if onSide {
                if let side = Self.side(of: seed) { add(sidePoint: seed, side) }
            } else {
                begin(at: seed)
            }
            return
        }
        // Something else lies between, or one phase has two branches that are none.
        guard depth < Self.maximumDepth else {
            if one.others != two.others, nearestLine(one.point) > Self.onLine {
                warnings.append("what lies between \(LiquidusTracer.text(one)) and \(LiquidusTracer.text(two)) was not found")
            }
            return
        }
        guard let middle = try? tracer.solver.liquidus(at: LiquidusPlane.fractions((one.point + two.point) * 0.5), near: one) else { return }
        seek(one, middle, depth: depth + 1, onSide: onSide)
        seek(middle, two, depth: depth + 1, onSide: onSide)
    }

    private func isKnown(_ seed: LiquidusState) -> Bool {
        lines.contains { line in
            guard let first = line.states.first, first.others.sorted() == seed.others.sorted() else { return false }
            return zip(line.states, line.states.dropFirst()).contains {
                SectionPlane.distance(seed.point, toLineFrom: $0.point, to: $1.point) < Self.onLine
            }
        }
    }

    /// The component that is missing, if any is.
    private static func side(of state: LiquidusState) -> Int? { state.compositions[0].firstIndex { $0 < 2 * LiquidusPlane.trace } }

    private mutating func begin(at seed: LiquidusState) {
        if let side = Self.side(of: seed) {
            add(sidePoint: seed, side)
            return traceSides()
        }
        guard let tangent = tracer.tangent(seed, isFree: true) else {
            warnings.append("the line through x = \(LiquidusTracer.text(seed)) has no direction")
            return
        }
        let forwards = tracer.follow(seed, direction: tangent, isFree: true)
        if case .closed = forwards.end { return add(forwards.states, from: .closed(lines.count), forwards) }
        let backwards = tracer.follow(seed, direction: -tangent, isFree: true)
        var states = backwards.states
        let start = node(of: backwards, &states)
        add(states.reversed() + forwards.states.dropFirst(), from: start, forwards)
        traceSides()
    }
}
