import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

/// The one-dimensional challenges of SAGE (Kusne, McDannald, DeCost 2024, doi:10.1039/D4DD00048J): two Gaussian peaks that meet at 0.7.
@Suite struct ChangePointTests {
    private func property(_ x: Double) -> Double {
        x < 0.7 ? 0.5 * exp(-0.5 * (x - 0.35) * (x - 0.35) / 0.1) : 2 * exp(-0.5 * (x - 0.7) * (x - 0.7) / 0.025)
    }

    private let model = PhaseMapModel(
        coordinates: .identity(axisCount: 1), labelledRegions: 2, field: RegionFieldPrior(deviation: .fixed(1), lengths: [.fixed(1)]),
        properties: [
            PropertyPrior(
                name: "signal", deviation: .uniformSquare(0.1, 2.0.squareRoot()), lengths: [.uniform(0.2, 1)],
                noise: .uniformSquare(0.001.squareRoot(), 0.1), levelMean: 1, levelDeviation: 4 / 12.0.squareRoot())
        ], sources: [StructureSource(name: "labels", errorRate: .fixed(0))])

    private func evidence(structure: [Double], properties: [Double]) -> PhaseMapEvidence {
        var stream = RandomStream(seed: 21)
        return PhaseMapEvidence(
            structure: structure.map { StructureEvidence(location: Condition([$0]), label: $0 < 0.7 ? 0 : 1) },
            properties: properties.map { PropertyEvidence(location: Condition([$0]), value: property($0) + 0.05 * stream.normal()) })
    }

    @Test("Challenge 1: labels at 0.65 and 0.75 leave the change point uniform between them")
    func first() throws {
        let posterior = try ChangePointPosterior(
            model: model, evidence: evidence(structure: [0, 0.65, 0.75, 1], properties: [0, 0.2, 0.4, 0.5, 0.8, 0.9, 1]), range: 0.5...1, seed: 1)
        #expect(posterior.mixing.hasMixed)
        for (share, wanted) in [(0.05, 0.655), (0.5, 0.7), (0.95, 0.745)] {
            #expect(abs(posterior.quantile(share, ofChangePoint: 0) - wanted) < 1e-9)
        }
        let prediction = try posterior.prediction(at: [0.6, 0.65, 0.675, 0.7, 0.725, 0.75, 0.8].map { Condition([$0]) })
        for (point, wanted) in [1, 1, 0.75, 0.5, 0.25, 0, 0].enumerated() {
            #expect(abs(prediction.probability(point: point, region: 0) - wanted) < 1e-9)
        }
    }

    @Test("Challenge 2: the property alone puts the change point between the twentieths 13 and 14")
    func second() throws {
        let posterior = try ChangePointPosterior(
            model: model, evidence: evidence(structure: [0, 0.4, 0.8, 1], properties: (0..<20).map { Double($0) / 19 }), range: 0.5...1, seed: 2)
        #expect(posterior.mixing.hasMixed)
        let gap = try #require(posterior.edges.firstIndex { abs($0 - 13.0 / 19) < 1e-12 })
        #expect(posterior.gapProbabilities[0][gap] > 0.999)
        #expect(abs(posterior.quantile(0.5, ofChangePoint: 0) - 13.5 / 19) < 1e-3)
    }

    @Test("Without evidence between them, two change points are the order statistics of two uniform numbers")
    func orderStatistics() throws {
        var three = model
        three.labelledRegions = 3
        three.properties = []
        let posterior = try ChangePointPosterior(
            model: three,
            evidence: PhaseMapEvidence(structure: [StructureEvidence(location: Condition([0.5]), probabilities: [1, 1, 1].map { $0 / 3 })]),
            range: 0...1, chains: 2, warmUp: 1, draws: 4, seed: 3)
        let prediction = try posterior.prediction(at: [0.2, 0.5, 0.9].map { Condition([$0]) })
        for (point, x) in [0.2, 0.5, 0.9].enumerated() {
            for (region, wanted) in [(1 - x) * (1 - x), 2 * x * (1 - x), x * x].enumerated() {
                #expect(abs(prediction.probability(point: point, region: region) - wanted) < 1e-12)
            }
        }
    }

    @Test("The sampler of fields agrees with the exact answer where its boundaries are as sharp as steps")
    func fields() throws {
        var soft = model
        soft.field = RegionFieldPrior(deviation: .logNormal(median: 20, logDeviation: 0.2), lengths: [.logNormal(median: 0.5, logDeviation: 0.3)])
        var sampler = PhaseMapSampler(seed: 5)
        sampler.chains = 2
        let evidence = evidence(structure: [0, 0.65, 0.75, 1], properties: [0, 0.2, 0.4, 0.5, 0.8, 0.9, 1])
        let posterior = try sampler.posterior(model: soft, evidence: evidence)
        let prediction = try posterior.prediction(at: [0.3, 0.6, 0.8, 0.95].map { Condition([$0]) })
        for (point, region) in [0, 0, 1, 1].enumerated() { #expect(prediction.probability(point: point, region: region) > 0.9) }
    }

    @Test("Labels without error against the order of the regions are refused, with what to do")
    func againstTheOrder() throws {
        let reversed = PhaseMapEvidence(structure: [
            StructureEvidence(location: Condition([0.6]), label: 1), StructureEvidence(location: Condition([0.8]), label: 0),
        ])
        do {
            _ = try ChangePointPosterior(model: model, evidence: reversed, range: 0.5...1, seed: 4)
            Issue.record("no change point explains these labels")
        } catch let error as PhaseMapInputError {
            #expect(error.field == "structure")
            #expect(error.remedy.contains("error rate"))
        }
    }

    @Test("Where nothing is known of three change points in 40 gaps, none of their many places is too improbable to count")
    func manyPlaces() throws {
        var four = model
        four.labelledRegions = 4
        four.properties = []
        let open = (1..<40).map { StructureEvidence(location: Condition([Double($0) / 40]), probabilities: Array(repeating: 0.25, count: 4)) }
        let posterior = try ChangePointPosterior(
            model: four, evidence: PhaseMapEvidence(structure: open), range: 0...1, chains: 2, warmUp: 1, draws: 4, seed: 3)
        let x = 0.3125
        let prediction = try posterior.prediction(at: [Condition([x])])
        // So many of three uniform numbers are below x.
        for (region, wanted) in [pow(1 - x, 3), 3 * x * pow(1 - x, 2), 3 * x * x * (1 - x), x * x * x].enumerated() {
            #expect(abs(prediction.probability(point: 0, region: region) - wanted) < 2e-4)
        }
    }

    @Test("A pair moves the change point as its factor says")
    func pair() throws {
        var linked = model
        linked.properties = []
        linked.pairs = [PairFactor(Condition([0.25]), Condition([0.75]), probabilitySame: 0.9)]
        let posterior = try ChangePointPosterior(
            model: linked, evidence: PhaseMapEvidence(), range: 0...1, chains: 2, warmUp: 1, draws: 4, seed: 3)
        // Uniform but for the factor: 0.9 outside the two ends, 0.1 between them, each half of the range.
        for (gap, wanted) in [0.45, 0.1, 0.45].enumerated() { #expect(abs(posterior.gapProbabilities[0][gap] - wanted) < 1e-12) }
    }
}
