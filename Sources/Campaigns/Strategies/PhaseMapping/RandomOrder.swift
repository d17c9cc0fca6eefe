import Inference

/// The pool in a random order, one a seed: where a campaign begins that knows nothing, and the whole of a campaign that learns nothing.
struct RandomOrder: Sendable {
    /// The purpose of the random stream.
    private static let stream: UInt64 = 0x6f72_6465_72

    let positions: [Int]

    /// By Fisher and Yates.
    init(of count: Int, seed: UInt64) {
        var stream = RandomStream(seed: seed, key: Self.stream)
        var positions = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            positions.swapAt(last, min(Int(stream.uniform() * Double(last + 1)), last))
        }
        self.positions = positions
    }

    /// The first position that is not yet measured.
    func next(_ isMeasured: [Bool]) -> Int? { positions.first { !isMeasured[$0] } }
}
