/// What is known of a property before it is modelled.
public struct PropertyScale: Hashable, Sendable {
    public var name: String
    /// A typical value, in the property's unit.
    public var level: Double
    /// One standard deviation of its values over the space.
    public var spread: Double
    /// Of the standard deviation of the noise.
    public var noise: HyperParameterPrior

    /// - Parameter noise: From 3 % of the spread to half of it where nothing better is known; a lower bound of zero would let values that happen to be equal count
    ///   as proof.
    public init(name: String, level: Double, spread: Double, noise: HyperParameterPrior? = nil) {
        self.name = name
        self.level = level
        self.spread = spread
        self.noise = noise ?? .logUniform(0.03 * spread, 0.5 * spread)
    }

    /// From values that are at hand; the spread is at least `resolution`.
    public init(name: String, values: [Double], resolution: Double, noise: HyperParameterPrior? = nil) {
        let count = Double(max(values.count, 1))
        let level = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - level) * ($1 - level) } / count
        self.init(name: name, level: level, spread: max(variance.squareRoot(), resolution), noise: noise)
    }
}

extension PhaseMapModel {
    /// Priors that are wide about the scales of the problem, the same for every problem.
    ///
    /// What differs from the published priors (uniform between hand-set bounds, docs/studies/phase-map-learner.md): lengths are log-normal about a share of the
    /// space's extent, so that no bound binds (on Fe-Ga-Pd the published lower bound does), and the latent fields may be large, so that boundaries can be as
    /// sharp as labels and values say.
    ///
    /// - Parameter extents: Of the space in each coordinate of the map.
    public static func standard(
        coordinates: CoordinateMap, extents: [Double], labelledRegions: Int, unseenRegions: Int = 0, properties: [PropertyScale] = [],
        sources: [StructureSource] = [StructureSource(name: "labels", errorRate: .fixed(0.001))]
    ) -> PhaseMapModel {
        PhaseMapModel(
            coordinates: coordinates, labelledRegions: labelledRegions, unseenRegions: unseenRegions, unseenOffset: -1,
            field: RegionFieldPrior(
                deviation: .logNormal(median: 5, logDeviation: 0.5), lengths: extents.map { .logNormal(median: 0.3 * $0, logDeviation: 0.7) },
                lengthCorrelation: 0.8),
            properties: properties.map { scale in
                PropertyPrior(
                    name: scale.name, deviation: .logNormal(median: 0.5 * scale.spread, logDeviation: 0.7),
                    lengths: extents.map { .logNormal(median: 0.4 * $0, logDeviation: 0.7) }, noise: scale.noise, levelMean: scale.level,
                    levelDeviation: scale.spread)
            }, sources: sources)
    }
}
