/// Finds the lines of an isopleth from a grid of certified equilibria.
///
/// The corners of the grid are searched; every other point lies between two that are known, from which Newton's method goes on and whose bounds
/// certify it (``BoundedEquilibrium``). On every vertical edge of the grid whose ends have different phases, the temperatures of the changes are
/// found exactly (``PlaneFollower``). So no line is lost that crosses a vertical edge of the grid between different phases; what lies wholly
/// between two columns and two rows is not seen; ``check(_:_:)`` looks for it.
struct IsoplethTracer {
    let start: [Double]
    let end: [Double]
    let shares: [Double]
    let temperatures: [Double]
    /// Columns of one follower have the same components: an end can lie on a side of the composition space where one is missing.
    struct Band {
        var columns: ClosedRange<Int>
        var follower: PlaneFollower
        var problems: [EquilibriumProblem]
    }

    private(set) var bands: [Band] = []
    var warnings: [String] = []
    private var firstFailure: EquilibriumError?
    /// `[row][column]`.
    private(set) var grid: [[BoundedEquilibrium?]]
    private var isDone: [[Bool]]
    /// By column, in the order of temperature.
    private(set) var transitions: [[PhaseTransition]] = []

    /// - Throws: ``EquilibriumError`` when the components of a band cannot be compiled.
    init(
        _ system: AlloySystem, start: [Double], end: [Double], columns: Int, range: ClosedRange<Double>, rows: Int
    ) throws(EquilibriumError) {
        self.start = start
        self.end = end
        shares = (0..<columns).map { Double($0) / Double(columns - 1) }
        temperatures = (0..<rows).map { range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(rows - 1) }
        grid = .init(repeating: .init(repeating: nil, count: columns), count: rows)
        isDone = .init(repeating: .init(repeating: false, count: columns), count: rows)
        var solver = system.makeSolver()
        for (column, share) in shares.enumerated() {
            let x = AlloySystem.mix(start, end, share)
            let present = x.indices.filter { x[$0] > 0 }
            let names = present.map { system.components[$0] }
            if bands.last?.follower.solver.core.components != names {
                let own =
                    names.count == system.components.count
                    ? system : try solver.others[solver.other(components: names, pressure: system.pressure)].system
                var follower = PlaneFollower(own)
                follower.checkConcavity(in: range)
                bands.append(Band(columns: column...column, follower: follower, problems: []))
            }
            let last = bands.count - 1
            bands[last].columns = bands[last].columns.lowerBound...column
            bands[last].problems.append(
                EquilibriumProblem(composition: present.map { x[$0] }, phases: bands[last].follower.solver.core.phases.count))
        }
    }

    var counts: CertificationCounts {
        bands.reduce(into: CertificationCounts()) { $0.add($1.follower.counts) }
    }
    var failures: Int { grid.reduce(0) { $0 + $1.count { $0 == nil } } }

    mutating func run() {
        let top = temperatures.count - 1
        for band in bands.indices {
            let columns = bands[band].columns
            for row in [0, top] { for column in [columns.lowerBound, columns.upperBound] { solve(row, column, between: nil, band) } }
            fill(0, top, columns.lowerBound, columns.upperBound, band)
        }
        if failures > 0 {
            let reason = firstFailure.map { "; the first: \($0)" } ?? ""
            warnings.append("\(failures) of \(shares.count * temperatures.count) conditions of the grid have no equilibrium\(reason)")
        }
        for band in bands.indices {
            for column in bands[band].columns {
                var found: [PhaseTransition] = []
                var previous: BoundedEquilibrium?
                for row in temperatures.indices {
                    guard let next = grid[row][column] else { continue }
                    if let previous {
                        do { found += try bands[band].follower.transitions(previous, next, problem(column, band)) } catch {
                            warnings.append("between \(previous.temperature) and \(next.temperature) K at \(shares[column]) of the way: \(error)")
                        }
                    }
                    previous = next
                }
                transitions.append(found)
            }
        }
    }

    private func problem(_ column: Int, _ band: Int) -> EquilibriumProblem { bands[band].problems[column - bands[band].columns.lowerBound] }

    /// Everything between four corners that are done: the middles of two opposite sides, and both halves.
    private mutating func fill(_ low: Int, _ high: Int, _ left: Int, _ right: Int, _ band: Int) {
        if high - low >= right - left, high - low > 1 {
            let middle = (low + high) / 2
            for column in [left, right] { solve(middle, column, between: ((low, column), (high, column)), band) }
            fill(low, middle, left, right, band)
            fill(middle, high, left, right, band)
        } else if right - left > 1 {
            let middle = (left + right) / 2
            for row in [low, high] { solve(row, middle, between: ((row, left), (row, right)), band) }
            fill(low, high, left, middle, band)
            fill(low, high, middle, right, band)
        }
    }

    private mutating func solve(
        _ row: Int, _ column: Int, between neighbours: ((row: Int, column: Int), (row: Int, column: Int))?, _ band: Int
    ) {
        guard !isDone[row][column] else { return }
        isDone[row][column] = true
        let problem = problem(column, band)
        do throws(EquilibriumError) {
            if let (one, two) = neighbours, let first = grid[one.row][one.column], let second = grid[two.row][two.column] {
                let share =
                    one.row == two.row
                    ? (shares[column] - shares[one.column]) / (shares[two.column] - shares[one.column])
                    : (temperatures[row] - first.temperature) / (second.temperature - first.temperature)
                grid[row][column] = try bands[band].follower.between(first, second, share: share, problem)
            } else {
                grid[row][column] = try bands[band].follower.search(problem, at: temperatures[row])
            }
        } catch { firstFailure = firstFailure ?? error }
    }

    /// Transitions of neighbouring columns between the same phases are one line.
    func lines() -> [Isopleth.Line] {
        var finished: [Isopleth.Line] = []
        var open: [Isopleth.Line] = []
        for (column, found) in transitions.enumerated() {
            var next: [Isopleth.Line] = []
            for transition in found {
                let point = Isopleth.Point(share: shares[column], temperature: transition.temperature)
                func distance(_ line: Isopleth.Line) -> Double { abs((line.points.last?.temperature ?? 0) - point.temperature) }
                let candidates = open.indices.filter { open[$0].below == transition.below && open[$0].above == transition.above }
                if let nearest = candidates.min(by: { distance(open[$0]) < distance(open[$1]) }) {
                    var continued = open.remove(at: nearest)
                    continued.points.append(point)
                    next.append(continued)
                } else {
                    next.append(.init(below: transition.below, above: transition.above, points: [point]))
                }
            }
            finished += open
            open = next
        }
        return finished + open
    }
}
