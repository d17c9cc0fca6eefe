import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct LabelConfusionTests {
    private func model(regions: Int, unevenness: Double) -> PhaseMapModel {
        .standard(
            coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: regions,
            sources: [
                StructureSource(name: "microscope", errorRate: .fixed(0.01)),
                StructureSource(name: "analyser", errorRate: .logUniform(0.02, 0.9), unevenness: unevenness),
            ])
    }

    private func sampler(_ seed: UInt64, draws: Int, thinning: Int = 1) -> PhaseMapSampler {
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = 1
        sampler.rungs = 4
        sampler.warmUp = 60
        sampler.draws = draws
        sampler.thinning = thinning
        return sampler
    }

    @Test("An analyser that takes one phase for another every second time is found out, and its labels are read accordingly")
    func foundOut() throws {
        // Three phases on a line; from 0.7 on the analyser calls the third the second at every other place.
        func region(_ place: Double) -> Int { place < 0.35 ? 0 : place < 0.7 ? 1 : 2 }
        var structure: [StructureEvidence] = []
        for number in 0..<60 {
            let place = (Double(number) + 0.5) / 60
            let said = region(place) == 2 && number.isMultiple(of: 2) ? 1 : region(place)
            structure.append(StructureEvidence(location: Condition([place]), label: said, source: 1))
            if number % 3 == 0 { structure.append(StructureEvidence(location: Condition([place]), label: region(place), source: 0)) }
        }
        let evidence = PhaseMapEvidence(structure: structure)
        let posterior = try sampler(1, draws: 200).posterior(model: model(regions: 3, unevenness: 2), evidence: evidence)
        let confusion = posterior.confusion(ofSource: 1)
        #expect(abs(confusion[2][1] - 0.5) < 0.2, "\(confusion)")
        #expect(confusion[1][2] < 0.15, "\(confusion)")
        for row in confusion { #expect(abs(row.reduce(0, +) - 1) < 1e-9) }
        let probes = [0.72, 0.78, 0.84, 0.9, 0.96].map { Condition([$0]) }
        func score(_ posterior: PhaseMapPosterior) throws -> Double {
            let prediction = try posterior.prediction(at: probes)
            return probes.indices.reduce(0) { $0 + log(prediction.probability(point: $1, region: 2)) }
        }
        let even = try sampler(1, draws: 200).posterior(model: model(regions: 3, unevenness: 0), evidence: evidence)
        #expect(try score(posterior) > score(even))
    }

    @Test("Error rates and confusions drawn from the prior stand anywhere in their posteriors alike")
    func ranks() throws {
        let (truths, ranked) = (100, 23)
        let model = model(regions: 2, unevenness: 1.5)
        var histograms = RankHistograms(quantities: 3, draws: ranked)
        var stream = RandomStream(seed: 12)
        for number in 0..<truths {
            let conditions = (0..<10).map { _ in Condition([stream.uniform()]) }
            let truth = try model.truth(at: conditions, &stream)
            let layout = HyperParameterLayout(model)
            let confusions = layout.confusions(model, truth.whiteHyperParameters, atLeast: PhaseMapTarget.smallestErrorRate)
            var evidence = PhaseMapEvidence()
            for (place, condition) in conditions.enumerated() {
                for source in 0..<2 {
                    let isFirst = stream.uniform() < confusions[source].probability(label: 0, region: truth.regions[place])
                    evidence.structure.append(StructureEvidence(location: condition, label: isFirst ? 0 : 1, source: source))
                }
            }
            let posterior = try sampler(300 + UInt64(number), draws: ranked, thinning: 4).posterior(model: model, evidence: evidence)
            let target = posterior.target
            func wrong(_ white: [Double]) -> Double { target.confusions(white)[1].probability(label: 1, region: 0) }
            let logLikelihood = posterior.logLikelihood(of: truth)
            histograms.add([
                posterior.draws.count { $0.errorRates[1] < confusions[1].errorRate },
                posterior.draws.count { wrong($0.whiteHyperParameters) < wrong(truth.whiteHyperParameters) },
                posterior.draws.count { $0.logLikelihood < logLikelihood },
            ])
        }
        histograms.expectUniform()
    }

    @Test("A source that can name two of four phases errs among those two, as often as it says")
    func fewerLabels() throws {
        var model = model(regions: 4, unevenness: 1)
        // Drawn without regard to the region in 0.6 of all cases, half of them right by chance.
        model.sources = [StructureSource(name: "eye", errorRate: .fixed(0.6), labels: [1, 3])]
        try model.check()
        let layout = HyperParameterLayout(model)
        let confusion = layout.confusions(model, Array(repeating: 0, count: layout.priors.count))[0]
        #expect(abs(confusion.probability(label: 1, region: 1) - 0.7) < 1e-12)
        #expect(abs(confusion.probability(label: 3, region: 1) - 0.3) < 1e-12)
        #expect(confusion.probability(label: 0, region: 1) == 0)
        #expect(abs(confusion.logLikelihood([0, 1, 0, 0], region: 1) - confusion.logLikelihood([0, 1, 0, 0], region: 3) - log(0.7 / 0.3)) < 1e-12)
        model.sources[0].labels = [4]
        #expect(throws: PhaseMapInputError.self) { try model.check() }
    }

    @Test("An unevenness that is no number is refused")
    func refused() {
        #expect(throws: PhaseMapInputError.self) { try model(regions: 2, unevenness: -1).check() }
        #expect(throws: PhaseMapInputError.self) { try model(regions: 2, unevenness: .nan).check() }
    }
}
