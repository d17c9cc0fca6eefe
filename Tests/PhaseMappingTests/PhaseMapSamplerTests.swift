import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PhaseMapSamplerTests {
    private func circle(labels: Int, values: Int, seed: UInt64) -> PhaseMapEvidence {
        var stream = RandomStream(seed: seed)
        var evidence = PhaseMapEvidence()
        for number in 0..<(labels + values) {
            let place = Circle.place(&stream)
            if number < labels {
                evidence.structure.append(StructureEvidence(location: place, label: Circle.label(at: place)))
            } else {
                evidence.properties.append(PropertyEvidence(location: place, value: Circle.value(at: place) + 0.1 * stream.normal()))
            }
        }
        return evidence
    }

    private let model = Circle.model()

    private func accuracy(_ prediction: PhaseMapPrediction, _ grid: [Condition]) -> Double {
        let best = prediction.mostProbableRegions
        return Double(grid.indices.count { best[$0] == Circle.label(at: grid[$0]) }) / Double(grid.count)
    }

    /// Of P(first region), the mean over the grid.
    private func difference(_ one: PhaseMapPrediction, _ other: PhaseMapPrediction) -> Double {
        grid.indices.reduce(0) { $0 + abs(one.probability(point: $1, region: 0) - other.probability(point: $1, region: 0)) } / Double(grid.count)
    }

    /// Two chains, for what one posterior is enough.
    private func short(seed: UInt64) -> PhaseMapSampler {
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = 2
        sampler.draws = 150
        return sampler
    }

    private let grid = (0..<441).map { Condition([-2 + 0.2 * Double($0 % 21), -2 + 0.2 * Double($0 / 21)]) }

    @Test("Chains that begin at the prior, at the labels, at swapped labels and at short lengths end at one map")
    func badStarts() throws {
        var sampler = PhaseMapSampler(seed: 2)
        sampler.draws = 300
        let posterior = try sampler.posterior(model: model, evidence: circle(labels: 20, values: 24, seed: 7))
        #expect(posterior.mixing.chains == PhaseMapStart.allCases.count)
        #expect(posterior.mixing.worstSplitRHat < 1.1)
        #expect(accuracy(try posterior.thinned(to: 100).prediction(at: grid), grid) > 0.93)
    }

    @Test("Values alone say where regions are but not which: with one label each, both roles would do, and the labels decide")
    func roles() throws {
        var evidence = circle(labels: 0, values: 40, seed: 8)
        evidence.structure = [
            StructureEvidence(location: Condition([0, 0]), label: 1), StructureEvidence(location: Condition([1.9, 1.9]), label: 0),
        ]
        let posterior = try short(seed: 3).posterior(model: model, evidence: evidence)
        #expect(accuracy(try posterior.thinned(to: 100).prediction(at: grid), grid) > 0.9)
    }

    @Test("Draws carried over to one more label agree with draws from the beginning")
    func carried() throws {
        let all = circle(labels: 20, values: 24, seed: 9)
        var earlier = all
        earlier.structure.removeLast(2)
        let sampler = short(seed: 4)
        let carried = try sampler.updated(try sampler.posterior(model: model, evidence: earlier), evidence: all, draws: 200)
        let fresh = try sampler.posterior(model: model, evidence: all)
        #expect(carried.mixing.updatesSince == 1)
        let (one, other) = (try carried.prediction(at: grid), try fresh.thinned(to: 200).prediction(at: grid))
        #expect(difference(one, other) < 0.03)
    }

    @Test("The fast mode draws the sampler's map")
    func fastMode() throws {
        let evidence = circle(labels: 40, values: 40, seed: 10)
        let fast = try PhaseMapApproximation(model: model, evidence: evidence).prediction(at: grid, seed: 1)
        let slow = try short(seed: 5).posterior(model: model, evidence: evidence).thinned(to: 100).prediction(at: grid)
        #expect(accuracy(fast, grid) > 0.93)
        let same = grid.indices.count { fast.mostProbableRegions[$0] == slow.mostProbableRegions[$0] }
        #expect(Double(same) / Double(grid.count) > 0.95)
        #expect(difference(fast, slow) < 0.1)
    }

    /// Values near -5, 0 and 5 on three thirds of a line, of which labels name two.
    private func thirds(_ levels: [Double]) -> PhaseMapEvidence {
        var stream = RandomStream(seed: 12)
        var evidence = PhaseMapEvidence(
            structure: [StructureEvidence(location: Condition([0.05]), label: 0), StructureEvidence(location: Condition([0.5]), label: 1)])
        evidence.properties = (0..<24).map { number in
            let x = (Double(number) + 0.5) / 24
            return PropertyEvidence(location: Condition([x]), value: levels[number / 8] + 0.1 * stream.normal())
        }
        return evidence
    }

    @Test("A property that changes where no label is makes a region that nobody has named; one that does not makes none", arguments: [true, false])
    func unnamedRegion(hasThird: Bool) throws {
        let model = PhaseMapModel.standard(
            coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: 2, unseenRegions: 1,
            properties: [PropertyScale(name: "signal", level: 0, spread: 4, noise: .logUniform(0.05, 0.5))])
        let posterior = try short(seed: 6).posterior(model: model, evidence: thirds(hasThird ? [-5, 0, 5] : [-5, 0, 0]))
        let prediction = try posterior.prediction(at: [0.15, 0.5, 0.85].map { Condition([$0]) })
        if hasThird {
            #expect(posterior.occupiedRegionCounts[3] > 0.9)
            #expect(prediction.mostProbableRegions == [0, 1, 2])
        } else {
            #expect(posterior.occupiedRegionCounts[2] > 0.7)
            #expect(prediction.mostProbableRegions == [0, 1, 1])
        }
    }

    @Test("An error-free source that contradicts itself at one location is refused by name")
    func contradiction() throws {
        var strict = model
        strict.sources = [StructureSource(name: "XRD", errorRate: .fixed(0))]
        let evidence = PhaseMapEvidence(structure: [0, 1].map { StructureEvidence(location: Condition([0, 0]), label: $0) })
        let error = #expect(throws: PhaseMapInputError.self) { try PhaseMapSampler(seed: 1).posterior(model: strict, evidence: evidence) }
        #expect(error?.description.contains("XRD") ?? false)
    }

    @Test("The foot of a ladder is the prior, whether there are values or not", arguments: [true, false])
    func foot(hasValues: Bool) {
        #expect(LadderFoot.prior.tempering(at: 0, hasValues: hasValues).isPrior)
        #expect(!LadderFoot.prior.tempering(at: 0.1, hasValues: hasValues).isPrior)
        #expect(LadderFoot.prior.tempering(at: 1, hasValues: hasValues) == .none)
    }

    @Test("Draws carried to points that are measured again are weighted by the ratio of the evidences, summed over all regions")
    func revisitedPoints() throws {
        let fixed = PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: 2, field: RegionFieldPrior(deviation: .fixed(1e-6), lengths: [.fixed(0.3)]),
            properties: [
                PropertyPrior(name: "signal", deviation: .fixed(1), lengths: [.fixed(0.3)], noise: .fixed(0.5), levelMean: 0, levelDeviation: 1)
            ], sources: [StructureSource(name: "labels", errorRate: .fixed(0.01))])
        func values(_ pairs: [(Double, Double)]) -> [PropertyEvidence] {
            pairs.map { PropertyEvidence(location: Condition([$0.0]), value: $0.1) }
        }
        let before = PhaseMapEvidence(properties: values([(0.1, 1), (0.3, -1), (0.5, 0.8)]))
        var after = before
        after.properties += values([(0.1, 1.4), (0.3, 0.9), (0.7, -0.5)])
        let (old, new) = (try PhaseMapTarget(model: fixed, evidence: before), try PhaseMapTarget(model: fixed, evidence: after))
        var stream = RandomStream(seed: 12)
        let start = try old.priorState(&stream)
        /// Of every assignment of a target's points, all equally probable; regions written as bits.
        func likelihoods(_ target: PhaseMapTarget) -> [(assignments: [Int], likelihood: Double)] {
            (0..<(1 << target.points)).map { number in
                let assignments = (0..<target.points).map { number >> $0 & 1 }
                let log = (0..<2).reduce(0) { $0 + target.processLogLikelihood(0, $1, assignments, start.whiteHyperParameters) }
                return (assignments, exp(log) / Double(1 << target.points))
            }
        }
        let evidenceBefore = likelihoods(old).reduce(0) { $0 + $1.likelihood }
        let ratio = likelihoods(new).reduce(0) { $0 + $1.likelihood } / evidenceBefore
        let carry = EvidenceCarry(from: old, earlier: before, to: new)
        var mean = 0.0
        for (assignments, likelihood) in likelihoods(old) {
            var state = start
            state.assignments = assignments
            let draw = old.draw(state)
            let repeats = 2_000
            var sum = 0.0
            for _ in 0..<repeats { sum += exp(try carry.state(draw, &stream).logWeight) }
            mean += likelihood / evidenceBefore * sum / Double(repeats)
        }
        #expect(abs(mean / ratio - 1) < 0.01, "\(mean) for \(ratio)")
    }
}
