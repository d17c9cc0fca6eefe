/// Lines that run through a critical point.
extension IsoplethTracer {
    /// Two sets are about to become one when they are this close, as the sum over the differences of their site fractions.
    private static let nearCritical = 0.4

    /// Where the zero set of a line and another of its phase become one, the line goes on with their places changed: what was the one end of the
    /// shortest tie-lines is the other.
    mutating func beyondCritical(_ before: State, _ last: State, _ axis: Axis) -> State? {
        guard let zero = last.plane.sets.last, let earlier = before.plane.sets.last else { return nil }
        func distance(_ one: [Double], _ two: [Double]) -> Double { zip(one, two).reduce(0) { $0 + abs($1.0 - $1.1) } }
        let twins = last.plane.sets.indices.dropLast().filter { last.plane.sets[$0].phase == zero.phase }
        guard let twin = twins.min(by: { distance(last.plane.sets[$0].y, zero.y) < distance(last.plane.sets[$1].y, zero.y) }),
            before.plane.sets.indices.contains(twin)
        else { return nil }
        let gap = distance(last.plane.sets[twin].y, zero.y)
        let wider = distance(before.plane.sets[twin].y, earlier.y)
        guard gap < Self.nearCritical, wider > gap else { return nil }
        // The distance falls in proportion to what is left of the way.
        let left = gap / (wider - gap)
        var sets = last.plane.sets
        (sets[twin].y, sets[sets.count - 1].y) = (zero.y, last.plane.sets[twin].y)
        for factor in [2.0, 1.6, 2.6] {
            let share = last.share + (last.share - before.share) * left * factor
            let temperature = last.temperature + (last.temperature - before.temperature) * left * factor
            guard shares.contains(share), temperatures.contains(temperature) else { continue }
            let arrival = arrive(sets, share: axis == .share ? share : nil, temperature: temperature, isFree: axis == .share)
            guard case .stable(let plane) = arrival else { continue }
            let found = State(share: axis == .share ? share : line.share(of: follower.composition(plane.sets)), plane: plane)
            if shares.contains(found.share), temperatures.contains(found.temperature) { return found }
        }
        return nil
    }
}
