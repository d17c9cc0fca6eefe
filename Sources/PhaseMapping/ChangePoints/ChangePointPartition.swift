/// Where sorted change points lie: in which gaps between the locations of the evidence. Nothing measured depends on where in a gap they are.
struct ChangePointPartition: Hashable, Sendable {
    /// Rising; one a change point, with repetitions.
    var gaps: [Int]

    /// All of them.
    static func all(changePoints: Int, gaps: Int) -> [ChangePointPartition] {
        var result = [ChangePointPartition(gaps: [])]
        for _ in 0..<changePoints {
            result = result.flatMap { partial in
                ((partial.gaps.last ?? 0)..<gaps).map { ChangePointPartition(gaps: partial.gaps + [$0]) }
            }
        }
        return result
    }

    /// The volume of sorted change points in these gaps: the product of the widths, over the orders of those that share a gap.
    func volume(widths: [Double]) -> Double {
        var volume = 1.0
        var repetitions = 1.0
        for (index, gap) in gaps.enumerated() {
            repetitions = index > 0 && gaps[index - 1] == gap ? repetitions + 1 : 1
            volume *= widths[gap] / repetitions
        }
        return volume
    }

    /// The region of a location that has so many gaps below it.
    func region(gapsBelow: Int) -> Int { gaps.count { $0 < gapsBelow } }

    /// P(region) of a place inside a gap, `share` of the way through it: change points of that gap are below it independently.
    func probabilities(gap: Int, share: Double, regions: Int) -> [Double] {
        var result = [Double](repeating: 0, count: regions)
        let below = gaps.count { $0 < gap }
        let inside = gaps.count { $0 == gap }
        var binomial = [1.0]
        for _ in 0..<inside {
            var next = [Double](repeating: 0, count: binomial.count + 1)
            for (count, probability) in binomial.enumerated() {
                next[count] += probability * (1 - share)
                next[count + 1] += probability * share
            }
            binomial = next
        }
        for (count, probability) in binomial.enumerated() { result[below + count] += probability }
        return result
    }
}
