import Dispatch
import Glibc

/// The signals that end the bench, SIGTERM and SIGINT.
struct Signals: Sendable {
    private let stream: AsyncStream<Void>

    /// Returns when the signals are watched: one that comes from then on is not lost, one that came before has ended the process.
    ///
    /// The dispatch library installs the handlers itself. Ignoring the signals first, as one reads it everywhere, would lose those that come
    /// between the two calls.
    static func watched() async -> Signals {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        for number in [SIGTERM, SIGINT] {
            await withCheckedContinuation { registered in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setRegistrationHandler { registered.resume() }
                // The source is kept by its own handler, to the end of the process.
                source.setEventHandler { withExtendedLifetime(source) { _ = continuation.yield() } }
                source.resume()
            }
        }
        return Signals(stream: stream)
    }

    /// Returns when one of them has come, or when the task is cancelled.
    func first() async {
        for await _ in stream { break }
    }
}
