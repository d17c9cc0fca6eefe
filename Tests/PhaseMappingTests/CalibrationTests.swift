import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

/// Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788), with quantities that depend on the data, without which draws of the prior would pass
/// (Modrák et al. 2023, Bayesian Anal. 20, 461): a short one; the long one is `phase-map-benchmark --model calibration`.
@Suite struct CalibrationTests {
    private let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: 2,
        properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .logUniform(0.05, 0.5))],
        sources: [StructureSource(name: "labels", errorRate: .fixed(0.02))])

    @Test("Truths drawn from the prior stand anywhere in their posteriors alike, and 90 % intervals hold 90 % of new values")
    func ranks() throws {
        let (truths, ranked) = (96, 23)
        var histograms = RankHistograms(quantities: 4, draws: ranked)
        var covered = 0
        var gains: [Double] = []
        var stream = RandomStream(seed: 31)
        for number in 0..<truths {
            let conditions = (0..<13).map { _ in Condition([stream.uniform()]) }
            let truth = try model.truth(at: conditions, &stream)
            let evidence = PhaseMapEvidence(
                structure: (0..<6).map {
                    StructureEvidence(location: conditions[$0], label: truth.label(at: $0, regions: 2, errorRate: 0.02, &stream))
                }, properties: (6..<12).map { PropertyEvidence(location: conditions[$0], value: truth.value(of: 0, at: $0, &stream)) })
            var sampler = PhaseMapSampler(seed: 100 + UInt64(number))
            sampler.chains = 1
            sampler.rungs = 5
            sampler.warmUp = 30
            sampler.draws = ranked
            sampler.thinning = 4
            let posterior = try sampler.posterior(model: model, evidence: evidence)
            let prediction = try posterior.prediction(at: [conditions[12]])
            let probabilities = try posterior.fieldProbabilities(of: 0, at: conditions[6])
            let logLikelihood = posterior.logLikelihood(of: truth)
            histograms.add([
                posterior.draws.count { $0.fieldDeviation < truth.fieldDeviation }, posterior.draws.count { $0.noises[0] < truth.noises[0] },
                probabilities.count { $0 < exp(truth.logProbabilities[6][0]) }, posterior.draws.count { $0.logLikelihood < logLikelihood },
            ])
            if prediction.propertyInterval(0, point: 0, probability: 0.9).contains(truth.value(of: 0, at: 12, &stream)) { covered += 1 }
            gains.append(log(prediction.probability(point: 0, region: truth.regions[12])) + log(2))
        }
        histograms.expectUniform()
        // Beyond the prior's even odds, nats a truth.
        let gain = weightedMoments(gains, weights: Array(repeating: 1, count: truths))
        #expect(gain.mean > 3 * gain.standardDeviation / Double(truths).squareRoot(), "\(gain)")
        #expect(Binomial(trials: truths, probability: 0.9).centralRange(0.999).contains(covered))
    }
}
