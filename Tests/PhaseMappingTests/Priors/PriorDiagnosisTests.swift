import Inference
import LinearAlgebra
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PriorDiagnosisTests {
    private let model = PhaseMapModel(
        coordinates: .identity(axisCount: 1), labelledRegions: 2, field: RegionFieldPrior(deviation: .fixed(3), lengths: [.fixed(0.2)]),
        sources: [StructureSource(name: "labels", errorRate: .fixed(0.02))])

    private func evidence(_ labels: [(Double, Int)]) -> PhaseMapEvidence {
        PhaseMapEvidence(structure: labels.map { StructureEvidence(location: Condition([$0.0]), label: $0.1) })
    }

    private func boundary(at x: Double, certainty: Double = 0.8) -> Prior {
        Prior(
            identifier: "prior-1", kind: .phaseBoundary(points: [Condition([x - 0.02]), Condition([x + 0.02])], between: []), certainty: certainty,
            author: "ada", reason: "a kink in the resistance", time: 50_520)
    }

    private func diagnosis(_ prior: Prior, _ labels: [(Double, Int)], draws: Int = 1000) throws -> PriorDiagnosis {
        let priors = try HumanPriors([prior], model: model)
        var sampler = PhaseMapSampler(seed: 3)
        (sampler.chains, sampler.rungs, sampler.draws) = (2, 6, draws)
        let posterior = try sampler.posterior(model: priors.model, evidence: priors.evidence(with: evidence(labels)))
        return priors.diagnoses(posterior)[0]
    }

    private let twoSides: [(Double, Int)] = [(0.05, 0), (0.3, 0), (0.45, 0), (0.55, 1), (0.7, 1), (0.95, 1)]

    /// Log evidence of labels with the term's weight held, by drawing maps from the prior.
    private func logEvidence(weight: Double, term: any LatentCorrelation, _ labels: [(Double, Int)]) throws -> Double {
        var held = model
        held.field.terms = [KernelTerm(correlation: term, weight: .fixed(weight))]
        let target = try PhaseMapTarget(model: held, evidence: evidence(labels))
        let factor = try target.fieldFactor([Double](repeating: 0, count: target.layout.priors.count))
        var stream = RandomStream(seed: 5, key: 9)
        var sum = 0.0
        let draws = 40_000
        for _ in 0..<draws {
            let fields = (0..<2).map { _ in factor.multiply(stream.normals(labels.count)).map { 3 * $0 } }
            var likelihood = 1.0
            for row in target.table.structure {
                let p =
                    1 / (1 + exp(fields[1 - (row.probabilities[0] == 1 ? 0 : 1)][row.point] - fields[row.probabilities[0] == 1 ? 0 : 1][row.point]))
                likelihood *= 0.98 * p + 0.01
            }
            sum += likelihood
        }
        return log(sum / Double(draws))
    }

    @Test("Nats with and without a boundary from the posterior's draws agree with the evidence from draws of the prior", arguments: [0.5, 0.25])
    func evidenceAgrees(at x: Double) throws {
        let prior = boundary(at: x)
        let result = try diagnosis(prior, twoSides)
        let term = try HumanPriors([prior], model: model).terms[0]
        guard case .zeroOr(let weight, _) = term.weight else {
            Issue.record("a statement's weight may be zero")
            return
        }
        let exact = try logEvidence(weight: weight, term: term.correlation, twoSides) - logEvidence(weight: 0, term: term.correlation, twoSides)
        let evidence = try #require(result.evidence)
        // Three standard errors of the draws, and 0.05 nats of those of the prior.
        #expect(abs(evidence - exact) < 3 * result.standardError + 0.05, "\(evidence) ± \(result.standardError), by prior draws \(exact)")
    }

    /// `E₀` of the product over rows of what each says of its region, with the term's weight held, by drawing maps from the prior.
    private func logExpectation(_ model: PhaseMapModel, _ terms: [KernelTerm], weights: [Double], _ evidence: PhaseMapEvidence) throws -> Double {
        var held = model
        held.field.terms = zip(terms, weights).map { KernelTerm(correlation: $0.correlation, weight: .fixed($1)) }
        let target = try PhaseMapTarget(model: held, evidence: evidence)
        let factor = try target.fieldFactor([Double](repeating: 0, count: target.layout.priors.count))
        var stream = RandomStream(seed: 6, key: 9)
        var sum = 0.0
        let draws = 40_000
        for _ in 0..<draws {
            let fields = (0..<2).map { _ in factor.multiply(stream.normals(target.points)).map { 3 * $0 } }
            sum += target.table.structure.reduce(1.0) { product, row in
                let p = 1 / (1 + exp(fields[1][row.point] - fields[0][row.point]))
                let rate = row.source == 0 ? 0.02 : PhaseMapTarget.smallestErrorRate
                return product * ((1 - rate) * (row.probabilities[0] * p + row.probabilities[1] * (1 - p)) + rate / 2)
            }
        }
        return log(sum / Double(draws))
    }

    @Test("A region that names its label is judged by both: a wrong name costs what being one phase gains", arguments: [0, 1])
    func namedRegion(measured: Int) throws {
        let prior = Prior(
            identifier: "prior-1", kind: .phaseRegion(polygon: [Condition([0.1]), Condition([0.6])], phases: ["A"]), certainty: 0.8, author: "ada",
            reason: "", time: 0)
        let labels = evidence([(0.15, measured), (0.3, measured), (0.55, measured)])
        let priors = try HumanPriors([prior], model: model, phases: [["A"], ["B"]])
        var sampler = PhaseMapSampler(seed: 5)
        (sampler.chains, sampler.rungs, sampler.draws) = (2, 6, 1500)
        let result = priors.diagnoses(try sampler.posterior(model: priors.model, evidence: priors.evidence(with: labels)))[0]
        guard case .zeroOr(let weight, let probability) = priors.terms[0].weight else {
            Issue.record("a statement's weight may be zero")
            return
        }
        // The rim is the boundary, the region is a core, or both.
        let readings = [
            ([weight, 0], probability * (1 - probability)), ([0, weight], probability * (1 - probability)),
            ([weight, weight], probability * probability),
        ]
        func logHolding(_ evidence: PhaseMapEvidence) throws -> Double {
            var sum = 0.0
            for (weights, share) in readings { sum += share * exp(try logExpectation(priors.model, priors.terms, weights: weights, evidence)) }
            return log(sum)
        }
        let exact =
            try logHolding(priors.evidence(with: labels)) - logHolding(priors.evidence(with: PhaseMapEvidence()))
            - logExpectation(model, [], weights: [], labels)
        let evidence = try #require(result.evidence)
        #expect(abs(evidence - exact) < 3 * result.standardError + 0.05, "\(evidence) ± \(result.standardError), by prior draws \(exact)")
        // One phase it is either way; the wrong name takes back what that gains.
        #expect(measured == 0 ? evidence > 1 : evidence < 0, "\(evidence)")
        #expect((try #require(result.deservedCertainty) < 0.7) == (measured == 1))
    }

    @Test("A right boundary gains evidence; a wrong one costs, loses its force and says so in words")
    func rightAndWrong() throws {
        let right = try diagnosis(boundary(at: 0.5), twoSides)
        #expect(right.verdict == .supported)
        #expect(try #require(right.deservedCertainty) > 0.8)
        let wrong = boundary(at: 0.5, certainty: 0.9)
        let result = try diagnosis(wrong, [(0.05, 0), (0.2, 1), (0.35, 0), (0.45, 1), (0.55, 1), (0.65, 0), (0.8, 1), (0.95, 0)])
        #expect(result.verdict == .contradicted)
        #expect(try #require(result.deservedCertainty) < 0.7)
        let sentence = result.sentence(wrong)
        #expect(sentence.hasPrefix("the boundary drawn at 14:02 UTC now costs "))
        #expect(sentence.hasSuffix("; keep, soften or withdraw?"))
    }

    @Test(
        "A pair gains where labels bear it out and costs where they contradict it, and neither more than the logarithm of what it claims against even odds"
    )
    func pairs() throws {
        func pair(_ a: Double, _ b: Double) throws -> PriorDiagnosis {
            try diagnosis(
                Prior(
                    identifier: "prior-1", kind: .samePhase([Condition([a]), Condition([b])]), certainty: 0.9, author: "ada", reason: "", time: 0),
                twoSides)
        }
        let (right, wrong) = (try pair(0.05, 0.45), try pair(0.05, 0.95))
        let (gain, cost) = (try #require(right.evidence), try #require(wrong.evidence))
        #expect(gain > 0.1 && gain < log(0.9 / 0.5))
        #expect(cost < -0.5 && cost > log(0.1 / 0.5))
        #expect(try #require(right.deservedCertainty) > 0.8)
        #expect(try #require(wrong.deservedCertainty) < 0.75)
    }

    /// Lengths so short that only what is said ties points together.
    private func statements(_ kinds: [Prior.Kind], regions: Int) throws -> HumanPriors {
        let plain = PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: regions, field: RegionFieldPrior(deviation: .fixed(10), lengths: [.fixed(1e-3)]),
            sources: [StructureSource(name: "labels", errorRate: .fixed(0.02))])
        return try HumanPriors(
            kinds.enumerated().map { index, kind in
                Prior(identifier: "prior-\(index)", kind: kind, certainty: 0.9, author: "ada", reason: "", time: 0)
            }, model: plain)
    }

    /// Where nothing has been measured.
    private func diagnoses(_ priors: HumanPriors) throws -> [PriorDiagnosis] {
        var sampler = PhaseMapSampler(seed: 4)
        (sampler.chains, sampler.rungs, sampler.draws) = (2, 4, 4000)
        return priors.diagnoses(try sampler.posterior(model: priors.model, evidence: priors.evidence(with: PhaseMapEvidence())))
    }

    /// `count` points.
    private func allDiffer(_ count: Int) -> Prior.Kind { .differentPhase((0..<count).map { Condition([Double($0) / 10]) }) }

    @Test(
        "Before measurements, pairs that cannot all hold cost what the sum over all maps says, not a product over pairs",
        // Sums over 2³, 2⁴ and 4⁶ equally probable maps.
        arguments: [(2, 3, 0.061), (2, 4, 0.002825), (4, 6, 0.000739218)])
    func allDiffer(regions: Int, points: Int, expectation: Double) throws {
        let priors = try statements([allDiffer(points)], regions: regions)
        let before = try StatementPrior(priors).logExpectation(pairs: 0..<(points * (points - 1) / 2))
        #expect(before.variance < 0.0025)
        #expect(abs(before.value - log(expectation)) < 4 * before.variance.squareRoot())
    }

    @Test("Three points that all differ, two phases: without measurements the statement has no evidence, though its pairs cannot all hold")
    func allDifferHasNoEvidence() throws {
        let diagnosis = try diagnoses(statements([allDiffer(3)], regions: 2))[0]
        let evidence = try #require(diagnosis.evidence)
        #expect(diagnosis.standardError < 0.2)
        #expect(abs(evidence) < 3 * diagnosis.standardError, "\(evidence) ± \(diagnosis.standardError)")
    }

    @Test("A boundary, and the same phase across it: they contradict each other, and without measurements neither has evidence")
    func contradictingStatements() throws {
        let across = Prior.Kind.samePhase([Condition([0.1]), Condition([0.9])])
        for diagnosis in try diagnoses(
            statements([.phaseBoundary(points: [Condition([0.49]), Condition([0.51])], between: []), across], regions: 2))
        {
            let evidence = try #require(diagnosis.evidence)
            #expect(diagnosis.standardError < 0.25)
            #expect(abs(evidence) < 3 * diagnosis.standardError, "\(evidence) ± \(diagnosis.standardError)")
        }
    }

    @Test("Lengths that go together count together: P(same) along the diagonal is that of the maps that the prior draws")
    func correlatedLengths() {
        let standard = PhaseMapModel.standard(coordinates: .identity(axisCount: 2), extents: [1, 1], labelledRegions: 2)
        // 0.6056 from two million draws of lengths and latents by another program; 0.5817 for lengths that know nothing of each other.
        let same = standard.priorProbabilitySame(Condition([0, 0]), Condition([0.3, 0.3]), draws: 40_000)
        #expect(abs(same - 0.606) < 0.008)
    }

    @Test("A region of interest claims nothing about the map")
    func interest() throws {
        let prior = Prior(
            identifier: "prior-1", kind: .regionOfInterest(polygon: [Condition([0.1]), Condition([0.4])]), certainty: 0.9, author: "ada", reason: "",
            time: 0)
        let result = try diagnosis(prior, twoSides, draws: 50)
        #expect(result.evidence == nil)
        #expect(result.sentence(prior) == "the region of interest drawn at 00:00 UTC steers where to look and claims nothing about the map")
    }

    @Test("Few draws are not trusted, and draws that all agree give a bound")
    func honesty() {
        let few = PriorDiagnosis(prior: "p", evidence: -5, standardError: 0.1, deservedCertainty: 0.5, effectiveDraws: 10)
        #expect(few.verdict == .untrusted)
        let bound = PriorDiagnosis(prior: "p", evidence: -5, standardError: .infinity, deservedCertainty: 0.5, effectiveDraws: 100)
        #expect(bound.sentence(boundary(at: 0.5)).contains("costs at least 5.0 nats"))
    }

    @Test("Evidence no larger than its error decides nothing, nor does a bound that half a draw makes")
    func verdictsKnowTheirError() {
        func verdict(_ evidence: Double, _ error: Double) -> PriorDiagnosis.Verdict {
            PriorDiagnosis(prior: "p", evidence: evidence, standardError: error, deservedCertainty: 0.5, effectiveDraws: 40).verdict
        }
        // One draw of twenty that does not hold, of a certainty of 0.99: 1.4 nats, with an error of 0.85.
        #expect(verdict(-1.4, 0.85) == .undecided)
        #expect(verdict(-1.4, 0.1) == .contradicted)
        #expect(verdict(1.4, 0.85) == .undecided)
        #expect(verdict(1.4, 0.1) == .supported)
        #expect(verdict(-2, .infinity) == .undecided)
        #expect(verdict(-2.4, .infinity) == .contradicted)
    }

    @Test("Of draws that all agree, the share of the others has its 95 % point 3.84 times where half a draw puts it", arguments: [20, 64, 400])
    func doubtOfBounds(draws: Int) {
        // Beta(½, n + ½) by sampling: a ratio of χ² variables.
        var stream = RandomStream(seed: 4)
        let shares = (0..<4000).map { _ -> Double in
            let one = stream.normal()
            let others = stream.normals(2 * draws + 1).reduce(0) { $0 + $1 * $1 }
            return one * one / (one * one + others)
        }.sorted()
        #expect(abs(log(shares[3800] / (0.5 / Double(draws + 1))) - 1.35) < 0.15)
    }
}
