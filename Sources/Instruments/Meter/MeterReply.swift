import Tieline

/// A finished reading as a meter serves it (docs/bench-protocol.md), before anything of it is believed.
struct MeterReply: Decodable {
    struct Label: Decodable {
        let source: String
        let regions: [String]
        let probabilities: [Double]
    }

    struct Property: Decodable {
        let name: String
        let value: Double
        let standardDeviation: Double
    }

    let session: String
    let reading: Int
    let coordinates: [Double]
    let labels: [Label]
    let properties: [Property]

    /// By how much probabilities may miss one: what single-precision instruments sum to.
    static let probabilityTolerance = 1e-4

    var identifier: ReadingIdentifier { ReadingIdentifier(session: session, number: reading) }

    /// The reading, checked.
    func checked() throws(MeterReplyError) -> SampleReading {
        guard !coordinates.isEmpty, coordinates.allSatisfy(\.isFinite) else { throw .noPlace(coordinates) }
        for label in labels {
            let sum = label.probabilities.reduce(0, +)
            guard label.probabilities.count == label.regions.count, label.probabilities.allSatisfy({ $0 >= 0 }),
                abs(sum - 1) <= Self.probabilityTolerance
            else { throw .noProbabilities(label.source, label.probabilities) }
            guard Set(label.regions).count == label.regions.count else { throw .twice(label.source) }
        }
        for property in properties {
            guard property.value.isFinite, property.standardDeviation.isFinite, property.standardDeviation >= 0 else {
                throw .noValue(property.name, property.value, property.standardDeviation)
            }
        }
        for names in [labels.map(\.source), properties.map(\.name)] {
            if let name = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) { throw .twice(name) }
        }
        return SampleReading(
            identifier: identifier, condition: Condition(coordinates),
            labels: labels.map { label in
                let sum = label.probabilities.reduce(0, +)
                return .init(source: label.source, regions: label.regions, probabilities: label.probabilities.map { $0 / sum })
            },
            properties: properties.map { PropertyMeasurement(property: $0.name, value: $0.value, standardDeviation: $0.standardDeviation) })
    }
}

/// Why a reading is none.
enum MeterReplyError: Error, Hashable {
    case noPlace([Double])
    case noProbabilities(String, [Double])
    case noValue(String, Double, Double)
    case twice(String)

    var words: String {
        switch self {
        case .noPlace(let coordinates): "the place is \(coordinates)"
        case .noProbabilities(let source, let numbers): "the probabilities of `\(source)` are \(numbers)"
        case .noValue(let name, let value, let deviation): "`\(name)` is \(value) ± \(deviation)"
        case .twice(let name): "`\(name)` is there twice"
        }
    }
}
