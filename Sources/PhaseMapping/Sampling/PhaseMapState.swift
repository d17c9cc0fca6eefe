import LinearAlgebra

/// One state of the chain. Everything unknown is standard normal before the data; what follows from it is kept beside it.
struct PhaseMapState: Sendable {
    /// The hyper-parameters, in the order of the layout.
    var whiteHyperParameters: [Double]
    /// `regions × points`, region after region.
    var whiteLatents: [Double]

    // What follows.
    /// Of the correlation between the points, without `σ²`.
    var factor: CholeskyFactor
    /// `regions × points`.
    var latents: [Double]
    /// `regions × points`.
    var probabilities: [Double]
    /// Property, region: covariance between the property's points.
    var covariances: [[Matrix]]
    var structureLogLikelihood: Double
    var propertyLogLikelihoods: [Double]

    var logLikelihood: Double { propertyLogLikelihoods.reduce(structureLogLikelihood, +) }
}
