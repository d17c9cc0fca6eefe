#if canImport(Glibc)
    import Glibc
#endif

/// How far two labellings of the same points put the same points together, whatever they call them.
public struct PartitionAgreement: Sendable, Hashable {
    /// Pairs of points together in both, in the first and in the second.
    let both, first, second: Double
    let pairs: Double

    /// - Parameters:
    ///   - first: A label a point, at least 0.
    ///   - second: Likewise, of the same points.
    public init(_ first: [Int], _ second: [Int]) {
        precondition(first.count == second.count, "two labellings of the same points")
        let (rows, columns) = ((first.max() ?? -1) + 1, (second.max() ?? -1) + 1)
        var table = [Double](repeating: 0, count: rows * columns)
        var (rowSums, columnSums) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: columns))
        for (a, b) in zip(first, second) {
            table[a * columns + b] += 1
            rowSums[a] += 1
            columnSums[b] += 1
        }
        func pairs(_ counts: [Double]) -> Double { counts.reduce(0) { $0 + 0.5 * $1 * ($1 - 1) } }
        both = pairs(table)
        self.first = pairs(rowSums)
        self.second = pairs(columnSums)
        self.pairs = pairs([Double(first.count)])
    }

    /// `TP / √((TP + FP)(TP + FN))` over pairs of points (Fowlkes and Mallows 1983, J. Am. Stat. Assoc. 78, 553), `0...1`; 1 where neither labelling has a pair.
    public var fowlkesMallows: Double {
        let product = first * second
        if product == 0 { return first == second ? 1 : 0 }
        return both / product.squareRoot()
    }

    /// The Rand index less what chance gives (Hubert and Arabie 1985, J. Classif. 2, 193, equation 5): 1 for the same partition, 0 on average for unrelated ones.
    public var adjustedRand: Double {
        let expected = pairs > 0 ? first * second / pairs : 0
        let largest = 0.5 * (first + second)
        return largest == expected ? 1 : (both - expected) / (largest - expected)
    }
}
