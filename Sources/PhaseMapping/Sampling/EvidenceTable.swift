import Tieline

/// The evidence as the samplers read it: every location once, and everything else by its index.
struct EvidenceTable: Sendable {
    struct StructureRow: Sendable {
        var point: Int
        var source: Int
        /// One a region; they sum to one.
        var probabilities: [Double]
    }

    /// The values of a family of properties, in the order of the evidence.
    struct ProcessTable: Sendable {
        /// Which of the family's properties each is of.
        var members: [Int]
        var points: [Int]
        /// `rows × axes`.
        var coordinates: [Double]
        /// Relative to the mean of the level.
        var values: [Double]
        var knownVariances: [Double]

        /// The rows whose location is assigned to a region, rising.
        func rows(in region: Int, _ assignments: [Int]) -> [Int] {
            var result: [Int] = []
            result.reserveCapacity(points.count)
            for (row, point) in points.enumerated() where assignments[point] == region { result.append(row) }
            return result
        }
    }

    struct PairRow: Sendable {
        var first: Int
        var second: Int
        var probabilitySame: Double
    }

    let conditions: [Condition]
    let coordinates: [[Double]]
    let structure: [StructureRow]
    /// In the order of the model's families.
    let families: [ProcessTable]
    let pairs: [PairRow]

    init(_ evidence: PhaseMapEvidence, model: PhaseMapModel) throws(PhaseMapInputError) {
        try model.check()
        try evidence.check(against: model)
        var known: Set<Condition> = []
        let all =
            evidence.structure.map(\.location) + evidence.properties.map(\.location) + model.pairs.flatMap { [$0.first, $0.second] }
        let distinct = all.filter { known.insert($0).inserted }
        var mapped: [[Double]] = []
        for condition in distinct { mapped.append(try model.coordinates.coordinates(of: condition)) }
        let order = Self.coarseToFine(mapped)
        conditions = order.map { distinct[$0] }
        let ordered = order.map { mapped[$0] }
        coordinates = ordered
        let index = Dictionary(uniqueKeysWithValues: conditions.enumerated().map { ($1, $0) })
        func point(_ condition: Condition) -> Int { index[condition] ?? 0 }
        structure = evidence.structure.map { item in
            let padding = [Double](repeating: 0, count: max(0, model.regions - item.probabilities.count))
            return StructureRow(
                point: point(item.location), source: item.source, probabilities: Array((item.probabilities + padding).prefix(model.regions)))
        }
        families = model.families.map { family in
            let rows = evidence.properties.filter { family.properties.contains($0.property) }
            return ProcessTable(
                members: rows.map { family.properties.firstIndex(of: $0.property) ?? 0 },
                points: rows.map { point($0.location) }, coordinates: rows.flatMap { ordered[point($0.location)] },
                values: rows.map { $0.value - model.properties[$0.property].levelMean },
                knownVariances: rows.map { $0.standardDeviation * $0.standardDeviation })
        }
        pairs = model.pairs.map { PairRow(first: point($0.first), second: point($0.second), probabilitySame: $0.probabilitySame) }
    }

    /// Beyond so many the rest come as they are.
    private static let orderedPoints = 512

    /// Each next point is the farthest from those before it (Gonzalez 1985, Theor. Comput. Sci. 38, 293), so that the first ones already span the map.
    private static func coarseToFine(_ coordinates: [[Double]]) -> [Int] {
        var order: [Int] = []
        var distance = [Double](repeating: .infinity, count: coordinates.count)
        var next = 0
        while order.count < min(coordinates.count, orderedPoints) {
            order.append(next)
            distance[next] = -1
            var farthest = next
            for index in coordinates.indices where distance[index] >= 0 {
                var square = 0.0
                for axis in coordinates[index].indices {
                    let difference = coordinates[index][axis] - coordinates[next][axis]
                    square += difference * difference
                }
                distance[index] = min(distance[index], square)
                if distance[index] > distance[farthest] { farthest = index }
            }
            next = farthest
        }
        return order + distance.indices.filter { distance[$0] >= 0 }
    }
}
