import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The fast mode: one mode of the posterior, for live use where data are many.
///
/// Every location has a share in each region instead of one drawn region: what its labels say, and what each region's process predicts for a value without that
/// value's own share. Each process sees a value by its share in turn. Error rates are at the centre of their priors, other hyper-parameters at their most probable values, found by a pattern search; the latent
/// fields given all that are drawn (``FieldChain``). It begins at the labels, so that roles are right; it cannot tell of other modes, its intervals of properties are those of
/// one set of hyper-parameters, and `PhaseMapSampler` is what it is checked against.
public struct PhaseMapApproximation: Sendable {
    public let model: PhaseMapModel
    /// All hyper-parameters, as standard normal numbers.
    let whiteHyperParameters: [Double]
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let field: FieldLaplace
    let fieldFeatures: InducingFeatures
    /// Number of the inducing points among the locations: the first ones.
    let inducingCount: Int
    /// Property, region.
    let processes: [[WeightedProcess]]
    /// `regions × points`.
    let shares: [Double]

    /// A model that it can fit: each property by itself, the errors of every source on all its labels alike.
    public static func simplified(_ model: PhaseMapModel) -> PhaseMapModel {
        var simpler = model
        simpler.coregionalisations = []
        for index in simpler.sources.indices { simpler.sources[index].unevenness = 0 }
        return simpler
    }

    /// Of regions times inducing points: the side of the largest matrix that is factored.
    public static let largestSystem = 640
    /// Fewer points than these describe no map.
    static let smallestInducing = 48
    /// Above so many locations a fit takes ``manyPointsInducing`` of them to carry the processes.
    static let exactPoints = 256
    static let manyPointsInducing = 128
    /// Rounds of shares, fields and processes.
    static let rounds = 8
    /// The field's hyper-parameters are searched on at most so many locations.
    static let searchedPoints = 400
}
