#if canImport(Glibc)
    import Glibc
#endif

/// What pairs say of the regions of their ends, by belief propagation (Pearl 1988, "Probabilistic Reasoning in Intelligent Systems", chapter 4): exact where no pairs
/// form a ring.
struct PairMessages: Sendable {
    private let regions: Int
    private let points: Int
    private let pairs: [EvidenceTable.PairRow]

    /// Sweeps over all pairs, there and back: what is said at one end of a chain of pairs reaches the other in the first.
    static let sweeps = 4

    init(_ pairs: [EvidenceTable.PairRow], regions: Int, points: Int) {
        self.pairs = pairs
        self.regions = regions
        self.points = points
    }

    /// - Parameter logs: `regions × points`, what else is known of each point; afterwards with what the pairs say, each up to a constant.
    func add(to logs: inout [Double]) {
        guard regions > 1 else { return }
        // Of each pair: to its second end, and to its first.
        var messages = [[Double]](repeating: Array(repeating: 0, count: regions), count: 2 * pairs.count)
        for sweep in 0..<Self.sweeps {
            for number in pairs.indices {
                let index = sweep.isMultiple(of: 2) ? number : pairs.count - 1 - number
                let pair = pairs[index]
                send(from: pair.first, to: pair.second, pair.probabilitySame, returned: messages[2 * index + 1], &messages[2 * index], &logs)
                send(from: pair.second, to: pair.first, pair.probabilitySame, returned: messages[2 * index], &messages[2 * index + 1], &logs)
            }
        }
    }

    /// `m(r) = Σ_s b(s) f(s, r)`, where `b` is the belief of the sender without what the receiver told it.
    private func send(
        from sender: Int, to receiver: Int, _ probabilitySame: Double, returned: [Double], _ message: inout [Double], _ logs: inout [Double]
    ) {
        var beliefs = (0..<regions).map { logs[$0 * points + sender] - returned[$0] }
        softmax(&beliefs)
        for (region, same) in beliefs.enumerated() {
            let value = log(probabilitySame * same + (1 - probabilitySame) * (1 - same))
            logs[region * points + receiver] += value - message[region]
            message[region] = value
        }
    }
}
