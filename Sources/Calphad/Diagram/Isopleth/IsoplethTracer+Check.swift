/// The finished isopleth against equilibria that took no part in it.
extension IsoplethTracer {
    /// Conditions of the check: none of them is one of the grid.
    static let checkCount = 80
    /// Of so many one is searched from nothing; the others begin at the nearest point of the grid and are certified by those around them.
    private static let searchedEvery = 8

    /// Compares equilibria at conditions of its own with the regions that hold them. Where one does not agree, lines are followed from its column
    /// first, and only what still differs counts.
    mutating func check() -> Isopleth.Check {
        var check = Isopleth.Check()
        let counts = follower.counts
        var examples: [String] = []
        for place in 0..<Self.checkCount {
            let at = EvenPlane.point(place)
            let share = shares.lowerBound + width * at.x
            let temperature = temperatures.lowerBound + height * at.y
            guard let found = try? checked(place, share, temperature) else {
                check.failed += 1
                continue
            }
            check.samples += 1
            let phases = follower.names(found)
            if agrees(phases, share, temperature) { continue }
            let column = intervals(share: share).filter { $0.high - $0.low > Self.resolution * height }.map { 0.5 * ($0.low + $0.high) }
            let problem = line.problem(share)
            let states = ([temperatures.lowerBound, temperature, temperatures.upperBound] + column).sorted().compactMap {
                try? follower.search(problem, at: $0)
            }
            explain(states, share: share)
            if agrees(phases, share, temperature) { continue }
            check.differing += 1
            if examples.count < 3 {
                examples.append("\(phases.joined(separator: " + ")) at \(rounded(share, 1e4)) of the way, \(rounded(temperature, 10)) K")
            }
        }
        if check.failed > 0 { warnings.append("\(check.failed) of \(Self.checkCount) conditions of the check have no equilibrium") }
        if check.differing > 0 {
            warnings.append(
                "\(check.differing) of \(check.samples) certified equilibria lie in no region of their phases, as \(examples.joined(separator: "; ")): fields are lost"
            )
        }
        follower.counts = counts
        return check
    }

    private mutating func checked(_ place: Int, _ share: Double, _ temperature: Double) throws(EquilibriumError) -> BoundedEquilibrium {
        let neighbours = grid.neighbours(share: share, temperature: temperature)
        guard place % Self.searchedEvery != 0, let nearest = neighbours.first?.members.max(by: { $0.weight < $1.weight })?.plane else {
            return try follower.search(line.problem(share), at: temperature)
        }
        return try follower.equilibrium(line.problem(share), at: temperature, from: nearest.sets, neighbours)
    }

    private func agrees(_ phases: [String], _ share: Double, _ temperature: Double) -> Bool {
        let slack = Self.largestDeviation / 8 * height
        return intervals(share: share).contains { $0.phases == phases && $0.low - slack <= temperature && temperature <= $0.high + slack }
    }
}

extension IsoplethTracer {
    /// Says what is not whole, with numbers.
    mutating func report() {
        if grid.failures > 0 {
            let reason = grid.firstFailure.map { "; the first: \($0)" } ?? ""
            warnings.append("\(grid.failures) of \(grid.shares.count * grid.temperatures.count) conditions of the grid have no equilibrium\(reason)")
        }
        if lostExits > 0 { warnings.append("\(lostExits) of the lines that leave \(nodes.count) nodes were not found") }
        if lostRows > 0 { warnings.append("\(lostRows) changes of phases along a temperature have no line") }
        if let first = jumps.first {
            warnings.append(
                "\(jumps.count) changes of phases were bisected and have no line with a phase at zero, as \(first.below.joined(separator: " + ")) to \(first.above.joined(separator: " + ")) at \(rounded(first.plane.temperature, 100)) K, \(rounded(first.share, 1e4)) of the way"
            )
        }
        var gaps = 0
        var largest: (share: Double, low: Double, high: Double)?
        for share in columns() {
            for gap in intervals(share: share) where isGap(gap) {
                gaps += 1
                if gap.high - gap.low > (largest.map { $0.high - $0.low } ?? 0) { largest = (share, gap.low, gap.high) }
            }
        }
        if let largest {
            warnings.append(
                "in \(gaps) of \(columns().count) columns the lines do not say which phases lie between them, at most from \(rounded(largest.low, 10)) to \(rounded(largest.high, 10)) K at \(rounded(largest.share, 1e4)) of the way: fields may be lost there"
            )
        }
    }
}
