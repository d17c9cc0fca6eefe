import SimulatedBench
import Synchronization
import Tieline

/// The bench in real time: whoever asks, first lets it live until now. Shared by the line's thread and the HTTP server.
final class LiveBench: Sendable {
    let film: FilmBench
    let clock: LabClock
    private let devices: Mutex<BenchDevices>

    init(film: FilmBench, clock: LabClock, faults: [BenchFault]) {
        self.film = film
        self.clock = clock
        devices = Mutex(BenchDevices(film.specification, seed: film.seed, faults: faults))
    }

    /// Microseconds of work under the lock, except after a long silence, when the bench has to catch up.
    func withDevices<Value: Sendable, Failure: Error>(_ body: (inout sending BenchDevices) throws(Failure) -> sending Value) throws(Failure) -> Value
    {
        try devices.withLock { (devices) throws(Failure) in
            devices.advance(to: clock.now.elapsed.inSeconds)
            return try body(&devices)
        }
    }
}
