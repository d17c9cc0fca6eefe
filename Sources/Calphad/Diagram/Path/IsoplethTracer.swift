/// Finds the lines of an isopleth from a grid of certified equilibria.
///
/// Rows are isotherms, so what depends on temperature is computed once a row. On every vertical edge of the grid whose ends have different
/// phases, the temperatures of the changes are found exactly (``TransitionFinder``). So no line is lost that crosses a vertical edge of the
/// grid between different phases; what lies wholly between two columns and two rows is not seen.
struct IsoplethTracer {
    let system: AlloySystem
    let start: [Double]
    let end: [Double]
    let shares: [Double]
    let temperatures: [Double]
    private(set) var failures = 0
    private(set) var warnings: [String] = []
    /// `[row][column]`.
    private var grid: [[Equilibrium?]] = []
    /// By column, in the order of temperature.
    private(set) var transitions: [[PhaseTransition]] = []

    init(_ system: AlloySystem, start: [Double], end: [Double], columns: Int, range: ClosedRange<Double>, rows: Int) {
        self.system = system
        self.start = start
        self.end = end
        shares = (0..<columns).map { Double($0) / Double(columns - 1) }
        temperatures = (0..<rows).map { range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(rows - 1) }
    }

    mutating func run() {
        let compositions = shares.map { AlloySystem.mix(start, end, $0) }
        var solver = system.makeSolver()
        for temperature in temperatures {
            let row = solver.equilibria(atTemperature: temperature, moleFractions: compositions)
            grid.append(
                row.map {
                    switch $0 {
                    case .success(let equilibrium): return equilibrium
                    case .failure: return nil
                    }
                })
        }
        failures = grid.reduce(0) { $0 + $1.filter { $0 == nil }.count }
        warnings = grid.first?.first??.warnings ?? []
        if failures > 0 { warnings.append("\(failures) of \(shares.count * temperatures.count) conditions of the grid have no equilibrium") }
        for column in shares.indices {
            var finder = TransitionFinder(system, moleFractions: compositions[column])
            var found: [PhaseTransition] = []
            var previous: Equilibrium?
            for row in temperatures.indices {
                guard let next = grid[row][column] else { continue }
                if let previous {
                    do { found += try finder.transitions(previous, next) } catch {
                        warnings.append("between \(previous.temperature) and \(next.temperature) K at \(shares[column]) of the way: \(error)")
                    }
                }
                previous = next
            }
            transitions.append(found)
        }
    }

    /// Transitions of neighbouring columns between the same phases are one line.
    func lines() -> [Isopleth.Line] {
        struct Open {
            var line: Isopleth.Line
            var column: Int
        }
        var finished: [Isopleth.Line] = []
        var open: [Open] = []
        for (column, found) in transitions.enumerated() {
            var next: [Open] = []
            for transition in found {
                let point = Isopleth.Point(share: shares[column], temperature: transition.temperature)
                let candidates = open.indices.filter { open[$0].line.below == transition.below && open[$0].line.above == transition.above }
                let nearest = candidates.min {
                    abs((open[$0].line.points.last?.temperature ?? 0) - point.temperature)
                        < abs((open[$1].line.points.last?.temperature ?? 0) - point.temperature)
                }
                if let nearest {
                    var continued = open.remove(at: nearest)
                    continued.line.points.append(point)
                    next.append(continued)
                } else {
                    next.append(Open(line: .init(below: transition.below, above: transition.above, points: [point]), column: column))
                }
            }
            finished += open.map(\.line)
            open = next
        }
        return finished + open.map(\.line)
    }

    /// Connected grid points of the same phases; the label stands in the middle of the row where the region is widest.
    func regions() -> [Isopleth.Region] {
        let names = grid.map { $0.map { $0.map(TransitionFinder.names) } }
        var seen = grid.map { $0.map { $0 == nil } }
        var result: [Isopleth.Region] = []
        for row in grid.indices {
            for column in grid[row].indices where !seen[row][column] {
                var members: [(row: Int, column: Int)] = []
                var waiting = [(row: row, column: column)]
                seen[row][column] = true
                while let place = waiting.popLast() {
                    members.append(place)
                    for (r, c) in [
                        (place.row + 1, place.column), (place.row - 1, place.column), (place.row, place.column + 1), (place.row, place.column - 1),
                    ]
                    where grid.indices.contains(r) && grid[r].indices.contains(c) && !seen[r][c] && names[r][c] == names[row][column] {
                        seen[r][c] = true
                        waiting.append((r, c))
                    }
                }
                let rows = Array(Set(members.map(\.row))).sorted()
                var best = (row: row, column: column, size: 0)
                for r in rows {
                    let columns = members.filter { $0.row == r }.map(\.column).sorted()
                    if columns.count > best.size || (columns.count == best.size && r == rows[rows.count / 2]) {
                        best = (r, columns[columns.count / 2], columns.count)
                    }
                }
                result.append(
                    .init(
                        phases: names[row][column] ?? [], label: .init(share: shares[best.column], temperature: temperatures[best.row]),
                        samples: members.count))
            }
        }
        return result
    }
}
