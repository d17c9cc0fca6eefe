import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The posterior over the parameters of the theory as a cloud of draws, carried from pattern to pattern by sequential Monte Carlo: new evidence
/// reweighs the draws, in steps small enough to keep half of them alive, and elliptical slices move them where weights have thinned them.
///
/// It makes no assumption on the number of invariants or on which side of them the temperatures lie: a draw is a whole phase diagram.
struct DiagramPosterior: Sendable {
    struct Draw: Sendable {
        var z: [Double]
        /// One for every measured temperature.
        var fields: [IsothermalField]
        var likelihood: DiagramLikelihood
        var targets: DiagramTheory.Targets
    }

    /// Equally weighted after a move; otherwise see ``weights``.
    let draws: [Draw]
    let weights: ParticleWeights
    /// By how much of its standard deviation the last sweep of moves changed the mean of a target: a cloud at rest is not moved by its own moves.
    let drift: Double
    /// How much of the places at the last resampling is left after the sweeps since: the product of the correlations of a target over each sweep. Slices nearly
    /// always move, so that having moved says nothing; copies that have hardly moved are still copies.
    let memory: Double

    /// Whether the draws may be believed: at rest, independent of the copies they were, and enough of them.
    var isReliable: Bool {
        drift < DiagramSampling.greatestDrift && memory < DiagramSampling.greatestMemory && weights.effectiveCount >= DiagramSampling.fewestEffective
    }
}

/// Numbers of the sampler, in one place.
enum DiagramSampling {
    static let draws = 240
    /// Below this share of them effective, they are resampled and moved.
    static let thinned = 0.5
    static let fewestEffective = 60.0
    /// Steps from the old likelihood to the new one, at most: each keeps half of the draws effective, so that 60 of them bear 2^60.
    static let maximumBridges = 60
    /// Sweeps of moves after a resampling: at least, and at most if the cloud is not at rest.
    static let fewestSweeps = 3
    static let maximumSweeps = 8
    static let greatestDrift = 0.3
    static let greatestMemory = 0.5
    /// The normal distribution of the ellipses is this much wider than the cloud.
    static let inflation = 1.3
    /// Added to the cloud's covariance, in units of the prior's: a cloud that has collapsed in one direction must get out again.
    static let jitter = 1e-6
    /// Draws of the prior that are tried for each that has a diagram.
    static let maximumTries = 50
    /// Purposes of random streams, as keys.
    static let priorStream: UInt64 = 11
    static let resamplingStream: UInt64 = 12
    static let moveStream: UInt64 = 13
}
