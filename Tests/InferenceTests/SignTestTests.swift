import Inference
import Testing

@Suite("Sign test and binomial distribution")
struct SignTestTests {
    /// 2 · Σ C(n,k) / 2ⁿ, worked out in whole numbers; textbook tables of the sign test give the first ones as 0.039, 0.002, 0.021, 0.109 and 0.041.
    static let splits: [(wins: Int, losses: Int, probability: Double)] = [
        (8, 1, 0.039_062_5), (10, 0, 0.001_953_125), (9, 1, 0.021_484_375), (8, 2, 0.109_375), (15, 5, 0.041_389_465_332_031_25), (1, 0, 1),
        (3, 3, 1), (0, 5, 0.062_5), (0, 0, 1),
    ]

    @Test("Known splits", arguments: splits)
    func split(wins: Int, losses: Int, probability: Double) {
        #expect(abs(SignTest(wins: wins, losses: losses).twoSidedProbability - probability) < 1e-13)
        #expect(abs(SignTest(wins: losses, losses: wins).twoSidedProbability - probability) < 1e-13)
    }

    @Test("Infinities equal each other and lose against every number; ties are left out")
    func infinities() {
        let test = SignTest([(1, .infinity), (.infinity, .infinity), (.infinity, 5), (3, 3), (2, 4)])
        #expect(test == SignTest(wins: 2, losses: 1, ties: 2))
        #expect(test.twoSidedProbability == SignTest(wins: 2, losses: 1).twoSidedProbability)
    }

    /// Rounded to four digits these are in every printed table of the binomial distribution (0.0547, 0.0207, 0.0913, 0.3487, 0.0815); more from fractions.
    static let table: [(trials: Int, probability: Double, count: Int, expected: Double)] = [
        (10, 0.5, 2, 0.0546875), (20, 0.5, 5, 0.0206947), (20, 0.25, 2, 0.0912604), (10, 0.1, 0, 0.3486784), (5, 0.9, 3, 0.0814600),
    ]

    @Test("Tabulated cumulative probabilities", arguments: table)
    func tabulated(trials: Int, probability: Double, count: Int, expected: Double) {
        #expect(abs(Binomial(trials: trials, probability: probability).cumulative(count) - expected) < 5e-8)
    }

    @Test("Ten thousand trials: the tails are those of the normal distribution, and nothing underflows")
    func many() {
        let binomial = Binomial(trials: 10_000, probability: 0.5)
        let half = binomial.cumulative(5000)
        #expect(abs(half - 0.503_989_323) < 1e-8)
        let tail = binomial.cumulative(4900) / normalCumulative(-1.99)
        #expect(abs(tail - 1) < 1e-3)
        #expect(binomial.cumulative(10_000) == 1 && binomial.cumulative(-1) == 0)
    }

    @Test("The central range leaves at most so much beyond either end, and a narrower one would not")
    func centralRange() {
        for trials in [1, 2, 20, 100, 200] {
            let binomial = Binomial(trials: trials, probability: 0.9)
            let range = binomial.centralRange(0.95)
            #expect(binomial.cumulative(range.lowerBound - 1) < 0.025 && binomial.cumulative(range.lowerBound) >= 0.025)
            #expect(binomial.cumulative(range.upperBound) >= 0.975 && (range.upperBound == 0 || binomial.cumulative(range.upperBound - 1) < 0.975))
        }
        #expect(Binomial(trials: 200, probability: 0.9).centralRange(0.95) == 171...188)
    }
}
