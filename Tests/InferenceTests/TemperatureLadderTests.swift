import Inference
import Testing

@Suite struct TemperatureLadderTests {
    /// Prior N(0, 1), likelihood exp(-½ (x − 3)² / 0.01) without normaliser: every rung is normal, and the evidence is known.
    private let variance = 0.01
    private func logLikelihood(_ x: Double) -> Double { -0.5 * (x - 3) * (x - 3) / variance }

    private func draw(_ power: Double, _ stream: inout RandomStream) -> Double {
        let precision = 1 + power / variance
        return 3 * power / variance / precision + stream.normal() / precision.squareRoot()
    }

    private func run(_ ladder: TemperatureLadder, rounds: Int, seed: UInt64) -> TemperatureLadder {
        var ladder = ladder
        var stream = RandomStream(seed: seed)
        let powers = ladder.inverseTemperatures
        for _ in 0..<rounds {
            let values = powers.map { logLikelihood(draw($0, &stream)) }
            for pair in 0..<(powers.count - 1) {
                let step = powers[pair + 1] - powers[pair]
                _ = ladder.observe(pair: pair, lower: step * values[pair], upper: step * values[pair + 1])
            }
        }
        return ladder
    }

    @Test("Stepping stones, upwards and downwards, give the evidence of a normal prior and a normal likelihood")
    func evidence() {
        let ladder = run(TemperatureLadder(rungs: 24, power: 5), rounds: 4_000, seed: 3)
        // ∫ N(x; 0, 1) exp(−½ (x − 3)²/v) dx = √(v/(1 + v)) exp(−½ · 9/(1 + v)), with v = 0.01: −2.3076 − 4.4554.
        let exact = -6.7630
        #expect(abs(ladder.logEvidence.upwards - exact) < 0.1)
        #expect(abs(ladder.logEvidence.downwards - exact) < 0.1)
    }

    @Test("A ladder that is spaced by its rejections makes all neighbours reject alike, and keeps its barrier")
    func respaced() {
        let uneven = run(TemperatureLadder(rungs: 12, power: 2), rounds: 3_000, seed: 4)
        let first = run(uneven.respaced(rungs: 12), rounds: 3_000, seed: 5)
        let even = run(first.respaced(rungs: 12), rounds: 3_000, seed: 6)
        func spread(_ ladder: TemperatureLadder) -> Double { (ladder.rejectionRates.max() ?? 0) - (ladder.rejectionRates.min() ?? 0) }
        #expect(spread(uneven) > 0.5)
        #expect(spread(even) < 0.2)
        #expect(even.inverseTemperatures.first == 0 && even.inverseTemperatures.last == 1)
        #expect(zip(even.inverseTemperatures, even.inverseTemperatures.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("A state that is impossible on the rung above never goes up, and one from there always comes down")
    func impossible() {
        var ladder = TemperatureLadder(inverseTemperatures: [0, 1])
        #expect(ladder.observe(pair: 0, lower: -.infinity, upper: -3) == -.infinity)
        #expect(ladder.observe(pair: 0, lower: -5, upper: -.infinity) == 0)
    }
}
