import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension DiagramPosterior {
    /// Draws of the prior.
    /// - Throws: ``AmaseError`` `noFit` if next to none has a diagram.
    init(prior model: DiagramModel, seed: UInt64) throws(AmaseError) {
        var draws: [Draw] = []
        for index in 0..<DiagramSampling.draws {
            var stream = RandomStream(seed: seed, key: DiagramSampling.priorStream, UInt64(index))
            for _ in 0..<DiagramSampling.maximumTries {
                let z = stream.normals(model.count)
                guard let fields = model.fields(z) else { continue }
                let likelihood = model.likelihood(z, fields)
                draws.append(
                    Draw(z: z, fields: fields, likelihood: likelihood, targets: model.theory.shifted(model.shifts(z)).targets()))
                break
            }
        }
        guard draws.count >= DiagramSampling.draws / 2 else { throw .noFit(patterns: 0) }
        self.init(
            draws: draws, weights: ParticleWeights(count: draws.count), drift: 0, memory: 0)
    }

    /// The cloud after more evidence, or less: from the likelihood of `before` to that of `after`.
    /// - Parameter event: Its number, for the random streams.
    /// - Throws: ``AmaseError`` `noFit` if no draw can explain the evidence.
    func updated(from before: DiagramModel, to after: DiagramModel, seed: UInt64, event: UInt64) throws(AmaseError) -> DiagramPosterior {
        var cloud = DiagramCloud(self, before: before, after: after, seed: seed, event: event)
        var reached = 0.0
        for bridge in 0..<DiagramSampling.maximumBridges where reached < 1 {
            reached = try cloud.advance(from: reached, bridge: bridge)
        }
        guard reached >= 1 else { throw .noFit(patterns: after.observations.count) }
        return cloud.posterior
    }
}

/// A cloud between two likelihoods, `L = (1 − β) log L_before + β log L_after`.
private struct DiagramCloud {
    private struct Member {
        var draw: DiagramPosterior.Draw
        var before: Double
        var after: Double
    }

    private let before: DiagramModel
    private let after: DiagramModel
    private let seed: UInt64
    private let event: UInt64
    private var members: [Member]
    private var weights: ParticleWeights
    private var drift: Double
    private var memory: Double
    private var sweep: UInt64 = 0

    init(_ posterior: DiagramPosterior, before: DiagramModel, after: DiagramModel, seed: UInt64, event: UInt64) {
        self.before = before
        self.after = after
        self.seed = seed
        self.event = event
        weights = posterior.weights
        drift = posterior.drift
        memory = posterior.memory
        members = posterior.draws.map { draw in
            let known = Dictionary(zip(before.temperatures, draw.fields)) { first, _ in first }
            var draw = draw
            let old = draw.likelihood.logDensity
            guard let fields = after.fields(draw.z, known: known) else { return Member(draw: draw, before: old, after: -.infinity) }
            draw.fields = fields
            draw.likelihood = after.likelihood(draw.z, fields)
            return Member(draw: draw, before: old, after: draw.likelihood.logDensity)
        }
    }

    var posterior: DiagramPosterior {
        DiagramPosterior(draws: members.map(\.draw), weights: weights, drift: drift, memory: memory)
    }

    /// - Returns: The exponent that is reached.
    mutating func advance(from reached: Double, bridge: Int) throws(AmaseError) -> Double {
        let changes = members.map { $0.after.isFinite && $0.before.isFinite ? $0.after - $0.before : -.infinity }
        guard changes.contains(where: { $0 > -.infinity }) else { throw .noFit(patterns: after.observations.count) }
        let wanted = DiagramSampling.thinned * Double(members.count)
        let step = weights.exponent(of: changes, keeping: min(wanted, weights.effectiveCount), limit: 1 - reached)
        weights.multiply(byExponentOf: changes, exponent: step)
        let exponent = reached + step >= 1 - 1e-12 ? 1 : reached + step
        guard weights.effectiveCount < 1.01 * wanted else { return exponent }
        var stream = RandomStream(seed: seed, key: DiagramSampling.resamplingStream, event, UInt64(bridge))
        members = weights.resampled(&stream).map { members[$0] }
        weights = ParticleWeights(count: members.count)
        move(exponent)
        return exponent
    }

