import Synchronization
public import Tieline

/// The meter in the caller's process, without a line and without waiting: the same model and the same bench as behind `tieline-sim`, so the same reading of the
/// same place says the same, bit for bit.
public final class InProcessMeter: SampleMeter {
    public let bench: MapBench
    public let name: String
    private let model: Mutex<MeterModel>

    public init(_ bench: MapBench, name: String = "meter-1") {
        self.bench = bench
        self.name = name
        model = Mutex(bench.meter(session: Self.session))
    }

    /// Lab time since the meter was made, seconds.
    public var labSeconds: Double { model.withLock { $0.now } }

    public func identity() async throws -> InstrumentIdentity { InProcessBench.identity("sample meter") }

    public func readingSeconds() async throws -> Double { bench.specification.measurementSeconds }

    public func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws {
        do {
            try model.withLock { model throws(MeterModel.Refusal) in
                try model.measure(identifier, at: condition)
                if let end = model.end { model.advance(to: end) }
            }
        } catch {
            throw InstrumentError(.refused, instrument: name, message: "\(error)", remedy: "Ask for the next reading, at one coordinate an axis.")
        }
    }

    public func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading? {
        guard identifier.session == Self.session else { return nil }
        return model.withLock { $0.reading(identifier.number) }.map { made in
            let said = MeterReading(made.identifier, at: made.place, bench: bench)
            return SampleReading(
                identifier: made.identifier, condition: Condition(said.coordinates),
                labels: said.labels.map { .init(source: $0.source, regions: $0.regions, probabilities: $0.probabilities) },
                properties: said.properties.map {
                    PropertyMeasurement(property: $0.name, value: $0.value, standardDeviation: $0.standardDeviation)
                })
        }
    }

    public func lastReading() async throws -> ReadingIdentifier { model.withLock { $0.lastReading } }

    /// A meter in a process is never restarted.
    private static let session = "in-process"
}
