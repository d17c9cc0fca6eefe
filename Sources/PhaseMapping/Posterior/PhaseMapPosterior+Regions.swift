extension PhaseMapPosterior {
    /// How many regions the data support: the probability that so many of them hold a measured location, `0...regions`.
    ///
    /// A region that holds none may still be anywhere else: P(region) of an unseen one at a point is the reason to look there.
    public var occupiedRegionCounts: [Double] {
        var result = [Double](repeating: 0, count: regions + 1)
        for draw in draws {
            var isOccupied = [Bool](repeating: false, count: regions)
            for region in draw.assignments { isOccupied[region] = true }
            result[isOccupied.count { $0 }] += 1 / Double(draws.count)
        }
        return result
    }
}
