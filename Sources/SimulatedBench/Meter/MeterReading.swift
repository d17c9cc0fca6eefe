public import Tieline

/// A finished reading as the meter serves it: docs/bench-protocol.md.
public struct MeterReading: Encodable, Hashable, Sendable {
    public struct Label: Encodable, Hashable, Sendable {
        public var source: String
        /// The regions that the source knows, and the probability that it gives each.
        public var regions: [String]
        public var probabilities: [Double]
    }

    public struct Property: Encodable, Hashable, Sendable {
        public var name: String
        public var value: Double
        public var standardDeviation: Double
    }

    public var session: String
    public var reading: Int
    public var order: String
    /// Where the sample is that was measured.
    public var coordinates: [Double]
    public var labels: [Label]
    public var properties: [Property]
    public var simulated = true

    /// The reading of that number, by the bench.
    public init(_ identifier: ReadingIdentifier, at place: Condition, bench: MapBench) {
        let evidence = bench.evidence(number: identifier.number, at: place)
        session = identifier.session
        reading = identifier.number
        order = identifier.order
        coordinates = bench.place(nearest: place).coordinates
        labels = evidence.labels.map { Label(source: $0.source, regions: bench.specification.regions, probabilities: $0.probabilities) }
        properties = evidence.properties.map { Property(name: $0.property, value: $0.value, standardDeviation: $0.standardDeviation) }
    }
}
