import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct CoregionalisationTests {
    private func model(regions: Int = 1, isCoupled: Bool, latentProcesses: Int? = nil) -> PhaseMapModel {
        var model = PhaseMapModel.standard(
            coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: regions,
            properties: ["magnetisation", "hardness"].map { PropertyScale(name: $0, level: 0, spread: 1, noise: .logUniform(0.03, 0.3)) })
        if isCoupled { model.coregionalisations = [Coregionalisation(properties: [0, 1], latentProcesses: latentProcesses)] }
        return model
    }

    private func sampler(_ seed: UInt64, warmUp: Int, draws: Int, thinning: Int = 1) -> PhaseMapSampler {
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = 1
        sampler.rungs = 4
        sampler.warmUp = warmUp
        sampler.draws = draws
        sampler.thinning = thinning
        return sampler
    }

    @Test("A property that is seldom measured is known where another is, if the two go together", arguments: [1.0, -1])
    func seldomMeasured(sign: Double) throws {
        var stream = RandomStream(seed: 5)
        func wave(_ place: Double) -> Double { sin(14 * place) }
        var properties: [PropertyEvidence] = []
        for number in 0..<21 {
            let place = Double(number) / 20
            properties.append(PropertyEvidence(location: Condition([place]), property: 0, value: wave(place) + 0.05 * stream.normal()))
            if number.isMultiple(of: 5) {
                properties.append(PropertyEvidence(location: Condition([place]), property: 1, value: sign * wave(place) + 0.05 * stream.normal()))
            }
        }
        let between = stride(from: 0.02, to: 1, by: 0.04).map { Condition([$0]) }
        func error(isCoupled: Bool) throws -> (rootMeanSquare: Double, correlation: Double) {
            let posterior = try sampler(3, warmUp: 100, draws: 200).posterior(
                model: model(isCoupled: isCoupled), evidence: PhaseMapEvidence(properties: properties))
            let means = try posterior.prediction(at: between).properties[1].means
            let square = zip(between, means).reduce(0) { $0 + pow($1.1 - sign * wave($1.0[0]), 2) } / Double(between.count)
            let correlations = posterior.correlations(between: 0, and: 1).map { $0[0] }
            return (square.squareRoot(), correlations.reduce(0, +) / Double(correlations.count))
        }
        let (coupled, separate) = (try error(isCoupled: true), try error(isCoupled: false))
        // Five values are too few for two waves, and enough for a correlation.
        #expect(coupled.rootMeanSquare < 0.2, "\(coupled)")
        #expect(separate.rootMeanSquare > 0.4, "\(separate)")
        #expect(sign * coupled.correlation > 0.7, "\(coupled)")
        #expect(separate.correlation == 0)
    }

    @Test("Correlations, lengths and noises drawn from the prior stand anywhere in their posteriors alike")
    func ranks() throws {
        let (truths, ranked) = (100, 23)
        let model = model(regions: 2, isCoupled: true)
        var histograms = RankHistograms(quantities: 4, draws: ranked)
        var stream = RandomStream(seed: 77)
        for number in 0..<truths {
            let conditions = (0..<12).map { _ in Condition([stream.uniform()]) }
            let truth = try model.truth(at: conditions, &stream)
            var evidence = PhaseMapEvidence()
            evidence.structure = (0..<4).map {
                StructureEvidence(location: conditions[$0], label: truth.label(at: $0, regions: 2, errorRate: 0.001, &stream))
            }
            for place in 4..<12 {
                for property in 0..<2 {
                    evidence.properties.append(
                        PropertyEvidence(location: conditions[place], property: property, value: truth.value(of: property, at: place, &stream)))
                }
            }
            let posterior = try sampler(200 + UInt64(number), warmUp: 40, draws: ranked, thinning: 4).posterior(model: model, evidence: evidence)
            let (target, white) = (posterior.target, truth.whiteHyperParameters)
            let correlation = target.processCovariance(0, 0, white).correlation(0, 1)
            let logLikelihood = posterior.logLikelihood(of: truth)
            let length = target.layout.processes[0][0].upperBound - 1
            histograms.add([
                posterior.correlations(between: 0, and: 1).count { $0[0] < correlation },
                posterior.draws.count { $0.noises[1] < truth.noises[1] }, posterior.draws.count { $0.whiteHyperParameters[length] < white[length] },
                posterior.draws.count { $0.logLikelihood < logLikelihood },
            ])
        }
        histograms.expectUniform()
    }

    @Test("A correlation has no preferred value between three latent processes, and is whole with one", arguments: [1, 3])
    func prior(latentProcesses: Int) throws {
        let model = model(isCoupled: true, latentProcesses: latentProcesses)
        let target = try PhaseMapTarget(
            model: model, evidence: PhaseMapEvidence(properties: [PropertyEvidence(location: Condition([0]), property: 1, value: 0)]))
        var stream = RandomStream(seed: 2)
        let (draws, bins) = (2000, 8)
        var counts = [Int](repeating: 0, count: bins)
        for _ in 0..<draws {
            let correlation = target.processCovariance(0, 0, stream.normals(target.layout.priors.count)).correlation(0, 1)
            counts[min(max(Int((correlation + 1) / 2 * Double(bins)), 0), bins - 1)] += 1
        }
        // The cosine of two random directions in space is uniform (Archimedes); of two on a line it is 1 or -1.
        for (bin, count) in counts.enumerated() {
            let isEnd = bin == 0 || bin == bins - 1
            let share = latentProcesses == 3 ? 1 / Double(bins) : 0.5
            let range = latentProcesses == 3 || isEnd ? Binomial(trials: draws, probability: share).centralRange(0.9999) : 0...0
            #expect(range.contains(count), "\(counts)")
        }
    }

    @Test("A property in two coregionalisations, one that is not there, and too few of them are refused")
    func refused() {
        for properties in [[[0]], [[1, 0]], [[0, 2]], [[0, 1], [0, 1]]] {
            var model = model(isCoupled: false)
            model.coregionalisations = properties.map { Coregionalisation(properties: $0) }
            #expect(throws: PhaseMapInputError.self) { try model.check() }
        }
        #expect(throws: PhaseMapInputError.self) {
            _ = try PhaseMapApproximation(
                model: model(isCoupled: true),
                evidence: PhaseMapEvidence(properties: [PropertyEvidence(location: Condition([0]), property: 0, value: 1)]))
        }
    }
}
