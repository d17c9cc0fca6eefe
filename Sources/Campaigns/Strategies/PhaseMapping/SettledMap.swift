/// Whether a map has stopped changing: by the index of Fowlkes and Mallows (J. Am. Stat. Assoc. 78, 553 (1983)) between the map now and four measurements
/// ago, as CAMEO decides (Kusne et al., Nat. Commun. 11, 5966 (2020)).
struct SettledMap: Sendable {
    private static let lag = 4
    private static let enough = 0.8
    private static let leastMaps = 6

    /// The latest maps, the newest last: the most probable region of every condition of the pool.
    private var recent: [[Int]] = []
    private var count = 0
    /// Once true it stays true: what is measured for its property keeps moving the map a little.
    private(set) var hasSettled = false

    mutating func append(_ regions: [Int]) {
        recent.append(regions)
        if recent.count > Self.lag + 1 { recent.removeFirst() }
        count += 1
        guard count >= Self.leastMaps, recent.count == Self.lag + 1, let last = recent.last else { return }
        if Self.fowlkesMallows(recent[0], last) >= Self.enough { hasSettled = true }
    }

    /// `√(TP²/((TP + FP)(TP + FN)))` over pairs of points that are together in one labelling, in the other, in both; 1 where nothing is together in either.
    static func fowlkesMallows(_ first: [Int], _ second: [Int]) -> Double {
        precondition(first.count == second.count, "two labellings of the same points")
        func pairs(_ size: Int) -> Double { Double(size) * Double(size - 1) / 2 }
        let regions = (max(first.max() ?? 0, second.max() ?? 0)) + 1
        var both = [Int](repeating: 0, count: regions * regions)
        for (a, b) in zip(first, second) { both[a * regions + b] += 1 }
        func total(_ size: (Int) -> Int) -> Double { (0..<regions).reduce(0) { $0 + pairs(size($1)) } }
        let inFirst = total { a in (0..<regions).reduce(0) { $0 + both[a * regions + $1] } }
        let inSecond = total { b in (0..<regions).reduce(0) { $0 + both[$1 * regions + b] } }
        guard inFirst > 0, inSecond > 0 else { return inFirst == inSecond ? 1 : 0 }
        return both.reduce(0) { $0 + pairs($1) } / (inFirst * inSecond).squareRoot()
    }
}
