import Glibc

/// Processor time of this process: other work on the machine does not count.
enum Stopwatch {
    /// Median over several runs of the time of one repetition, microseconds.
    ///
    /// - Parameters:
    ///   - runs: how often the median is drawn from; odd.
    ///   - repetitions: of the body in one run, so that a run is far longer than the clock's step of a microsecond.
    static func microseconds(runs: Int = 7, repetitions: Int, _ body: (Int) throws -> Void) rethrows -> Double {
        try body(0)
        var times: [Double] = []
        for _ in 0..<runs {
            let start = clock()
            for index in 0..<repetitions { try body(index) }
            times.append(Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / Double(repetitions))
        }
        return times.sorted()[runs / 2]
    }
}
