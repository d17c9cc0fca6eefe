import Inference
import LinearAlgebra
import Testing

@Suite struct ParticleWeightsTests {
    @Test("Equal weights are worth all draws, one certain draw is worth one, and impossible draws are worth none")
    func effective() {
        var weights = ParticleWeights(count: 8)
        #expect(abs(weights.effectiveCount - 8) < 1e-12)
        weights.multiply(byExponentOf: [0] + Array(repeating: -.infinity, count: 7))
        #expect(abs(weights.effectiveCount - 1) < 1e-12)
        #expect(weights.normalised == [1] + Array(repeating: 0, count: 7))
        weights.multiply(byExponentOf: Array(repeating: -.infinity, count: 8))
        #expect(weights.effectiveCount == 0)
    }

    @Test("The exponent of a step leaves as many effective draws as asked for, or is the whole step")
    func exponent() {
        let changes = (0..<200).map { -0.05 * Double($0) * Double($0) }
        let weights = ParticleWeights(count: 200)
        let exponent = weights.exponent(of: changes, keeping: 100, limit: 1)
        var moved = weights
        moved.multiply(byExponentOf: changes, exponent: exponent)
        #expect(exponent < 1 && abs(moved.effectiveCount - 100) < 0.1)
        #expect(weights.exponent(of: changes.map { 1e-6 * $0 }, keeping: 100, limit: 0.7) == 0.7)
    }

    @Test("Where impossible draws alone leave too few, a step still makes progress")
    func impossible() {
        let changes = [0] + Array(repeating: -Double.infinity, count: 9)
        let exponent = ParticleWeights(count: 10).exponent(of: changes, keeping: 5, limit: 1)
        #expect(exponent > 0)
    }

    @Test("Systematic resampling takes every draw as often as its weight says, to within one")
    func resampling() {
        var weights = ParticleWeights(count: 50)
        weights.multiply(byExponentOf: (0..<50).map { 0.1 * Double($0) })
        let normalised = weights.normalised
        for seed in 1...20 {
            var stream = RandomStream(seed: UInt64(seed), key: 1)
            let chosen = weights.resampled(&stream)
            #expect(chosen.count == 50 && chosen == chosen.sorted())
            for draw in 0..<50 {
                let copies = Double(chosen.count { $0 == draw })
                #expect(abs(copies - 50 * normalised[draw]) < 1)
            }
        }
    }

    @Test("A draw that is impossible stays so, whatever comes, and no weight is ever not a number")
    func forGood() {
        var weights = ParticleWeights(count: 3)
        weights.multiply(byExponentOf: [-.infinity, 0, .nan])
        weights.multiply(byExponentOf: [.infinity, 1, .infinity])
        #expect(weights.normalised == [0, 1, 0])
    }

    @Test("Mean and covariance of a sample are those by hand, and an empty sample has none")
    func covariance() throws {
        let sample = try #require(SampleCovariance([[0, 0], [2, 4], [4, 2]]))
        #expect(sample.mean == [2, 2])
        // Deviations (−2, −2), (0, 2), (2, 0): squares 8/3 each, products 4/3.
        #expect(abs(sample.covariance[0, 0] - 8.0 / 3) < 1e-12 && abs(sample.covariance[1, 1] - 8.0 / 3) < 1e-12)
        #expect(abs(sample.covariance[0, 1] - 4.0 / 3) < 1e-12 && sample.covariance[0, 1] == sample.covariance[1, 0])
        #expect(SampleCovariance([]) == nil)
    }
}
