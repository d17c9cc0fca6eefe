import LinearAlgebra

/// One state of the chain.
///
/// Latents and hyper-parameters are standard normal before the data; the region of each location is drawn from the softmax of the latents there. What follows
/// from them is kept beside them.
struct PhaseMapState: Sendable {
    /// The hyper-parameters, in the order of the layout.
    var whiteHyperParameters: [Double]
    /// `regions × points`, region after region.
    var whiteLatents: [Double]
    /// The region of each point.
    var assignments: [Int]

    // What follows.
    /// Of the correlation between the points, without `σ²`.
    var factor: CholeskyFactor
    /// `regions × points`.
    var latents: [Double]
    /// Property, region: what the hyper-parameters make of the covariance between all values; empty in a state that only predicts.
    var processes: [[ProcessCovariance]]
    /// Of labels and pairs, given the assignments.
    var structureLogLikelihood: Double
    /// Property, region: of the values assigned to it.
    var processLogLikelihoods: [[Double]]

    /// Of all values, given assignments and hyper-parameters.
    var propertyLogLikelihood: Double {
        var sum = 0.0
        for values in processLogLikelihoods { for value in values { sum += value } }
        return sum
    }

    /// Of everything measured.
    var logLikelihood: Double { structureLogLikelihood + propertyLogLikelihood }
}
