import Tieline

/// A finished reading as a meter serves it (docs/bench-protocol.md), before anything of it is believed.
struct MeterReply: Decodable {
    /// A source without regions and probabilities has nothing to say.
    struct Label: Decodable {
        let source: String
        let regions: [String]?
        let probabilities: [Double]?
    }

    /// A property without a value was not measured.
    struct Property: Decodable {
        let name: String
        let value: Double?
        let standardDeviation: Double?
    }

    let session: String
    let reading: Int
    let order: String
    let coordinates: [Double]
    let labels: [Label]
    let properties: [Property]

    /// By how much probabilities may miss one: what single-precision instruments sum to.
    static let probabilityTolerance = 1e-4
    /// The most coordinates, sources, properties, and regions of a source.
    static let maximumCount = 256
    /// The longest name of a source, a region or a property.
    static let maximumNameLength = 128

    var identifier: ReadingIdentifier { ReadingIdentifier(session: session, number: reading, order: order) }

    /// The reading, checked.
    func checked() throws(MeterReplyError) -> SampleReading {
        guard order.count <= BenchMeter.maximumOrderLength else { throw .noName("order", order.count) }
        guard coordinates.count <= Self.maximumCount else { throw .tooMany("coordinates", coordinates.count) }
        guard !coordinates.isEmpty, coordinates.allSatisfy(\.isFinite) else { throw .noPlace(coordinates) }
        try Self.check(names: labels.map(\.source), "sources")
        try Self.check(names: properties.map(\.name), "properties")
        var reading = SampleReading(identifier: identifier, condition: Condition(coordinates), labels: [], properties: [])
        for label in labels {
            if let said = try label.checked() { reading.labels.append(said) } else { reading.silent.append(label.source) }
        }
        for property in properties {
            if let value = try property.checked() { reading.properties.append(value) } else { reading.silent.append(property.name) }
        }
        return reading
    }

    /// Each once, none empty, and no more and no longer than anybody can mean.
    static func check(names: [String], _ what: String) throws(MeterReplyError) {
        guard names.count <= maximumCount else { throw .tooMany(what, names.count) }
        var seen: Set<String> = []
        for name in names {
            guard 1...maximumNameLength ~= name.count else { throw .noName(what, name.count) }
            guard seen.insert(name).inserted else { throw .twice(name) }
        }
    }
}

extension MeterReply.Label {
    fileprivate func checked() throws(MeterReplyError) -> SampleReading.Label? {
        guard let regions, let probabilities else { return nil }
        try MeterReply.check(names: regions, "regions of `\(source)`")
        let sum = probabilities.reduce(0, +)
        guard probabilities.count == regions.count, probabilities.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= MeterReply.probabilityTolerance
        else { throw .noProbabilities(source, probabilities) }
        return .init(source: source, regions: regions, probabilities: probabilities.map { $0 / sum })
    }
}

extension MeterReply.Property {
    fileprivate func checked() throws(MeterReplyError) -> PropertyMeasurement? {
        guard let value, let standardDeviation else { return nil }
        guard value.isFinite, standardDeviation.isFinite, standardDeviation >= 0 else { throw .noValue(name, value, standardDeviation) }
        return PropertyMeasurement(property: name, value: value, standardDeviation: standardDeviation)
    }
}

/// Why a reading is none.
enum MeterReplyError: Error, Hashable {
    case noPlace([Double])
    case noProbabilities(String, [Double])
    case noValue(String, Double, Double)
    case noName(String, Int)
    case twice(String)
    case tooMany(String, Int)

    var words: String {
        switch self {
        case .noPlace(let coordinates): "the place is \(Self.beginning(of: coordinates))"
        case .noProbabilities(let source, let numbers): "the probabilities of `\(source)` are \(Self.beginning(of: numbers))"
        case .noValue(let name, let value, let deviation): "`\(name)` is \(value) ± \(deviation)"
        case .noName(let what, let length): "the \(what): a name of \(length) characters"
        case .twice(let name): "`\(name)` is there twice"
        case .tooMany(let what, let count): "there are \(count) \(what), more than \(MeterReply.maximumCount)"
        }
    }

    /// As much of a list as belongs in a message.
    private static func beginning(of numbers: [Double]) -> String {
        numbers.count <= 8 ? "\(numbers)" : "\(Array(numbers.prefix(8))) and \(numbers.count - 8) more"
    }
}