    /// Sweeps until the cloud is at rest and has forgotten where it was resampled.
    private mutating func move(_ exponent: Double) {
        memory = 1
        for round in 0..<DiagramSampling.maximumSweeps {
            let earlier = members.map(\.draw.targets.invariant)
            let before = moments
            guard let sampler = sampler() else {
                drift = .infinity
                return
            }
            for index in members.indices { step(&members[index], index, sampler, exponent) }
            sweep += 1
            drift = zip(before, moments).map { abs($1.mean - $0.mean) / max($1.deviation, .leastNormalMagnitude) }.max() ?? 0
            memory *= correlation(earlier, members.map(\.draw.targets.invariant))
            // A bridge in between has to spread its copies, and no more.
            if exponent < 1 { return }
            if round + 1 >= DiagramSampling.fewestSweeps, drift < DiagramSampling.greatestDrift, memory < DiagramSampling.greatestMemory { return }
        }
    }

    /// Of the draws' invariants before and after a sweep, the larger of temperature and composition, `0...1`.
    private func correlation(_ earlier: [DiagramTheory.Targets.Invariant?], _ later: [DiagramTheory.Targets.Invariant?]) -> Double {
        let pairs = zip(earlier, later).compactMap { earlier, later in earlier.flatMap { one in later.map { (one, $0) } } }
        let weights = Array(repeating: 1.0, count: pairs.count)
        func correlation(_ value: (DiagramTheory.Targets.Invariant) -> Double) -> Double {
            let (one, two) = (pairs.map { value($0.0) }, pairs.map { value($0.1) })
            let (first, second) = (weightedMoments(one, weights: weights), weightedMoments(two, weights: weights))
            let product = first.standardDeviation * second.standardDeviation
            guard product > 0 else { return 1 }
            let covariance = zip(one, two).reduce(0) { $0 + ($1.0 - first.mean) * ($1.1 - second.mean) } / Double(max(pairs.count, 1))
            return min(max(covariance / product, 0), 1)
        }
        return max(correlation(\.temperature), correlation(\.composition))
    }

    /// Of temperature and composition of the invariant over the draws that have one.
    private var moments: [(mean: Double, deviation: Double)] {
        let invariants = members.compactMap(\.draw.targets.invariant)
        return [invariants.map(\.temperature), invariants.map(\.composition)].map { values in
            let moments = weightedMoments(values, weights: Array(repeating: 1, count: values.count))
            return (moments.mean, moments.standardDeviation)
        }
    }

    /// A normal distribution about the cloud.
    private func sampler() -> EllipticalSliceSampler? {
        guard let sample = SampleCovariance(members.map(\.draw.z)) else { return nil }
        var covariance = sample.covariance
        let inflation = DiagramSampling.inflation * DiagramSampling.inflation
        for index in covariance.elements.indices { covariance.elements[index] *= inflation }
        for index in sample.mean.indices { covariance[index, index] += DiagramSampling.jitter }
        return (try? CholeskyFactor(ofPositiveDefinite: covariance)).map { EllipticalSliceSampler(mean: sample.mean, covarianceFactor: $0) }
    }

    private func step(_ member: inout Member, _ index: Int, _ sampler: EllipticalSliceSampler, _ exponent: Double) {
        var stream = RandomStream(seed: seed, key: DiagramSampling.moveStream, event, sweep, UInt64(index))
        var z = member.draw.z
        var logDensity = Self.logPrior(z) + (1 - exponent) * member.before + exponent * member.after
        var latest: (z: [Double], member: Member)?
        let isMoved = sampler.step(&z, logDensity: &logDensity, &stream) { proposal in
            guard let fields = after.fields(proposal) else { return -.infinity }
            let likelihood = after.likelihood(proposal, fields)
            let former = exponent < 1 ? old(proposal, fields) : 0
            let result = Self.logPrior(proposal) + (exponent < 1 ? (1 - exponent) * former : 0) + exponent * likelihood.logDensity
            guard result.isFinite else { return -.infinity }
            latest = (
                proposal,
                Member(
                    draw: DiagramPosterior.Draw(z: proposal, fields: fields, likelihood: likelihood, targets: member.draw.targets), before: former,
                    after: likelihood.logDensity)
            )
            return result
        }
        guard isMoved, let latest, latest.z == z else { return }
        member = latest.member
        member.draw.targets = after.theory.shifted(after.shifts(z)).targets()
    }

    /// The likelihood that the bridge comes from.
    private func old(_ z: [Double], _ fields: [IsothermalField]) -> Double {
        let known = Dictionary(zip(after.temperatures, fields)) { first, _ in first }
        return before.fields(z, known: known).map { before.likelihood(z, $0).logDensity } ?? -.infinity
    }

    private static func logPrior(_ z: [Double]) -> Double { -0.5 * z.reduce(0) { $0 + $1 * $1 } }
}
