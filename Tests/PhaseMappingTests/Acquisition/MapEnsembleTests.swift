import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct MapEnsembleTests {
    /// Two equally probable maps of four points: they agree on the first and the last.
    private let two = MapEnsemble(
        maps: 2, points: 4, regions: 2,
        probabilities: [[0, 0, 0, 1], [0, 1, 1, 1]].flatMap { $0.flatMap { $0 == 0 ? [1.0, 0] : [0, 1.0] } })

    @Test("A label that tells two maps apart tells a bit about every point on which they differ, and settles half of what is open there")
    func twoMaps() {
        let (information, gain) = (two.predictiveInformation(), two.expectedAccuracyGain())
        for (point, expected) in [0, 0.5, 0.5, 0].enumerated() {
            #expect(abs(information[point] - expected * log(2)) < 1e-12)
            #expect(abs(gain[point] - expected * 0.5) < 1e-12)
        }
        #expect(abs(two.mutualInformations()[1] - log(2)) < 1e-12)
        #expect(two.expectedAccuracy() == 0.75)
    }

    @Test("A picture of the map that one draw in ten holds is worth a label where it differs, though the best guess there is nine parts sure")
    func unlikelyPicture() {
        let plain = [1.0, 0, 1, 0, 1, 0, 1, 0]
        let probabilities = (0..<10).flatMap { $0 == 7 ? [1, 0, 1, 0, 0, 1, 0, 1] : plain }
        let prediction = PhaseMapPrediction(
            points: 4, regions: 2, draws: 10, drawProbabilities: probabilities, drawConditionalEntropies: Array(repeating: 0, count: 40),
            probabilities: [1, 0, 1, 0, 0.9, 0.1, 0.9, 0.1], properties: [])
        // In one case of ten it mends two points of four.
        for (gain, expected) in zip(prediction.ensemble.expectedAccuracyGain(), [0, 0, 0.05, 0.05]) { #expect(abs(gain - expected) < 1e-12) }
    }

    @Test("Once one of two like labels is known the other tells nothing: batches do not measure twice")
    func conditioned() {
        #expect(two.predictiveInformation(given: [1]).allSatisfy { $0 < 1e-12 })
        #expect(two.expectedAccuracyGain(given: [1]).allSatisfy { $0 < 1e-12 })
    }

    @Test("A target that nobody asks about counts nothing")
    func weights() {
        #expect(abs(two.expectedAccuracyGain(targets: [0, 1], weights: [1, 0])[2]) < 1e-12)
        #expect(abs(two.expectedAccuracyGain(targets: [0, 1], weights: [0, 2])[2] - 0.5) < 1e-12)
    }

    @Test("Soft maps of three regions: the gains are those of Bayes' rule, label by label")
    func bruteForce() {
        var stream = RandomStream(seed: 4, key: 3)
        let (maps, points, regions) = (7, 5, 3)
        let probabilities = (0..<(maps * points)).flatMap { _ -> [Double] in
            let raw = (0..<regions).map { _ in exp(2 * stream.normal()) }
            return raw.map { $0 / raw.reduce(0, +) }
        }
        func p(_ map: Int, _ point: Int, _ region: Int) -> Double { probabilities[(map * points + point) * regions + region] }
        let ensemble = MapEnsemble(maps: maps, points: points, regions: regions, probabilities: probabilities)
        let (gains, information) = (ensemble.expectedAccuracyGain(), ensemble.predictiveInformation())
        for point in 0..<points {
            var (accuracy, entropy) = (0.0, 0.0)
            for label in 0..<regions {
                let total = (0..<maps).reduce(0) { $0 + p($1, point, label) }
                for target in 0..<points {
                    let posterior = (0..<regions).map { region in (0..<maps).reduce(0) { $0 + p($1, point, label) * p($1, target, region) } / total }
                    accuracy += total / Double(maps) * posterior.max()! / Double(points)
                    entropy -= total / Double(maps) * posterior.reduce(0) { $0 - $1 * log($1) } / Double(points)
                }
            }
            for target in 0..<points {
                let mean = (0..<regions).map { region in (0..<maps).reduce(0) { $0 + p($1, target, region) } / Double(maps) }
                entropy += mean.reduce(0) { $0 - $1 * log($1) } / Double(points)
            }
            #expect(abs(gains[point] - (accuracy - ensemble.expectedAccuracy())) < 1e-12)
            #expect(abs(information[point] - entropy) < 1e-12)
        }
    }

    /// Three labels on a line.
    private func posterior(unseen: Int = 0) throws -> PhaseMapPosterior {
        let model = PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: 2, unseenRegions: unseen,
            field: RegionFieldPrior(deviation: .fixed(8), lengths: [.fixed(0.3)]), sources: [StructureSource(name: "labels", errorRate: .fixed(0))])
        let labels = [(0.0, 0), (0.2, 0), (0.6, 1)]
        var sampler = PhaseMapSampler(seed: 9)
        sampler.chains = 2
        sampler.draws = 200
        return try sampler.posterior(
            model: model, evidence: PhaseMapEvidence(structure: labels.map { StructureEvidence(location: Condition([$0.0]), label: $0.1) }))
    }

    @Test("Maps drawn whole have, point by point, the probabilities of the prediction")
    func marginals() throws {
        let posterior = try posterior()
        let places = (0...10).map { Condition([Double($0) / 10]) }
        let (ensemble, prediction) = (try posterior.ensemble(at: places, maps: 400, seed: 1), try posterior.prediction(at: places))
        // 400 maps: a standard error of 0.025 at most.
        for index in ensemble.means.indices { #expect(abs(ensemble.means[index] - prediction.probabilities[index]) < 0.1) }
        #expect(try posterior.ensemble(at: places, maps: 3, seed: 1).means == posterior.ensemble(at: places, maps: 3, seed: 1).means)
    }

    @Test("Between two labels that differ, what is worth most is their middle; information goes where the boundary may be")
    func middle() throws {
        let places = (0...12).map { Condition([Double($0) / 20]) }
        let ensemble = try posterior().ensemble(at: places, maps: 300, seed: 2)
        for scores in [ensemble.expectedAccuracyGain(), ensemble.predictiveInformation()] {
            let best = scores.indices.max { scores[$0] < scores[$1] }!
            #expect(abs(places[best][0] - 0.4) <= 0.1)
        }
    }

    @Test("A region that no label has shown is a reason to look far from all labels")
    func unseen() throws {
        let places = [0.1, 0.4, 2.5].map { Condition([$0]) }
        let prediction = try posterior(unseen: 1).prediction(at: places)
        #expect(prediction.probability(point: 2, region: 2) > 0.25)
        #expect(prediction.entropies[2] > prediction.entropies[0])
        #expect(prediction.mutualInformations[2] > prediction.mutualInformations[0])
        #expect(prediction.margins[2] > prediction.margins[0])
        #expect(prediction.leastConfidences[2] > prediction.leastConfidences[0])
    }
}
