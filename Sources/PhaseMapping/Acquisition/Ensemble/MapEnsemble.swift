import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// Whole maps drawn from the posterior at some points.
///
/// P(region) point by point does not tell which points go together; what a measurement at one point says about another needs maps drawn whole.
public struct MapEnsemble: Sendable {
    public let maps: Int
    public let points: Int
    public let regions: Int
    /// One a region, `maps × points`: P(region | point) of that map.
    let probabilities: [Matrix]
    /// `points × regions`: the mean over maps.
    public let means: [Double]

    /// - Parameter probabilities: `maps × points × regions`.
    public init(maps: Int, points: Int, regions: Int, probabilities: [Double]) {
        precondition(maps > 0 && probabilities.count == maps * points * regions, "every map has a probability for every point and region")
        self.maps = maps
        self.points = points
        self.regions = regions
        self.probabilities = (0..<regions).map { region in
            Matrix(rows: maps, columns: points, elements: (0..<(maps * points)).map { probabilities[$0 * regions + region] })
        }
        var means = [Double](repeating: 0, count: points * regions)
        for index in 0..<(maps * points * regions) { means[index % (points * regions)] += probabilities[index] / Double(maps) }
        self.means = means
    }
}

extension PhaseMapPrediction {
    /// The draws' own probabilities as maps: what is known once the draw is, with nothing of what a draw leaves open between its locations.
    public var ensemble: MapEnsemble {
        MapEnsemble(maps: draws, points: points, regions: regions, probabilities: drawProbabilities)
    }
}
