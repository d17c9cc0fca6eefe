/// Certified equilibria on a grid of compositions and temperatures.
///
/// The corners are searched; every other point lies between two that are known, from which Newton's method goes on and whose bounds certify it
/// (``BoundedEquilibrium``). Lines that cross a cell are certified by the bounds of its corners.
struct IsoplethGrid {
    let line: SectionLine
    /// Increasing; the outermost a little inside where an end of the line lacks a component.
    let shares: [Double]
    /// Kelvin, increasing.
    let temperatures: [Double]
    /// `[row][column]`.
    private(set) var planes: [[BoundedEquilibrium?]]
    private var isDone: [[Bool]]
    private(set) var firstFailure: EquilibriumError?

    init(_ line: SectionLine, shares: [Double], temperatures: [Double]) {
        self.line = line
        self.shares = shares
        self.temperatures = temperatures
        planes = .init(repeating: .init(repeating: nil, count: shares.count), count: temperatures.count)
        isDone = .init(repeating: .init(repeating: false, count: shares.count), count: temperatures.count)
    }

    var failures: Int { planes.reduce(0) { $0 + $1.count { $0 == nil } } }

    mutating func fill(_ follower: inout PlaneFollower) {
        let (top, right) = (temperatures.count - 1, shares.count - 1)
        for row in [0, top] { for column in [0, right] { solve(row, column, between: nil, &follower) } }
        fill(0, top, 0, right, &follower)
    }

    /// Everything between four corners that are done: the middles of two opposite sides, and both halves.
    private mutating func fill(_ low: Int, _ high: Int, _ left: Int, _ right: Int, _ follower: inout PlaneFollower) {
        if high - low >= right - left, high - low > 1 {
            let middle = (low + high) / 2
            for column in [left, right] { solve(middle, column, between: ((low, column), (high, column)), &follower) }
            fill(low, middle, left, right, &follower)
            fill(middle, high, left, right, &follower)
        } else if right - left > 1 {
            let middle = (left + right) / 2
            for row in [low, high] { solve(row, middle, between: ((row, left), (row, right)), &follower) }
            fill(low, high, left, middle, &follower)
            fill(low, high, middle, right, &follower)
        }
    }

    private mutating func solve(
        _ row: Int, _ column: Int, between neighbours: ((row: Int, column: Int), (row: Int, column: Int))?, _ follower: inout PlaneFollower
    ) {
        guard !isDone[row][column] else { return }
        isDone[row][column] = true
        let problem = line.problem(shares[column])
        do throws(EquilibriumError) {
            if let (one, two) = neighbours, let first = planes[one.row][one.column], let second = planes[two.row][two.column] {
                let share =
                    one.row == two.row
                    ? (shares[column] - shares[one.column]) / (shares[two.column] - shares[one.column])
                    : (temperatures[row] - first.temperature) / (second.temperature - first.temperature)
                planes[row][column] = try follower.between(first, second, share: share, problem)
            } else {
                planes[row][column] = try follower.search(problem, at: temperatures[row])
            }
        } catch { firstFailure = firstFailure ?? error }
    }

    /// The corners of the cell that holds a point, weighted so that they meet at its temperature; none outside, or where a corner has no equilibrium.
    func neighbours(share: Double, temperature: Double) -> [PlaneFollower.Neighbours] {
        guard let column = Self.interval(share, shares), let row = Self.interval(temperature, temperatures) else { return [] }
        let along = (share - shares[column]) / (shares[column + 1] - shares[column])
        let up = (temperature - temperatures[row]) / (temperatures[row + 1] - temperatures[row])
        var members: [PlaneFollower.Neighbours.Member] = []
        for (r, vertical) in [(row, 1 - up), (row + 1, up)] {
            for (c, horizontal) in [(column, 1 - along), (column + 1, along)] {
                guard vertical * horizontal > 0 else { continue }
                guard let plane = planes[r][c] else { return [] }
                members.append(.init(plane: plane, weight: vertical * horizontal))
            }
        }
        return [.init(members: members, low: temperatures[row], high: temperatures[row + 1], share: up)]
    }

    /// Place of the interval that holds a value; nil outside.
    static func interval(_ value: Double, _ limits: [Double]) -> Int? {
        guard let first = limits.first, let last = limits.last, value >= first, value <= last, limits.count > 1 else { return nil }
        var (low, high) = (0, limits.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if limits[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
