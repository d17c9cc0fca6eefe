import Inference
import PhaseMapping
import Tieline

/// Which condition's label is expected to raise the share of the map that is right by most.
///
/// Only maps drawn whole tell, and these are costly: some of the least certain conditions are judged, against a sample of the pool.
struct MostTellingLabel: Sendable {
    /// How many of the least certain conditions may be judged, and how many of them are, drawn at random.
    private static let leastCertain = 200
    private static let judged = 40
    /// And of those that would tell most if the draws were all that is not known: where a label settles which of two pictures of the map is right, however sure either is of it.
    private static let decisive = 20
    /// Conditions of the pool that stand for all of it.
    private static let targets = 160
    /// Fewer maps make differences of their own.
    private static let maps = 384

    /// One a condition of the pool, 0 for those that were not judged; `nil` where there are no maps to draw, or no label is expected to tell anything.
    static func scores(
        _ belief: PhaseMapBelief, pool: [Condition], free: [Int], seed: UInt64, key: UInt64, _ stream: inout RandomStream
    ) throws -> [Double]? {
        let entropies = belief.prediction.entropies
        let uncertain = free.sorted { (entropies[$0], $1) > (entropies[$1], $0) }.prefix(leastCertain).filter { entropies[$0] > 0 }
        let others = drawn(targets, of: Array(pool.indices), &stream)
        let betweenDraws = zip(free, belief.prediction.ensemble.expectedAccuracyGain(candidates: free, targets: others))
        let decisive = betweenDraws.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(decisive).filter { $0.1 > 0 }.map(\.0)
        let candidates = decisive + drawn(judged, of: uncertain.filter { !decisive.contains($0) }, &stream)
        guard !candidates.isEmpty,
            let ensemble = try belief.posterior.draws?.ensemble(at: (candidates + others).map { pool[$0] }, maps: maps, seed: seed, key: key)
        else { return nil }
        let gains = ensemble.expectedAccuracyGain(
            candidates: Array(candidates.indices), targets: Array(candidates.count..<(candidates.count + others.count)))
        guard gains.contains(where: { $0 > 0 }) else { return nil }
        var result = [Double](repeating: 0, count: pool.count)
        for (candidate, gain) in zip(candidates, gains) { result[candidate] = gain }
        return result
    }

    /// So many of the places, each at most once.
    private static func drawn(_ count: Int, of places: [Int], _ stream: inout RandomStream) -> [Int] {
        var places = places
        let count = min(count, places.count)
        for index in 0..<count {
            places.swapAt(index, index + min(Int(stream.uniform() * Double(places.count - index)), places.count - index - 1))
        }
        return Array(places.prefix(count))
    }
}
