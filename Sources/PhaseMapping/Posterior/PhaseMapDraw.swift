/// One draw of the posterior: hyper-parameters and the latent fields at every location of the evidence.
public struct PhaseMapDraw: Sendable, Hashable {
    /// Standard deviation of the latent fields: how sharp boundaries are.
    public var fieldDeviation: Double
    /// One a coordinate.
    public var fieldLengths: [Double]
    /// One a kernel term.
    public var termWeights: [Double]
    /// One a property, in its unit.
    public var noises: [Double]
    /// One a source.
    public var errorRates: [Double]
    /// Of all labels, pairs and property values.
    public var logLikelihood: Double
    /// All unknowns as standard normal numbers, which is what a chain continues from.
    var whiteHyperParameters: [Double]
    var whiteLatents: [Double]
    /// The region of each location of the evidence.
    var assignments: [Int]
}
