import Inference
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

/// Draws of a distribution that a move is said to leave as it is, moved: they must still be draws of it (the successive-conditional half of Geweke 2004, J. Am. Stat.
/// Assoc. 99, 799).
@Suite struct PhaseMapMoveTests {
    private func model(regions: Int) -> PhaseMapModel {
        .standard(
            coordinates: .identity(axisCount: 2), extents: [1, 1], labelledRegions: regions,
            properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .logUniform(0.05, 0.5))],
            sources: [StructureSource(name: "labels", errorRate: .fixed(0.05))])
    }

    /// Eight points, of which two have labels.
    private var evidence: PhaseMapEvidence {
        var stream = RandomStream(seed: 3)
        var evidence = PhaseMapEvidence()
        for number in 0..<8 {
            let location = Condition([stream.uniform(), stream.uniform()])
            if number < 2 { evidence.structure.append(StructureEvidence(location: location, label: number)) }
            evidence.properties.append(PropertyEvidence(location: location, value: stream.normal()))
        }
        return evidence
    }

    /// What a state is compared by: of the field, its hyper-parameters, the regions, and how they hang together.
    private func quantities(_ state: PhaseMapState, _ target: PhaseMapTarget) -> [Double] {
        let points = target.points
        let deviation = log(target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters))
        let length = log(target.field.lengthValues(state.whiteHyperParameters[target.layout.fieldLengths])[0])
        let leads = (0..<points).map { state.latents[$0] - state.latents[points + $0] }
        let signs = state.assignments.map { $0 == 0 ? 1.0 : -1.0 }
        let agreement = zip(leads, signs).reduce(0) { $0 + $1.1 * tanh($1.0) } / Double(points)
        return [
            deviation, length, deviation * deviation, leads[0], log(abs(leads[3])), abs(leads[0] - leads[5]), signs[2], signs[0] * signs[4],
            agreement,
            agreement * deviation, signs[1] * length, target.assignmentLogProbability(state.assignments, state.latents),
        ]
    }

    /// Means of the quantities with their errors.
    private func moments(_ samples: [[Double]]) -> [(mean: Double, error: Double)] {
        samples[0].indices.map { index in
            let values = samples.map { $0[index] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
            return (mean, (variance / Double(values.count)).squareRoot())
        }
    }

    /// States of the prior, moved some times under a tempering that makes the prior the target, against other states of the prior.
    private func difference(regions: Int = 2, _ move: (inout PhaseMapChain) throws -> Void) throws -> [Double] {
        let target = try PhaseMapTarget(model: model(regions: regions), evidence: evidence)
        var stream = RandomStream(seed: 17)
        var (before, after): ([[Double]], [[Double]]) = ([], [])
        for number in 0..<4_000 {
            before.append(quantities(try target.priorState(&stream), target))
            var chain = PhaseMapChain(
                target: target, tempering: Tempering(structure: 0, inflation: .infinity), state: try target.priorState(&stream),
                stream: RandomStream(seed: 18, key: UInt64(number)))
            for _ in 0..<3 { try move(&chain) }
            after.append(quantities(chain.state, target))
        }
        return zip(moments(before), moments(after)).map { ($1.mean - $0.mean) / ($0.error * $0.error + $1.error * $1.error).squareRoot() }
    }

    // Of twelve quantities at four standard errors, chance takes one in a thousand runs.
    @Test("An exchange of all points without labels between two regions leaves the prior as it was, however many there are", arguments: [2, 3, 5])
    func exchange(regions: Int) throws {
        for z in try difference(regions: regions, { try $0.exchangeUnlabelledPoints() }) { #expect(abs(z) < 4) }
    }

    @Test("A slice about the sites of the assignments leaves the prior as it was")
    func sites() throws {
        for z in try difference({ try $0.sliceFieldAboutSites() }) { #expect(abs(z) < 4) }
    }

    @Test("Eight labels and forty values of a circle: chains that begin with exchanged roles agree on how probable those are")
    func exchangedRoles() throws {
        var stream = RandomStream(seed: 23)
        var evidence = PhaseMapEvidence()
        for number in 0..<40 {
            let place = Circle.place(&stream)
            if number < 8 { evidence.structure.append(StructureEvidence(location: place, label: Circle.label(at: place))) }
            evidence.properties.append(
                PropertyEvidence(location: Condition([-place[0], place[1]]), value: Circle.value(at: place) + 0.1 * stream.normal()))
        }
        var sampler = PhaseMapSampler(seed: 24)
        sampler.draws = 200
        sampler.rungs = 6
        sampler.coldSweeps = 3
        let posterior = try sampler.posterior(model: Circle.model(), evidence: evidence)
        #expect(posterior.mixing.worstSplitRHat < 1.05)
    }
}
