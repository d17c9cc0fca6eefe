import Inference
import Testing
import Tieline

@testable import PhaseMapping

@Suite struct LatentQuadratureTests {
    @Test("Regions that are alike have equal shares, whatever their numbers: 1/R within 0.01 over a hundred draws", arguments: 2...6)
    func exchangeable(regions: Int) {
        let draws = 100
        var shares = [Double](repeating: 0, count: regions)
        for draw in 0..<draws {
            var average = LatentAverage(points: 1, regions: regions)
            LatentQuadrature(regions: regions, draw: draw).add(to: &average, point: 0, spread: 5) { _ in 0 }
            for region in 0..<regions { shares[region] += average.probabilities[region] / Double(draws) }
        }
        for share in shares { #expect(abs(share - 1 / Double(regions)) < 0.01) }
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    }

    @Test("At a measured condition the map is what the draws say of it, and to measure there again tells next to nothing")
    func measured() throws {
        let model = PhaseMapModel.standard(coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: 2)
        let places = [0.1, 0.5, 0.9]
        let evidence = PhaseMapEvidence(
            structure: places.enumerated().map { StructureEvidence(location: Condition([$1]), label: $0 == 1 ? 1 : 0) })
        var sampler = PhaseMapSampler(seed: 9)
        sampler.chains = 2
        sampler.draws = 60
        let prediction = try sampler.posterior(model: model, evidence: evidence).prediction(at: (places + [0.7]).map { Condition([$0]) })
        // One label in a thousand is wrong: of three lone labels each is right with odds of about a thousand.
        for (place, region) in [(0, 0), (1, 1), (2, 0)] {
            #expect(prediction.probability(point: place, region: region) > 0.97)
            #expect(prediction.mutualInformations[place] < 0.15)
        }
        #expect(prediction.mutualInformations[3] > 0)
    }
}
