import Inference
import Testing

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PartitionAgreementTests {
    @Test("By hand: one pair together in both labellings, one in the first, two in the second, six in all")
    func published() {
        let agreement = PartitionAgreement([0, 0, 1, 2], [0, 0, 1, 1])
        #expect(abs(agreement.fowlkesMallows - 1 / 2.0.squareRoot()) < 1e-12)
        // Of 1 together, 1 · 2 / 6 by chance, and (1 + 2) / 2 at most.
        #expect(abs(agreement.adjustedRand - 4.0 / 7) < 1e-12)
        #expect(PartitionAgreement([0, 0, 1, 1], [1, 1, 0, 0]).fowlkesMallows == 1)
        #expect(PartitionAgreement([0, 0, 0, 0], [0, 1, 2, 3]).fowlkesMallows == 0)
        #expect(abs(PartitionAgreement([0, 0, 1, 1], [0, 1, 0, 1]).adjustedRand + 0.5) < 1e-12)
    }

    @Test("Counted pair by pair it is the same")
    func bruteForce() {
        var stream = RandomStream(seed: 2, key: 1)
        for _ in 0..<20 {
            let first = (0..<30).map { _ in Int(4 * stream.uniform()) }
            let second = first.map { stream.uniform() < 0.7 ? $0 : Int(3 * stream.uniform()) }
            var (both, one, other) = (0.0, 0.0, 0.0)
            for i in 0..<30 {
                for j in 0..<i {
                    if first[i] == first[j] { one += 1 }
                    if second[i] == second[j] { other += 1 }
                    if first[i] == first[j], second[i] == second[j] { both += 1 }
                }
            }
            let agreement = PartitionAgreement(first, second)
            #expect(abs(agreement.fowlkesMallows - both / (one * other).squareRoot()) < 1e-12)
        }
    }

    @Test("A map has settled when it agrees with that of four iterations ago, and not before the sixth")
    func settlement() {
        let (map, other) = ([0, 0, 1, 1, 2, 2], [0, 1, 2, 0, 1, 2])
        #expect(MapSettlement.agreement(Array(repeating: map, count: 4)) == nil)
        #expect(!MapSettlement.hasSettled(Array(repeating: map, count: 5)))
        #expect(MapSettlement.hasSettled(Array(repeating: map, count: 6)))
        #expect(!MapSettlement.hasSettled([map, other, other, other, other, map]))
    }

    @Test("Scores of a map by hand: two of four right, a region never found, bins of confidence")
    func mapScores() {
        let probabilities = [0.92, 0.08, 0.71, 0.29, 0.25, 0.75, 0.35, 0.65]
        let scores = MapScores(probabilities: probabilities, regions: 2, truth: [0, 1, 1, 2])
        #expect(scores.microF1 == 0.5)
        #expect(abs(scores.labelLogScore - [0.92, 0.29, 0.75, MapScores.smallestProbability].reduce(0) { $0 + log($1) / 4 }) < 1e-9)
        // |1 − 0.92|, |1 − (0.71 + 0.75)| in one bin, |0 − 0.65|.
        #expect(abs(scores.calibrationError - (0.08 + 0.46 + 0.65) / 4) < 1e-12)
        #expect(scores.intersectionOverUnion == [0.5, 1.0 / 3, 0])
    }
}
