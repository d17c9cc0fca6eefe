import Tieline

/// The evidence as the samplers read it: every location once, and everything else by its index.
struct EvidenceTable: Sendable {
    struct StructureRow: Sendable {
        var point: Int
        var source: Int
        /// One a region; they sum to one.
        var probabilities: [Double]
    }

    struct PropertyTable: Sendable {
        var points: [Int]
        /// Relative to the mean of the level.
        var values: [Double]
        var knownVariances: [Double]
    }

    struct PairRow: Sendable {
        var first: Int
        var second: Int
        var probabilitySame: Double
    }

    let conditions: [Condition]
    let coordinates: [[Double]]
    let structure: [StructureRow]
    let properties: [PropertyTable]
    let pairs: [PairRow]

    init(_ evidence: PhaseMapEvidence, model: PhaseMapModel) throws(PhaseMapInputError) {
        try model.check()
        try evidence.check(against: model)
        var index: [Condition: Int] = [:]
        var conditions: [Condition] = []
        func point(_ condition: Condition) -> Int {
            if let known = index[condition] { return known }
            index[condition] = conditions.count
            conditions.append(condition)
            return conditions.count - 1
        }
        structure = evidence.structure.map { item in
            let padding = [Double](repeating: 0, count: max(0, model.regions - item.probabilities.count))
            return StructureRow(
                point: point(item.location), source: item.source, probabilities: Array((item.probabilities + padding).prefix(model.regions)))
        }
        properties = model.properties.indices.map { property in
            let rows = evidence.properties.filter { $0.property == property }
            return PropertyTable(
                points: rows.map { point($0.location) }, values: rows.map { $0.value - model.properties[property].levelMean },
                knownVariances: rows.map { $0.standardDeviation * $0.standardDeviation })
        }
        pairs = model.pairs.map { PairRow(first: point($0.first), second: point($0.second), probabilitySame: $0.probabilitySame) }
        var coordinates: [[Double]] = []
        for condition in conditions { coordinates.append(try model.coordinates.coordinates(of: condition)) }
        self.conditions = conditions
        self.coordinates = coordinates
    }
}
