import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What the chains of a posterior are compared by.
struct MixingMonitors {
    private let target: PhaseMapTarget
    /// Places between the measured ones, as far from all of them as midpoints get.
    private let predictor: DrawPredictor?

    /// How many unmeasured places are monitored.
    static let places = 6
    /// Of so many measured conditions, from coarse to fine, the midpoints are looked at.
    static let spreadConditions = 16

    init(_ target: PhaseMapTarget) {
        self.target = target
        let conditions = Self.unmeasured(target)
        let coordinates = conditions.compactMap { try? target.model.coordinates.coordinates(of: $0) }
        predictor =
            conditions.isEmpty || coordinates.count < conditions.count
            ? nil : DrawPredictor(target: target, locations: conditions, coordinates: coordinates)
    }

    /// P(region) at the measured points, given the latents there.
    func probabilities(atEvidence latents: [Double]) -> [Double] {
        let points = target.points
        let logProbabilities = target.logProbabilities(latents)
        return (0..<points).flatMap { point in quantities { exp(logProbabilities[$0 * points + point]) } }
    }

    /// P(region) at the unmeasured places, draw by draw.
    func probabilitiesBetween(_ draws: [PhaseMapDraw]) throws -> [[Double]] {
        guard let predictor else { return draws.map { _ in [] } }
        var solution: DrawPredictor.FieldSolution?
        return try draws.enumerated().map { number, draw in
            let state = try target.predictiveState(draw)
            let field = predictor.solution(state, previous: solution)
            solution = field
            let map = try predictor.map(state, field, draw: number, isMapOnly: true)
            return predictor.locations.indices.flatMap { place in quantities { map.probabilities[place * target.regions + $0] } }
        }
    }

    /// Of parameters: the log likelihood and the log lengths.
    static func parameters(_ draw: PhaseMapDraw) -> [Double] { [draw.logLikelihood] + draw.fieldLengths.map { log($0) } }

    /// Regions that no label names may change their numbers: of several, the sum and the sum of squares, which do not know who is who. The last of the named ones
    /// follows from the others where there is nothing beside them.
    private func quantities(_ probability: (_ region: Int) -> Double) -> [Double] {
        let named = target.model.labelledRegions
        let unnamed = target.regions - named
        if unnamed == 0 { return (0..<max(named - 1, 1)).map(probability) }
        let own = (0..<named).map(probability)
        guard unnamed > 1 else { return own }
        var (sum, squares) = (0.0, 0.0)
        for region in named..<target.regions {
            sum += probability(region)
            squares += probability(region) * probability(region)
        }
        return own + [sum, squares]
    }

    private static func unmeasured(_ target: PhaseMapTarget) -> [Condition] {
        let known = target.table.coordinates
        let spread = Array(target.table.conditions.prefix(spreadConditions))
        var candidates: [(condition: Condition, coordinates: [Double])] = []
        for first in spread.indices {
            for second in spread.indices where second > first {
                let middle = Condition(zip(spread[first].coordinates, spread[second].coordinates).map { 0.5 * ($0 + $1) })
                if let coordinates = try? target.model.coordinates.coordinates(of: middle) { candidates.append((middle, coordinates)) }
            }
        }
        func square(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        var distances = candidates.map { candidate in known.map { square($0, candidate.coordinates) }.min() ?? 0 }
        var result: [Condition] = []
        while result.count < places, let best = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[best] > 0 {
            result.append(candidates[best].condition)
            for index in distances.indices {
                distances[index] = min(distances[index], square(candidates[index].coordinates, candidates[best].coordinates))
            }
        }
        return result
    }
}
