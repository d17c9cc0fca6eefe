/// The result of `body` if it comes within `limit`, or `nil`.
///
/// The body goes on by itself when the limit has passed: a command to switch off is not taken back because nobody waits any longer.
/// Neither it nor the limit needs a thread of the cooperative pool, and the caller's cancellation cuts nothing short.
func result<Value: Sendable>(within limit: Duration, of body: @escaping @Sendable () async -> Value) async -> Value? {
    await Task(executorPreference: OwnThread.executor) {
        let (stream, continuation) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        Task(executorPreference: OwnThread.executor) { continuation.yield(await body()) }
        let timer = WallTimer(limit) { continuation.yield(nil) }
        timer.start()
        defer { timer.cancel() }
        for await first in stream { return first }
        return nil
    }.value
}

/// Made when the program first needs it and kept: there may be no thread to be had in the moment when everything has to be switched off.
enum OwnThread {
    static let executor = ThreadTaskExecutor(name: "instruments")
}
