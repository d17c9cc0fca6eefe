import Foundation
import Glibc
import Testing

@testable import Instruments

@Suite("A thread of one's own")
struct ThreadExecutorTests {
    private actor Worker {
        private nonisolated let executor: ThreadExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var order: [Int] = []
        init(name: String) { executor = ThreadExecutor(name: name) }
        /// The kernel's number: `pthread_self` is declared constant, and the optimiser would ask it once for both.
        func thread() -> String? { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self") }
        func note(_ number: Int) { order.append(number) }
        func noted() -> [Int] { order }
        /// Waits for a byte: a blocking call.
        func wait(on descriptor: CInt) -> Int {
            var byte: UInt8 = 0
            return read(descriptor, &byte, 1)
        }
    }

    @Test("All of an actor's work is done on one thread, and not on another actor's") func confinement() async {
        let (first, second) = (Worker(name: "first"), Worker(name: "second"))
        let threads = await [first.thread(), first.thread(), second.thread()]
        // A worker that is let go ends its thread, whose identifier the next one may get.
        withExtendedLifetime((first, second)) { #expect(threads[0] == threads[1] && threads[0] != threads[2]) }
    }

    @Test("Many blocked lines do not hold up the pool") func blocking() async throws {
        // More than the pool has threads on any machine.
        let lines = (0..<256).map { Worker(name: "line-\($0)") }
        var pipes: [CInt] = [0, 0]
        try #require(pipe(&pipes) == 0)
        let (source, sink) = (pipes[0], pipes[1])
        let free = Worker(name: "free")
        await withTaskGroup(of: Int.self) { group in
            for line in lines { group.addTask { await line.wait(on: source) } }
            await free.note(1)
            #expect(await free.noted() == [1])
            var bytes = [UInt8](repeating: 0, count: lines.count)
            #expect(write(sink, &bytes, bytes.count) == lines.count)
            for await count in group { #expect(count == 1) }
        }
        close(source)
        close(sink)
    }
}
