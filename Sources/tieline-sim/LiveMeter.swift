import SimulatedBench
import Synchronization
import Tieline

/// The meter in real time: whoever asks, first lets it live until now.
final class LiveMeter: Sendable {
    let bench: MapBench
    private let clock: LabClock
    private let faults: [BenchFault]
    private let model: Mutex<MeterModel>

    /// - Parameter session: What tells this start of the meter from every other.
    init(_ bench: MapBench, session: String, clock: LabClock, faults: [BenchFault]) {
        self.bench = bench
        self.clock = clock
        self.faults = faults
        model = Mutex(bench.meter(session: session))
    }

    func withModel<Value: Sendable, Failure: Error>(_ body: (inout sending MeterModel) throws(Failure) -> sending Value) throws(Failure) -> Value {
        try model.withLock { (model) throws(Failure) in
            model.advance(to: clock.now.elapsed.inSeconds)
            return try body(&model)
        }
    }

    /// Whether every request is answered with status 500 now.
    var isFailing: Bool { faults.contains { $0.kind == .httpError && $0.isActive(at: clock.now.elapsed.inSeconds) } }
}
