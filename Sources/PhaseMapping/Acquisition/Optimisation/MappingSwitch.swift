#if canImport(Glibc)
    import Glibc
#endif

/// When to stop mapping and start optimising: as published, the map has settled.
public enum MapSettlement {
    /// Iterations between the two maps that are compared (Kusne et al. 2020, Nat. Commun. 11, 5966, released code).
    public static let lag = 4
    /// More than so many iterations must have passed.
    public static let leastIterations = 5
    /// Fowlkes-Mallows index.
    public static let leastAgreement = 0.8

    /// - Parameter maps: The most probable region of every point, iteration by iteration, the last one now.
    /// - Returns: The agreement of the map now with that four iterations ago; `nil` before there is one.
    public static func agreement(_ maps: [[Int]]) -> Double? {
        guard maps.count > lag, let now = maps.last else { return nil }
        return PartitionAgreement(now, maps[maps.count - 1 - lag]).fowlkesMallows
    }

    public static func hasSettled(_ maps: [[Int]]) -> Bool {
        guard maps.count > leastIterations, let agreement = agreement(maps) else { return false }
        return agreement >= leastAgreement
    }
}

/// When to stop mapping and start optimising, by what each is worth: a map may have settled where it does not matter, and be open where the optimum is.
///
/// Both are measured by how much better the best point is expected to be afterwards, in the property's unit. A label at `x` splits the draws:
/// `E_y max_x' E[f(x') | y] − max_x' E[f(x')]`. A value at `x` is worth its expected improvement over the same `max_x' E[f(x')]`.
public struct MappingSwitch: Sendable, Hashable {
    /// Of the most valuable label, and where.
    public let mappingGain: Double
    public let mappingPoint: Int
    /// Of the most valuable value of the property, and where.
    public let optimisingGain: Double
    public let optimisingPoint: Int
    /// Which gain is larger per second.
    public let optimises: Bool

    /// Labels are valued at so many points only, those that tell most about the map.
    static let mappingPoints = 48

    /// - Parameters:
    ///   - optimum: Over all regions.
    ///   - candidates: Points that can be measured; must not be empty.
    ///   - relativeCost: Seconds of a structure measurement over seconds of a property measurement.
    public init(_ optimum: PropertyOptimum, candidates: [Int], relativeCost: Double = 1) {
        precondition(!candidates.isEmpty && relativeCost > 0, "a choice needs candidates")
        let prediction = optimum.prediction
        let means = optimum.means
        let best = means.max() ?? 0
        let information = prediction.mutualInformations
        let informative = candidates.sorted { (information[$0], $1) > (information[$1], $0) }.prefix(Self.mappingPoints)
        var mapping = (gain: 0.0, point: candidates[0])
        for point in informative {
            let gain = Self.valueOfLabel(at: point, optimum) - best
            if gain > mapping.gain { mapping = (gain, point) }
        }
        let improvements = optimum.expectedImprovement(measured: [], over: optimum.unsigned(best))
        var optimising = (gain: 0.0, point: candidates[0])
        for point in candidates where improvements[point] > optimising.gain { optimising = (improvements[point], point) }
        (mappingGain, mappingPoint) = mapping
        (optimisingGain, optimisingPoint) = optimising
        optimises = optimising.gain >= mapping.gain / relativeCost
    }

    /// For a person.
    public var sentence: String {
        let gains = "a label is expected to raise the best point by \(Words.number(mappingGain)), a value by \(Words.number(optimisingGain))"
        return optimises ? "optimise now: \(gains)" : "map on: \(gains)"
    }

    /// `E_y max_x' E[f(x') | y]`.
    private static func valueOfLabel(at point: Int, _ optimum: PropertyOptimum) -> Double {
        let prediction = optimum.prediction
        let means = optimum.drawMeans
        var value = 0.0
        for label in 0..<prediction.regions {
            let weights = (0..<prediction.draws).map { prediction.probability(draw: $0, point: point, region: label) }
            let total = weights.reduce(0, +)
            let share = total / Double(max(prediction.draws, 1))
            guard share > 1e-6 else { continue }
            var best = -Double.infinity
            for other in 0..<prediction.points {
                var mean = 0.0
                for draw in 0..<prediction.draws {
                    // At the point itself the label says which process it is.
                    let own = other == point ? optimum.mean(draw: draw, point: point, region: label) : means[draw * prediction.points + other]
                    mean += weights[draw] * own
                }
                best = max(best, mean / total)
            }
            value += share * best
        }
        return value
    }
}
