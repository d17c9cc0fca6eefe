import Inference
import Testing
import Tieline

@testable import PhaseMapping

@Suite struct PhaseMapPredictionTests {
    /// Two regions on a line, a label in each, a property that differs between them.
    private let model = PhaseMapModel(
        coordinates: .identity(axisCount: 1), labelledRegions: 2, unseenRegions: 1, unseenOffset: -1,
        field: RegionFieldPrior(deviation: .uniform(8, 12), lengths: [.logNormal(median: 0.5, logDeviation: 0.3)]),
        properties: [
            PropertyPrior(
                name: "signal", deviation: .logNormal(median: 0.3, logDeviation: 0.3), lengths: [.logNormal(median: 0.5, logDeviation: 0.3)],
                noise: .logNormal(median: 0.05, logDeviation: 0.3), levelMean: 1, levelDeviation: 1)
        ], sources: [StructureSource(name: "labels")])
    private let evidence = PhaseMapEvidence(
        structure: [StructureEvidence(location: Condition([0]), label: 0), StructureEvidence(location: Condition([1]), label: 1)],
        properties: [0.1, 0.3, 0.7, 0.9].map { PropertyEvidence(location: Condition([$0]), value: $0 < 0.5 ? 0 : 2) })

    private func posterior() throws -> PhaseMapPosterior {
        var sampler = PhaseMapSampler(seed: 4)
        sampler.chains = 2
        sampler.draws = 50
        return try sampler.posterior(model: model, evidence: evidence)
    }

    @Test("Probabilities of the regions sum to one in every draw, and information about the map is neither negative nor more than the entropy")
    func sums() throws {
        let prediction = try posterior().prediction(at: (0...10).map { Condition([Double($0) / 10]) })
        for point in 0..<prediction.points {
            for draw in 0..<prediction.draws {
                let sum = (0..<3).reduce(0) { $0 + prediction.probability(draw: draw, point: point, region: $1) }
                #expect(abs(sum - 1) < 1e-12)
            }
            #expect(prediction.mutualInformations[point] <= prediction.entropies[point])
        }
    }

    @Test("The variance of a property is the mean variance plus the variance of the means, over draws and regions")
    func totalVariance() throws {
        let prediction = try posterior().prediction(at: [Condition([0.45])])
        let property = prediction.properties[0]
        /// Over draws and regions, by how probable each is.
        func mean(_ value: (_ index: Int) -> Double) -> Double {
            (0..<(3 * prediction.draws)).reduce(0) {
                $0 + prediction.probability(draw: $1 / 3, point: 0, region: $1 % 3) / Double(prediction.draws) * value($1)
            }
        }
        let centre = mean { property.drawMeans[$0] }
        let inner = mean { property.drawVariances[$0] }
        let outer = mean { (property.drawMeans[$0] - centre) * (property.drawMeans[$0] - centre) }
        #expect(abs(property.means[0] - centre) < 1e-12)
        #expect(abs(property.variances[0] - inner - outer) < 1e-10)
    }

    @Test("A region that labels and values name is the probable one beside them, an unseen one only away from them")
    func unseen() throws {
        let prediction = try posterior().prediction(at: [0, 1, 8].map { Condition([$0]) })
        #expect(prediction.probability(point: 0, region: 0) > 0.8)
        #expect(prediction.probability(point: 1, region: 1) > 0.8)
        #expect(prediction.probability(point: 2, region: 2) > 5 * prediction.probability(point: 0, region: 2))
    }

    @Test("The same seed gives the same bits")
    func repeatable() throws {
        let (first, second) = (try posterior(), try posterior())
        #expect(first.draws == second.draws)
    }
}
