import Foundation

/// Runs closures on all cores, results in order.
enum Parallel {
    static func map<Element: Sendable>(count: Int, _ body: @Sendable (Int) -> Element) -> [Element] {
        let results = UnsafeMutableBufferPointer<Element?>.allocate(capacity: count)
        results.initialize(repeating: nil)
        defer { results.deallocate() }
        nonisolated(unsafe) let unsafeResults = results
        DispatchQueue.concurrentPerform(iterations: count) { unsafeResults[$0] = body($0) }
        return results.compactMap(\.self)
    }
}
