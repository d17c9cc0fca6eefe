/// The result of `body` if it comes within `limit`, or `nil`.
///
/// The body goes on by itself when the limit has passed: a command to switch off is not taken back because nobody waits any longer.
func result<Value: Sendable>(within limit: Duration, of body: @escaping @Sendable () async -> Value) async -> Value? {
    // Not a child task: the caller's cancellation must not cut short what makes things safe.
    await Task {
        let (stream, continuation) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        Task { continuation.yield(await body()) }
        let timer = Task {
            try? await Task.sleep(for: limit)
            continuation.yield(nil)
        }
        defer { timer.cancel() }
        for await first in stream { return first }
        return nil
    }.value
}
