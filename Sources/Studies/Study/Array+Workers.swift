extension Array where Element: Sendable {
    /// What becomes of every element, in their order.
    ///
    /// - Parameters:
    ///   - workers: Elements at the same time, at least 1.
    ///   - onResult: Called as soon as an element is done, in the order in which they are.
    ///   - transform: The first error ends the whole.
    func map<Result: Sendable>(
        workers: Int, onResult: (Element, Result) -> Void, transform: @escaping @Sendable (Element) throws -> Result
    ) async throws -> [Result] {
        var results = [Result?](repeating: nil, count: count)
        try await withThrowingTaskGroup(of: (place: Int, result: Result).self) { group in
            var waiting = enumerated().makeIterator()
            func add() {
                guard let (place, element) = waiting.next() else { return }
                group.addTask { (place, try transform(element)) }
            }
            for _ in 0..<Swift.max(workers, 1) { add() }
            while let (place, result) = try await group.next() {
                onResult(self[place], result)
                results[place] = result
                add()
            }
        }
        return results.compactMap(\.self)
    }
}
