#if canImport(Glibc)
    import Glibc
#endif

/// How good a map is against the truth.
public struct MapScores: Sendable, Hashable {
    /// Share of points whose most probable region is the true one, which for one label a point is the micro-averaged F1.
    public let microF1: Double
    /// Mean of `ln P(true region)`, P floored at 1e-12.
    public let labelLogScore: Double
    /// Mean distance between the probability of the most probable region and how often it is right, in ten equal bins (Naeini et al. 2015, AAAI).
    public let calibrationError: Double
    /// Of each region, points that are and are said to be in it over points that are or are said to be; 1 for a region that neither has.
    public let intersectionOverUnion: [Double]
    public let agreement: PartitionAgreement

    static let bins = 10
    static let smallestProbability = 1e-12

    /// - Parameters:
    ///   - probabilities: `points × regions`.
    ///   - truth: One region a point; one that the probabilities do not know counts as never found.
    public init(probabilities: [Double], regions: Int, truth: [Int]) {
        precondition(probabilities.count == truth.count * regions, "one row of probabilities a point")
        var found: [Int] = []
        var logSum = 0.0
        var hits = [Double](repeating: 0, count: Self.bins)
        var confidences = hits
        for (point, region) in truth.enumerated() {
            let row = probabilities[(point * regions)..<((point + 1) * regions)]
            var best = row.startIndex
            for index in row.indices where row[index] > row[best] { best = index }
            let guess = best - row.startIndex
            found.append(guess)
            logSum += log(max(region < regions ? row[row.startIndex + region] : 0, Self.smallestProbability))
            let bin = min(Int(row[best] * Double(Self.bins)), Self.bins - 1)
            confidences[bin] += row[best]
            hits[bin] += guess == region ? 1 : 0
        }
        let count = Double(max(truth.count, 1))
        microF1 = hits.reduce(0, +) / count
        labelLogScore = logSum / count
        calibrationError = zip(hits, confidences).reduce(0) { $0 + abs($1.0 - $1.1) } / count
        intersectionOverUnion = (0..<max(regions, (truth.max() ?? -1) + 1)).map { region in
            let both = zip(found, truth).count { $0 == region && $1 == region }
            let either = zip(found, truth).count { $0 == region || $1 == region }
            return either == 0 ? 1 : Double(both) / Double(either)
        }
        agreement = PartitionAgreement(found, truth)
    }
}
