/// The regions between the lines.
extension IsoplethTracer {
    /// What the lines say of one column: the phases between two temperatures.
    struct Interval {
        /// Kelvin.
        var low: Double
        var high: Double
        /// Nil where the line below and the line above do not agree.
        var phases: [String]?
    }

    /// Intervals of temperature narrower than this part of the section's height are not resolved.
    static let resolution = 2e-4

    /// The intervals of a column from the lowest temperature to the highest.
    func intervals(share: Double) -> [Interval] {
        var crossings = crossings(share: share)
        guard !crossings.isEmpty else {
            // Without a line the whole column is one field, that of the nearest point of the grid.
            let place = grid.shares.indices.min { abs(grid.shares[$0] - share) < abs(grid.shares[$1] - share) } ?? 0
            let names = grid.planes.lazy.compactMap { $0[place] }.first.map { follower.names($0) }
            return [Interval(low: temperatures.lowerBound, high: temperatures.upperBound, phases: names)]
        }
        // Lines that all but meet can be in the wrong order by what their chords are off.
        let close = Self.resolution * height
        for place in crossings.indices.dropLast() where crossings[place].above != crossings[place + 1].below {
            if crossings[place + 1].temperature - crossings[place].temperature < close, crossings[place + 1].above == crossings[place].below {
                crossings.swapAt(place, place + 1)
            }
        }
        var result = [Interval(low: temperatures.lowerBound, high: crossings[0].temperature, phases: crossings[0].below)]
        for (one, two) in zip(crossings, crossings.dropFirst()) {
            result.append(.init(low: one.temperature, high: two.temperature, phases: one.above == two.below ? one.above : nil))
        }
        if let last = crossings.last { result.append(.init(low: last.temperature, high: temperatures.upperBound, phases: last.above)) }
        return result.filter { $0.high > $0.low }
    }

    /// Columns between every two shares at which a line begins or ends: each region crosses one of them.
    func columns() -> [Double] {
        var limits = grid.shares
        for curve in curves { limits += [curve.states.first, curve.states.last].compactMap { $0?.share } }
        limits.sort()
        return zip(limits, limits.dropFirst()).filter { $1 - $0 > 1e-9 }.map { 0.5 * ($0 + $1) }
    }

    private static let maximumRepairs = 64

    /// Where lines above one another do not agree a line is missing: the column is searched for it.
    mutating func repair() {
        var tried: [Double] = []
        for _ in 0..<Self.maximumRepairs {
            let known = curves.count
            guard
                let share = columns().first(where: { share in
                    !tried.contains { abs($0 - share) < 1e-9 } && intervals(share: share).contains { isGap($0) }
                })
            else { return }
            tried.append(share)
            let places = intervals(share: share).filter { $0.high - $0.low > Self.resolution * height }
            let problem = line.problem(share)
            let states = ([temperatures.lowerBound] + places.map { 0.5 * ($0.low + $0.high) } + [temperatures.upperBound]).compactMap {
                try? follower.search(problem, at: $0)
            }
            explain(states, share: share)
            if curves.count > known { tried.removeAll() }
        }
    }

    func isGap(_ interval: Interval) -> Bool { interval.phases == nil && interval.high - interval.low > Self.resolution * height }

    /// Intervals of neighbouring columns with the same phases that overlap are one region; its label stands where it is highest.
    func regions() -> [Isopleth.Region] {
        struct Part {
            var phases: [String]
            var share: Double
            var width: Double
            var low: Double
            var high: Double
        }
        // A steep region is one only if it overlaps from column to column: all points of the lines are limits.
        var limits = grid.shares
        for curve in curves { limits += curve.states.map(\.share) }
        limits.sort()
        var parts: [Part] = []
        var root: [Int] = []
        func find(_ place: Int) -> Int {
            var place = place
            while root[place] != place { place = root[place] }
            return place
        }
        var previous = 0..<0
        for (one, two) in zip(limits, limits.dropFirst()) where two - one > 1e-9 {
            let first = parts.count
            for interval in intervals(share: 0.5 * (one + two)) {
                guard let phases = interval.phases else { continue }
                parts.append(.init(phases: phases, share: 0.5 * (one + two), width: two - one, low: interval.low, high: interval.high))
                root.append(parts.count - 1)
                for other in previous where parts[other].phases == phases && parts[other].low < interval.high && parts[other].high > interval.low {
                    let (a, b) = (find(other), find(parts.count - 1))
                    root[max(a, b)] = min(a, b)
                }
            }
            previous = first..<parts.count
        }
        var members: [Int: [Int]] = [:]
        var order: [Int] = []
        for place in parts.indices {
            let key = find(place)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(place)
        }
        return order.map { key in
            let own = (members[key] ?? []).map { parts[$0] }
            let tallest = own.max { $0.high - $0.low < $1.high - $1.low } ?? parts[key]
            return Isopleth.Region(
                phases: tallest.phases, label: .init(share: tallest.share, temperature: 0.5 * (tallest.low + tallest.high)),
                shares: [(own.map { $0.share - $0.width / 2 }.min() ?? 0), (own.map { $0.share + $0.width / 2 }.max() ?? 0)],
                temperatures: [own.map(\.low).min() ?? 0, own.map(\.high).max() ?? 0],
                area: own.reduce(0) { $0 + $1.width * ($1.high - $1.low) } / (width * height))
        }
    }

    /// The lines as data.
    func lines() -> [Isopleth.Line] {
        curves.map { curve in
            .init(
                below: curve.below, above: curve.above, points: curve.states.map { .init(share: $0.share, temperature: $0.temperature) },
                ends: curve.ends.map { end in
                    switch end {
                    case .node: .node
                    case .window: .window
                    case .ring: .ring
                    case .turn: .turn
                    case .unresolved: .unresolved
                    }
                })
        }
    }
}
