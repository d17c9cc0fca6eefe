import Tieline

/// The evidence of a mapping campaign, checked and in the order in which it came: what every belief about the map is a fold over.
struct MappingEvidence: Sendable {
    /// One sample that was looked at, before the campaign or in it.
    struct Observation: Sendable {
        /// The position in the pool, or `nil` for a place outside it, as a known label may have.
        var poolIndex: Int?
        var condition: Condition
        /// By source, then by region of the map: the probability that the source gives each; `nil` where it said nothing.
        var labels: [[Double]?]
        /// By property; `nil` where it was not measured.
        var properties: [PropertyMeasurement?]

        /// The region that the first source with an opinion thinks most probable.
        var region: Int? {
            labels.lazy.compactMap { $0 }.first.map { label in label.indices.reduce(0) { label[$1] > label[$0] ? $1 : $0 } }
        }
    }

    let mapping: MappingSpecification
    let space: ParameterSpace
    let pool: [Condition]
    let regions: [String]
    /// Known labels first, then measurements.
    private(set) var observations: [Observation] = []
    private(set) var measurementCount = 0
    /// By position in the pool: measured, or given up.
    private(set) var isMeasured: [Bool]
    /// By position in the pool: how often a measurement was lost there.
    private var losses: [Int]
    /// A place where so many were lost is not offered again: a sample may have fallen off.
    private static let mostLosses = 2
    private let places: [Condition: Int]
    private let name: String

    /// - Throws: `SpecificationError` for a campaign that maps nothing.
    init(_ specification: CampaignSpecification) throws(SpecificationError) {
        guard let mapping = specification.mapping else {
            throw SpecificationError(
                .inconsistent, file: specification.name, line: nil, field: "structure", message: "the campaign maps no phases",
                remedy: "Say where labels come from.")
        }
        self.mapping = mapping
        name = specification.name
        space = specification.space
        pool = specification.space.pool
        regions = mapping.regions
        places = Dictionary(zip(pool, pool.indices)) { first, _ in first }
        isMeasured = Array(repeating: false, count: pool.count)
        losses = Array(repeating: 0, count: pool.count)
        for known in mapping.known {
            let probabilities = mapping.structure.map { source in
                source.name == known.source ? Self.spread(source.labels.map { $0 == known.label ? 1 : 0 }, of: source, over: regions) : nil
            }
            observations.append(
                Observation(
                    poolIndex: places[known.condition], condition: known.condition, labels: probabilities,
                    properties: mapping.properties.map { _ in nil }))
        }
    }

    /// Takes in one measurement.
    /// - Throws: `SpecificationError` where the evidence does not fit what the campaign declares: an unknown source or property, more labels than declared,
    ///   probabilities that are none, a contradiction of a source declared free of errors.
    mutating func append(_ measurement: Measurement) throws(SpecificationError) {
        var labels: [[Double]?] = mapping.structure.map { _ in nil }
        for label in measurement.evidence.labels {
            guard let index = mapping.structure.firstIndex(where: { $0.name == label.source }) else {
                throw problem(measurement, "there is no source `\(label.source)`", "Declare it in `structure`.")
            }
            try check(label, of: mapping.structure[index], measurement)
            labels[index] = Self.spread(label.probabilities, of: mapping.structure[index], over: regions)
        }
        var properties: [PropertyMeasurement?] = mapping.properties.map { _ in nil }
        for value in measurement.evidence.properties {
            guard let index = mapping.properties.firstIndex(where: { $0.name == value.property }) else {
                throw problem(measurement, "there is no property `\(value.property)`", "Declare it in `properties`.", field: "properties")
            }
            guard value.value.isFinite, value.standardDeviation.isFinite, value.standardDeviation >= 0 else {
                throw problem(measurement, "`\(value.property)` is \(value.value) ± \(value.standardDeviation)", "Measure it again.")
            }
            properties[index] = value
        }
        let place = places[measurement.condition]
        observations.append(Observation(poolIndex: place, condition: measurement.condition, labels: labels, properties: properties))
        measurementCount += 1
        if let place { isMeasured[place] = true }
    }

    /// Takes note of a measurement that came to nothing.
    mutating func lose(_ condition: Condition) {
        guard let place = places[condition] else { return }
        losses[place] += 1
        if losses[place] >= Self.mostLosses { isMeasured[place] = true }
    }

    /// How many places were given up.
    var placesGivenUp: Int { losses.count { $0 >= Self.mostLosses } }

    private func check(_ label: LabelEvidence, of source: LabelSource, _ measurement: Measurement) throws(SpecificationError) {
        guard label.probabilities.count == source.labels.count else {
            throw problem(
                measurement, "`\(source.name)` gives \(label.probabilities.count) labels, and \(source.labels.count) are declared",
                "Declare every label that it can give.")
        }
        guard label.probabilities.allSatisfy({ $0 >= 0 }), abs(label.probabilities.reduce(0, +) - 1) < 1e-6 else {
            throw problem(measurement, "the probabilities of `\(source.name)` are \(label.probabilities)", "They have to sum to one.")
        }
        guard source.errorRate == 0, let position = mapping.structure.firstIndex(of: source) else { return }
        let said = Self.spread(label.probabilities, of: source, over: regions)
        let contradicted = observations.first { other in
            other.condition == measurement.condition && (other.labels[position].map { zip($0, said).allSatisfy { $0 * $1 == 0 } } ?? false)
        }
        if contradicted != nil {
            throw problem(
                measurement,
                "`\(source.name)`, declared free of errors, calls \(measurement.condition.coordinates) `\(source.labels[label.mostProbable])`, and called it otherwise before",
                "Declare an `errorRate` above 0, or withdraw the wrong label.")
        }
    }

    /// Whether an error-free source has named the region of every place that has a value.
    var areAllValuesNamed: Bool {
        observations.allSatisfy { observation in
            !observation.properties.contains { $0 != nil }
                || zip(mapping.structure, observation.labels).contains { $0.errorRate == 0 && $1?.max() == 1 }
        }
    }

    /// A source's probabilities over all regions of the map.
    private static func spread(_ probabilities: [Double], of source: LabelSource, over regions: [String]) -> [Double] {
        regions.map { region in source.labels.firstIndex(of: region).map { probabilities[$0] } ?? 0 }
    }

    private func problem(_ measurement: Measurement, _ message: String, _ remedy: String, field: String = "structure") -> SpecificationError {
        SpecificationError(
            .inconsistent, file: name, line: nil, field: field, message: "measurement \(measurement.number): \(message)", remedy: remedy)
    }
}
