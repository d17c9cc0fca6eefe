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
        model = Mutex(bench.meter)
    }

    /// Lab time since the meter was made, seconds.
    public var labSeconds: Double { model.withLock { $0.now } }

    public func identity() async throws -> InstrumentIdentity { InProcessBench.identity("sample meter") }

    public func measure(at condition: Condition) async throws -> Int {
        do {
            return try model.withLock { model throws(MeterModel.Refusal) in
                let number = try model.measure(at: condition)
                if let end = model.end { model.advance(to: end) }
                return number
            }
        } catch {
            throw InstrumentError(.refused, instrument: name, message: "\(error)", remedy: "Give one coordinate an axis of the campaign.")
        }
    }

    public func evidence(reading: Int) async throws -> Evidence? {
        model.withLock { $0.place(ofReading: reading) }.map { bench.evidence(number: reading, at: $0) }
    }

    public func lastReading() async throws -> Int { model.withLock { $0.lastReading } }
}
