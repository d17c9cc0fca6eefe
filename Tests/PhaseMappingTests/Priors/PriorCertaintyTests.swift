import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

/// What a certainty means, checked by drawing from the prior itself.
@Suite struct PriorCertaintyTests {
    /// Lengths so short that only statements tie points together.
    private func model(regions: Int, deviation: Double = 10) -> PhaseMapModel {
        PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: regions,
            field: RegionFieldPrior(deviation: .fixed(deviation), lengths: [.fixed(1e-3)]), sources: [StructureSource(name: "labels")])
    }

    private func prior(_ kind: Prior.Kind, _ certainty: Double) -> Prior {
        Prior(identifier: "prior-1", kind: kind, certainty: certainty, author: "ada", reason: "a hunch", time: 0)
    }

    @Test("Two regions, sharp boundaries: P(same phase) is ½ + asin(ρ)/π, the orthant probability", arguments: [-0.9, -0.3, 0, 0.5, 0.95])
    func orthant(correlation: Double) {
        // Sheppard 1899 (Phil. Trans. R. Soc. A 192, 101).
        let expected = 0.5 + asin(correlation) / .pi
        #expect(abs(SamePhaseProbability(regions: 2, deviation: 1000).value(correlation: correlation) - expected) < 0.02)
    }

    @Test(
        "A boundary of certainty c: points on one side are the same phase with a probability that exceeds that of opposite sides by 2c − 1",
        arguments: [0.55, 0.7, 0.8, 0.9, 0.99], [2, 4])
    func boundary(certainty: Double, regions: Int) throws {
        let model = model(regions: regions)
        let boundary = prior(.phaseBoundary(points: [Condition([0.49]), Condition([0.51])], between: []), certainty)
        let stated = try HumanPriors([boundary], model: model).model
        let same = stated.priorProbabilitySame(Condition([0.8]), Condition([0.9]), draws: 40_000)
        let opposite = stated.priorProbabilitySame(Condition([0.1]), Condition([0.9]), draws: 40_000)
        #expect(abs(same - opposite - (2 * certainty - 1)) < 0.02, "\(same) − \(opposite)")
        if regions == 2 { #expect(abs(same - certainty) < 0.02) }
    }

    @Test(
        "A region of certainty c: of what is missing to certainty, its points gain the share 2c − 1; its rim separates, far points it leaves alone",
        arguments: [0.55, 0.7, 0.8, 0.9, 0.99], [2, 4])
    func region(certainty: Double, regions: Int) throws {
        let region = prior(.phaseRegion(polygon: [Condition([0]), Condition([1])], phases: []), certainty)
        let stated = try HumanPriors([region], model: model(regions: regions)).model
        let inside = stated.priorProbabilitySame(Condition([0.4]), Condition([0.6]), draws: 40_000)
        let across = stated.priorProbabilitySame(Condition([0.4]), Condition([1.4]), draws: 40_000)
        let far = stated.priorProbabilitySame(Condition([0.4]), Condition([3.5]), draws: 40_000)
        let unrelated = 1 / Double(regions)
        #expect(abs(inside - (unrelated + (1 - unrelated) * (2 * certainty - 1))) < 0.02, "\(inside)")
        #expect(across < unrelated - 0.01, "\(across)")
        #expect(abs(far - unrelated) < 0.02, "\(far)")
    }

    @Test("Soft maps as well: the weight knows how sharp boundaries are", arguments: [2.0, 5.0])
    func softMaps(deviation: Double) throws {
        let boundary = prior(.phaseBoundary(points: [Condition([0.49]), Condition([0.51])], between: []), 0.8)
        let stated = try HumanPriors([boundary], model: model(regions: 2, deviation: deviation)).model
        let same = stated.priorProbabilitySame(Condition([0.8]), Condition([0.9]), draws: 40_000)
        let opposite = stated.priorProbabilitySame(Condition([0.1]), Condition([0.9]), draws: 40_000)
        #expect(abs(same - opposite - 0.6) < 0.02)
    }

    @Test("Linked points that the map takes as unrelated are the same phase with probability c", arguments: [0.6, 0.8, 0.95], [2, 5])
    func mustLink(certainty: Double, regions: Int) {
        let factor = PriorCertainty(certainty: certainty).pairProbabilitySame(isSame: true, regions: regions)
        let before = 1 / Double(regions)
        let after = factor * before / (factor * before + (1 - factor) * (1 - before))
        #expect(abs(after - certainty) < 1e-12)
        // Where the map has even odds, a split is right with probability c.
        #expect(PriorCertainty(certainty: certainty).pairProbabilitySame(isSame: false, regions: regions) == 1 - certainty)
    }

    @Test("Theory that is sure of a region with certainty c makes it probable with c before any measurement", arguments: [0.4, 0.6, 0.9], [3, 5])
    func theory(certainty: Double, regions: Int) throws {
        let model = model(regions: regions)
        let map = try ReferenceMap(coordinates: model.coordinates, locations: [Condition([0]), Condition([1])], probabilities: [[1, 0], [0, 1]])
        let mean = try ReferenceMean(map, labels: [0, nil], certainty: certainty, model: model)
        #expect(mean.mean(at: Condition([0.2]), regions: regions) == [mean.offset] + Array(repeating: 0, count: regions - 1))
        #expect(mean.mean(at: Condition([0.9]), regions: regions).allSatisfy { $0 == 0 })
        let same = SamePhaseProbability(regions: regions, deviation: 10)
        #expect(abs(same.probability(offset: mean.offset) - certainty) < 1e-3)
    }

    /// Without the scale of the mean, the statement's `w = 345` would leave 0.53 of 0.90.
    @Test("A statement that points are one phase does not drown what theory says which: on all maps drawn, and in predictions")
    func theoryBesideStatement() throws {
        var model = model(regions: 2, deviation: 5)
        let map = try ReferenceMap(coordinates: model.coordinates, locations: [Condition([0]), Condition([1])], probabilities: [[1, 0], [1, 0]])
        model.field.mean = try ReferenceMean(map, labels: [0, nil], certainty: 0.9, model: model)
        let region = prior(.phaseRegion(polygon: [Condition([0]), Condition([1])], phases: []), 0.95)
        let stated = try HumanPriors([region], model: model).model
        // Far away nothing is measured; one label that says nothing makes a point of the evidence.
        let silent = PhaseMapEvidence(structure: [StructureEvidence(location: Condition([0.5]), probabilities: [0.5, 0.5])])
        let target = try PhaseMapTarget(model: stated, evidence: silent)
        var stream = RandomStream(seed: 2)
        let draws = try (0..<20_000).map { _ in try target.priorState(&stream) }
        let share = Double(draws.count { $0.assignments[0] == 0 }) / Double(draws.count)
        #expect(abs(share - 0.9) < 0.02, "\(share)")
        let predictor = DrawPredictor(
            target: target, locations: [Condition([0.3])], coordinates: [try stated.coordinates.coordinates(of: Condition([0.3]))])
        let predicted =
            try draws.prefix(2_000).enumerated().reduce(0) { sum, draw in
                let solution = predictor.solution(draw.element, previous: nil)
                return sum + (try predictor.map(draw.element, solution, draw: draw.offset, isMapOnly: false).probabilities[0])
            } / 2_000
        #expect(abs(predicted - 0.9) < 0.03, "\(predicted)")
        var sampler = PhaseMapSampler(seed: 6)
        (sampler.chains, sampler.rungs, sampler.draws) = (2, 4, 2_000)
        let sampled = try sampler.posterior(model: stated, evidence: silent).draws
        #expect(abs(Double(sampled.count { $0.assignments[0] == 0 }) / Double(sampled.count) - 0.9) < 0.04)
        let fast = try PhaseMapApproximation(model: stated, evidence: silent).prediction(at: [Condition([0.3])], draws: 400, seed: 3)
        #expect(abs(fast.probability(point: 0, region: 0) - 0.9) < 0.05, "\(fast.probabilities)")
    }

    @Test("No certainty leaves a statement without a way to be dropped")
    func neverCertain() {
        #expect(PriorCertainty(certainty: 0.99).probability < 0.995)
        #expect(abs(PriorCertainty(certainty: 0.8).deserved(probability: PriorCertainty(certainty: 0.8).probability) - 0.8) < 1e-12)
        #expect(PriorCertainty(certainty: 0.8).deserved(probability: 0) == 0.5)
    }
}
