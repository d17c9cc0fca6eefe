import Inference
import Tieline

/// Two strategies on the same seeds, that is on the same truths, films and noise: which of them is at the target first.
public struct StudyComparison: Sendable, Encodable, Equatable {
    public var name: String
    public var against: String
    /// Seeds on which ``name`` needs fewer patterns, a run that never gets there needing infinitely many.
    public var wins: Int
    public var losses: Int
    /// Equal, both never included.
    public var ties: Int
    /// Seeds on which both get there …
    public var bothReach: Int
    /// … and the median there of patterns of ``name`` minus patterns of ``against``; `nil` if there is none.
    @NullIfAbsent public var medianDifference: Double?
    /// Of the exact two-sided sign test, ties left out: how often a fair coin gives so uneven a split.
    public var signTest: Double

    /// - Parameters:
    ///   - other: Compared with `reference` seed by seed; seeds that only one of them has are left out.
    public init(_ other: Study.Result, against reference: Study.Result) {
        let bySeed = Dictionary(reference.runs.map { ($0.seed, $0.patternsToTarget) }) { first, _ in first }
        let pairs = other.runs.compactMap { run in bySeed[run.seed].map { (run.patternsToTarget, $0) } }
        let test = SignTest(pairs.map { ($0.0.map(Double.init) ?? .infinity, $0.1.map(Double.init) ?? .infinity) })
        let differences = pairs.compactMap { one, two in one.flatMap { one in two.map { Double(one - $0) } } }
        name = other.strategy.rawValue
        against = reference.strategy.rawValue
        wins = test.wins
        losses = test.losses
        ties = test.ties
        bothReach = differences.count
        medianDifference = quantile(0.5, ofSorted: differences.sorted())
        signTest = test.twoSidedProbability
    }
}
