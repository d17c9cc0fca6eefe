import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The posterior over everything in ``FilmParameters``, given all patterns: a mixture over the splits of the temperatures by the eutectic, each
/// fitted by least squares, then sampled by elliptical slices about its Laplace approximation.
struct FilmPosterior: Sendable {
    /// One draw and what follows from it.
    struct Draw: Sendable {
        var z: [Double]
        var eutectic: EutecticTheory.Eutectic
        /// What the draw was made under: how many of the measured temperatures lie below its eutectic.
        var split: Int
    }

    /// Equally weighted.
    let draws: [Draw]
    /// The best fit of the most probable split, from which the next fit starts.
    let mode: [Double]
    let modeState: FilmModel.State?
    let split: Int
    /// Laplace's covariance of the best fit, the bracket as a uniform distribution of its width.
    let covariance: Matrix?
    /// Largest split-R̂ of the eutectic's temperature and composition over the chains.
    let splitRHat: Double
    let effectiveDraws: Double
    /// Whether the best fit is a minimum.
    let didConverge: Bool

    /// Whether the numbers may be believed: the fit converged, the chains agree, and there are enough independent draws behind a standard deviation.
    var isReliable: Bool { didConverge && splitRHat < 1.1 && effectiveDraws >= 50 }

    func estimate(kind: String) -> InvariantEstimate {
        let weights = Array(repeating: 1.0, count: draws.count)
        let temperature = weightedMoments(draws.map(\.eutectic.temperature), weights: weights)
        let composition = weightedMoments(draws.map(\.eutectic.liquid), weights: weights)
        return InvariantEstimate(
            kind: kind, temperature: Estimate(temperature.mean, standardDeviation: temperature.standardDeviation),
            composition: Estimate(composition.mean, standardDeviation: composition.standardDeviation), isReliable: isReliable)
    }
}

/// Numbers of the sampler, in one place.
enum FilmSampling {
    static let chains = 4
    static let burnIn = 25
    static let drawsPerChain = 120
    /// A split whose probability is below this is left out.
    static let negligibleSplit = 0.005
    /// A split whose best fit is worse than another's by so many nats cannot reach that, however broad it is.
    static let hopeless = 30.0
    /// The normal distribution of the ellipses is this much wider than Laplace's, so that the tails are reached from inside.
    static let inflation = 1.2
    /// Tries at a feasible start of a chain before the mode itself is taken.
    static let maximumStarts = 20
    /// Purposes of random streams, as keys.
    static let chainStream: UInt64 = 1
    static let evidenceStream: UInt64 = 2
    /// Draws behind the evidence of a split: about ten per cent of it, where the splits in question differ by factors.
    static let evidenceDraws = 160
    /// R̂ of a chain needs halves of some length.
    static let shortestChain = 8
    /// Of a forward difference in `z`.
    static let differenceStep = 1e-4
}
