import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension FilmPosterior {
    /// A fitted split.
    private struct Fit {
        var split: Int
        var z: [Double]
        var state: FilmModel.State
        var target: FilmTarget
        /// Minus the log density at the mode, with the normalisation of the areas.
        var cost: Double
        /// Of the ellipses, wider than ``covariance``.
        var covarianceFactor: CholeskyFactor
        var covariance: Matrix?
        /// log of the split's evidence, up to a constant, by importance sampling from the ellipses.
        var logEvidence: Double
        var didConverge: Bool
    }

    /// - Parameters:
    ///   - previous: The posterior before the last event, if there is one: where the search starts.
    ///   - stream: Seed of the campaign and number of the event.
    init(_ model: FilmModel, priors: [BoundaryPrior], previous: FilmPosterior?, seed: UInt64, event: UInt64) throws(AmaseError) {
        let start = previous?.mode ?? Array(repeating: 0, count: model.parameters.count)
        let splits = Self.plausibleSplits(model, previous)
        let expected = previous?.split ?? model.temperatures.count
        var fits: [Fit] = []
        // The likeliest first: against it the hopeless ones are told early.
        for split in splits.sorted(by: { abs($0 - expected) < abs($1 - expected) }) {
            let least = fits.map(\.cost).min() ?? .infinity
            if let fit = Self.fit(model, priors: priors, split: split, from: start, hopelessAt: least + FilmSampling.hopeless) { fits.append(fit) }
        }
        let least = fits.map(\.cost).min() ?? .infinity
        fits.removeAll { $0.cost > least + FilmSampling.hopeless }
        if fits.count > 1 {
            for index in fits.indices { fits[index].logEvidence = Self.logEvidence(fits[index], seed: seed, event: event) }
        }
        // Without a finite evidence there is no weight, and so no draw: nothing may be decided on that.
        guard let best = fits.max(by: { $0.logEvidence < $1.logEvidence }), best.logEvidence > -.infinity else {
            throw .noFit(patterns: model.observations.count)
        }
        let weights = fits.map { exp($0.logEvidence - best.logEvidence) }
        let total = weights.reduce(0, +)
        var draws: [Draw] = []
        var worstRHat = 1.0
        var effective = 0.0
        for (fit, weight) in zip(fits, weights) where weight / total >= FilmSampling.negligibleSplit {
            let share = weight / total
            let sampled = Self.sample(fit, model, share: share, seed: seed, event: event)
            // Short chains are needed to tell whether they agree; of a split with little weight only its share is kept.
            draws += evenly(sampled.draws, Int((share * Double(FilmSampling.chains * FilmSampling.drawsPerChain)).rounded()))
            // A split with little weight cannot spoil the whole by its chains.
            if share > 0.1 { worstRHat = max(worstRHat, sampled.splitRHat) }
            effective += sampled.effectiveDraws
        }
        self.init(
            draws: draws, mode: best.z, modeState: best.state, split: best.split, covariance: best.covariance, splitRHat: worstRHat,
            effectiveDraws: effective, didConverge: best.didConverge)
    }

    /// The splits that the areas leave open: next to the last one, and wherever the newest temperature may belong. A belief that has not mixed may have
    /// passed the eutectic unnoticed, several temperatures ago: then all are in question again.
    private static func plausibleSplits(_ model: FilmModel, _ previous: FilmPosterior?) -> [Int] {
        let groups = model.temperatures.count
        guard let previous, previous.isReliable else { return Array(0...groups) }
        return Array(max(0, previous.split - 1)...min(groups, previous.split + 1))
    }

    /// - Parameter hopeless: A fit that is still worse than this after its first search is given up.
    private static func fit(
        _ model: FilmModel, priors: [BoundaryPrior], split: Int, from start: [Double], hopelessAt hopeless: Double
    ) -> Fit? {
        // Standard deviations of the areas depend on the parameters: held while a minimum is sought, then renewed, twice.
        var z = start
        var reference = model.state(start, split: split)
        if reference == nil {
            z = Array(repeating: 0, count: start.count)
            reference = model.state(z, split: split)
        }
        guard var state = reference else { return nil }
        let solver = LeastSquares()
        var memo = FilmStateMemo(model, split: split)
        var solution: LeastSquares.Solution?
        var target = FilmTarget(model, priors: priors, split: split, at: z, state)
        for _ in 0..<3 {
            target = FilmTarget(model, priors: priors, split: split, at: z, state)
            guard let found = solver.minimise(from: z, residuals: { target.residuals($0, &memo) }) else { return nil }
            solution = found
            guard found.cost + target.logNormalisation <= hopeless else { return nil }
            z = found.parameters
            guard let there = model.state(z, split: split) else { return nil }
            state = there
        }
        guard let solution else { return nil }
        // The bracket is a wall, not a parabola: the ellipses come from the rest, narrowed to its width where it has one.
        guard var curvature = solver.normalMatrix(at: z, residuals: { target.smoothResiduals($0, &memo) }) else { return nil }
        var information = curvature
        if let halfWidth = target.bracketHalfWidth, let slope = bracketSlope(target, at: z) {
            for row in slope.indices {
                for column in slope.indices {
                    let square = slope[row] * slope[column] / (halfWidth * halfWidth)
                    curvature[row, column] += square
                    // A uniform distribution has a third of the variance of its half width.
                    information[row, column] += 3 * square
                }
            }
        }
        guard let factor = try? CholeskyFactor(ofPositiveDefinite: curvature) else { return nil }
        var covariance = factor.inverse()
        for index in covariance.elements.indices { covariance.elements[index] *= FilmSampling.inflation * FilmSampling.inflation }
        guard let covarianceFactor = try? CholeskyFactor(ofPositiveDefinite: covariance) else { return nil }
        return Fit(
            split: split, z: z, state: state, target: target, cost: solution.cost + target.logNormalisation, covarianceFactor: covarianceFactor,
            covariance: try? CholeskyFactor(ofPositiveDefinite: information).inverse(), logEvidence: 0, didConverge: solution.outcome == .converged)
    }

    /// The gradient of the eutectic as the controller shows it, kelvin for each unit of `z`, by forward differences.
    private static func bracketSlope(_ target: FilmTarget, at z: [Double]) -> [Double]? {
        guard let here = target.shownEutectic(z) else { return nil }
        var slope: [Double] = []
        for index in z.indices {
            var moved = z
            moved[index] += FilmSampling.differenceStep
            guard let there = target.shownEutectic(moved) else { return nil }
            slope.append((there - here) / FilmSampling.differenceStep)
        }
        return slope
    }

    /// log ∫ of the split's density, by the mean weight of draws from its normal distribution. Laplace's own formula would ignore how much of
    /// the posterior the bracket cuts off, and so prefer narrow brackets where areas alone know little.
    private static func logEvidence(_ fit: Fit, seed: UInt64, event: UInt64) -> Double {
        let proposal = EllipticalSliceSampler(mean: fit.z, covarianceFactor: fit.covarianceFactor)
        var stream = RandomStream(seed: seed, key: FilmSampling.evidenceStream, event, UInt64(fit.split))
        let logWeights = (0..<FilmSampling.evidenceDraws).map { _ in
            let z = proposal.normalDraw(&stream)
            return fit.target.logDensity(z) - proposal.logNormalDensity(z)
        }
        guard let largest = logWeights.max(), largest > -.infinity else { return -.infinity }
        let mean = logWeights.reduce(0) { $0 + exp($1 - largest) } / Double(logWeights.count)
        return largest + log(mean) + 0.5 * fit.covarianceFactor.logDeterminant - fit.target.logNormalisation
    }

    private static func sample(_ fit: Fit, _ model: FilmModel, share: Double, seed: UInt64, event: UInt64)
        -> (draws: [Draw], splitRHat: Double, effectiveDraws: Double)
    {
        let sampler = EllipticalSliceSampler(mean: fit.z, covarianceFactor: fit.covarianceFactor)
        let perChain = max(FilmSampling.shortestChain, Int((share * Double(FilmSampling.drawsPerChain)).rounded()))
        var draws: [Draw] = []
        var temperatures: [[Double]] = []
        var compositions: [[Double]] = []
        for chain in 0..<FilmSampling.chains {
            var stream = RandomStream(seed: seed, key: FilmSampling.chainStream, event, UInt64(fit.split), UInt64(chain))
            var z = fit.z
            var logDensity = -Double.infinity
            // A dispersed start that the target allows.
            for attempt in 0..<FilmSampling.maximumStarts where logDensity == -.infinity {
                z = attempt < FilmSampling.maximumStarts - 1 ? sampler.normalDraw(&stream) : fit.z
                logDensity = fit.target.logDensity(z)
            }
            var chainTemperatures: [Double] = []
            var chainCompositions: [Double] = []
            for step in 0..<(FilmSampling.burnIn + perChain) {
                sampler.step(&z, logDensity: &logDensity, &stream, target: fit.target.logDensity)
                guard step >= FilmSampling.burnIn, let eutectic = fit.target.eutectic(z) else { continue }
                draws.append(Draw(z: z, eutectic: eutectic, split: fit.split))
                chainTemperatures.append(eutectic.temperature)
                chainCompositions.append(eutectic.liquid)
            }
            temperatures.append(chainTemperatures)
            compositions.append(chainCompositions)
        }
        let diagnostics = [ChainDiagnostics(chains: temperatures), ChainDiagnostics(chains: compositions)]
        return (
            draws, diagnostics.map { $0.splitRHat ?? .infinity }.max() ?? .infinity, diagnostics.map(\.effectiveDraws).min() ?? 0
        )
    }
}

/// So many of the elements, evenly spaced; all if there are fewer.
private func evenly<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    guard count < elements.count else { return elements }
    return (0..<max(count, 0)).map { elements[$0 * elements.count / count] }
}
