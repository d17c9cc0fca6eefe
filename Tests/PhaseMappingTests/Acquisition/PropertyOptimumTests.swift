import Inference
import Testing

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PropertyOptimumTests {
    /// One draw a row of region probabilities; `means` and `variances` are draws × points × regions.
    private func prediction(draws: Int, points: Int, regions: Int, probabilities: [Double], means: [Double], variances: [Double])
        -> PhaseMapPrediction
    {
        var mean = [Double](repeating: 0, count: points * regions)
        for index in probabilities.indices { mean[index % (points * regions)] += probabilities[index] / Double(draws) }
        return PhaseMapPrediction(
            points: points, regions: regions, draws: draws, drawProbabilities: probabilities,
            drawConditionalEntropies: Array(repeating: 0, count: draws * points), probabilities: mean,
            properties: [
                PropertyPrediction(
                    means: [], variances: [], noiseVariance: 0, drawMeans: means, drawVariances: variances,
                    drawNoiseVariances: Array(repeating: 0, count: draws))
            ])
    }

    @Test("One normal distribution: the expected improvement is the closed form; of a certain value, what it exceeds")
    func expectedImprovement() {
        let optimum = PropertyOptimum(
            prediction(draws: 1, points: 3, regions: 1, probabilities: [1, 1, 1], means: [1, 0.5, 2], variances: [0, 4, 0.25]))
        let gains = optimum.expectedImprovement(measured: [0])
        #expect(gains[0] == 0)
        // z = −0.25: −0.5 Φ(−0.25) + 2 φ(−0.25).
        #expect(abs(gains[1] - (-0.5 * 0.4012936743 + 2 * 0.3866681168)) < 1e-9)
        // z = 2: Φ(2) + 0.5 φ(2).
        #expect(abs(gains[2] - (0.9772498681 + 0.5 * 0.0539909665)) < 1e-9)
    }

    @Test("The expected improvement of a mixture agrees with draws from it")
    func mixture() {
        let optimum = PropertyOptimum(
            prediction(
                draws: 2, points: 1, regions: 2, probabilities: [0.7, 0.3, 0.2, 0.8], means: [0, 3, 0.5, 2], variances: [1, 0.04, 0.25, 1]))
        var stream = RandomStream(seed: 6, key: 1)
        var sum = 0.0
        for draw in 0..<100_000 {
            let (first, mean, variance) =
                draw % 2 == 0
                ? (stream.uniform() < 0.7, [0.0, 3.0], [1, 0.04]) : (stream.uniform() < 0.2, [0.5, 2.0], [0.25, 1.0])
            let region = first ? 0 : 1
            sum += max(0, mean[region] + variance[region].squareRoot() * stream.normal() - 1)
        }
        // A standard error of 0.004.
        #expect(abs(optimum.expectedImprovement(measured: [], over: 1)[0] - sum / 100_000) < 0.015)
    }

    @Test("β of 1681 candidates at the first decision is 2 ln(1681 π² / 0.6) = 20.45, and grows with the decisions")
    func beta() {
        let first = PropertyOptimum.beta(points: 1681, decision: 1, failureProbability: 0.1)
        #expect(abs(first - 2 * log(1681 * Double.pi * Double.pi / 0.6)) < 1e-12 && abs(first - 20.45) < 0.01)
        #expect(PropertyOptimum.beta(points: 1681, decision: 9, failureProbability: 0.1) > first)
    }

    @Test("The bound explores what is uncertain, is never negative, and the smallest is sought with the sign changed")
    func upperConfidenceBound() {
        let one = prediction(draws: 1, points: 3, regions: 1, probabilities: [1, 1, 1], means: [1, 0.5, 2], variances: [0.01, 4, 0.01])
        let bounds = PropertyOptimum(one).upperConfidenceBound(decision: 1)
        #expect(bounds.indices.max { bounds[$0] < bounds[$1] } == 1)
        #expect(bounds.min() == 0)
        #expect(PropertyOptimum(one, isMaximum: false).means == [-1, -0.5, -2])
    }

    @Test("Inside one region its own process counts, and by the probability that the point is there")
    func oneRegion() {
        let both = prediction(
            draws: 1, points: 2, regions: 2, probabilities: [0.9, 0.1, 0.1, 0.9], means: [1, 5, 1, 5], variances: [0.1, 0.1, 0.1, 0.1])
        let optimum = PropertyOptimum(both, region: 1)
        #expect(optimum.means.allSatisfy { abs($0 - 5) < 1e-12 })
        let gains = optimum.expectedImprovement(measured: [], over: 4)
        #expect(abs(gains[1] / gains[0] - 9) < 1e-9)
        #expect(PropertyOptimum(both).mostPromisingRegion(unmeasured: [0, 1]) == 1)
        #expect(PropertyOptimum(both).mostPromisingRegion(unmeasured: []) == nil)
    }

    /// Two points of known properties and one whose region is open: 0 in one region, `there` in the other.
    private func open(_ there: Double, variance: Double) -> PropertyOptimum {
        PropertyOptimum(
            prediction(
                draws: 2, points: 3, regions: 2, probabilities: [1, 0, 0, 1, 1, 0] + [1, 0, 0, 1, 0, 1],
                means: [1, 0, 0, 1.5, 0, there] + [1, 0, 0, 1.5, 0, there], variances: Array(repeating: variance, count: 12)))
    }

    @Test("An open region that may hold the optimum is worth a label; one that cannot is not, and values are measured")
    func mappingSwitch() {
        let worth = MappingSwitch(open(2.5, variance: 1e-4), candidates: [0, 1, 2])
        // Half the time 2.5 instead of 1.5.
        #expect(abs(worth.mappingGain - 0.5) < 1e-9)
        #expect(worth.mappingPoint == 2)
        // A value there is worth as much, since it says the region: the label has to be cheaper.
        #expect(abs(worth.optimisingGain - 0.5) < 1e-3)
        #expect(!MappingSwitch(open(2.5, variance: 1e-4), candidates: [0, 1, 2], relativeCost: 0.5).optimises)
        let worthless = MappingSwitch(open(0.2, variance: 0.04), candidates: [0, 1, 2])
        #expect(worthless.mappingGain == 0)
        #expect(worthless.optimises)
        #expect(worthless.sentence.hasPrefix("optimise now"))
    }

    @Test("Of one region: points that are never in it score nothing, and what is to beat was measured in it")
    func outsideTheRegion() {
        // Region 1 holds points 1 and 2 only; its process, drawn on to point 0, would be 9 there.
        let both = prediction(
            draws: 1, points: 4, regions: 2, probabilities: [0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 1, 0], means: [1, 9, 1, 5, 1, 5.5, 1, 5],
            variances: Array(repeating: 0.1, count: 8))
        let optimum = PropertyOptimum(both, region: 1)
        let gains = optimum.expectedImprovement(measured: [0, 1])
        #expect(abs(gains[2] - optimum.expectedImprovement(measured: [], over: 5)[2]) < 1e-12)
        let bounds = optimum.upperConfidenceBound(decision: 1)
        #expect(bounds.allSatisfy { $0.isFinite })
        #expect(bounds[3] == 0)
        #expect((bounds.max() ?? 0) > 0)
    }
}
