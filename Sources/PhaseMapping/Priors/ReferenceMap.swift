public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// A map that somebody else has made: regions of a calculation, of a computed phase diagram (CALPHAD), or of a neighbouring system.
///
/// Given as points with the probabilities of the reference's own regions; between them the nearest point speaks. The reference's regions need not be the labels of the
/// campaign: as a correlation (`k_h = Σ_a q_a(x) q_a(x')`) it says which points are alike, and its weight is inferred like that of a person's statement; as a
/// mean of the latents it also says which label each region is.
public struct ReferenceMap: FeatureCorrelation {
    let coordinates: CoordinateMap
    let positions: [[Double]]
    /// `points × references`.
    let probabilities: [Double]
    /// How many regions the reference has.
    public let references: Int

    /// - Parameters:
    ///   - probabilities: Of the reference's regions at each location; they sum to one. A calculation that is sure gives one 1.
    /// - Throws: No location, a location that is none, or probabilities that are none.
    public init(coordinates: CoordinateMap, locations: [Condition], probabilities: [[Double]]) throws(PhaseMapInputError) {
        guard let first = probabilities.first, probabilities.count == locations.count else {
            throw PhaseMapInputError(
                field: "reference", message: "\(locations.count) locations and \(probabilities.count) rows of probabilities",
                remedy: "Give at least one location, and one row each")
        }
        var positions: [[Double]] = []
        for (index, location) in locations.enumerated() {
            let field = "reference[\(index)]"
            positions.append(try coordinates.coordinates(of: location, field: field + ".location"))
            let row = probabilities[index]
            guard row.count == first.count, row.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(row.reduce(0, +) - 1) <= 1e-6 else {
                throw PhaseMapInputError(
                    field: field + ".probabilities", message: "probabilities \(row)", remedy: "Give \(first.count) numbers from 0 to 1 that sum to 1")
            }
        }
        self.coordinates = coordinates
        self.positions = positions
        self.probabilities = probabilities.flatMap(\.self)
        references = first.count
    }

    /// The probabilities of the reference's regions: those of the nearest of its points.
    public func features(at condition: Condition) -> [Double] {
        guard let position = try? coordinates.coordinates(of: condition) else { return Array(repeating: 0, count: references) }
        var nearest = (index: 0, distance: Double.infinity)
        for (index, other) in positions.enumerated() {
            let distance = zip(position, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            if distance < nearest.distance { nearest = (index, distance) }
        }
        return Array(probabilities[(nearest.index * references)..<((nearest.index + 1) * references)])
    }

    /// The kernel term of a certainty.
    /// - Parameters:
    ///   - certainty: That points of one reference region are one phase, `0.5 ..< 1`, as ``Tieline/Prior/certainty``.
    ///   - model: Whose regions and sharpness count.
    public func term(certainty: Double, model: PhaseMapModel) -> KernelTerm {
        let same = SamePhaseProbability(regions: model.regions, deviation: model.field.deviation.value(white: 0))
        return KernelTerm(correlation: self, weight: PriorCertainty(certainty: certainty).weightPrior(.oneSide, same))
    }
}

/// A reference map whose regions are known to be labels: the latent of its label is raised where the reference puts it.
public struct ReferenceMean: RegionMean {
    let map: ReferenceMap
    /// The label of each of the reference's regions; `nil` for one that no label speaks of.
    let labels: [Int?]
    /// By how much the latent of the label rises where the reference is sure.
    public let offset: Double

    /// - Parameters:
    ///   - certainty: P(the reference's label) where the reference is sure and nothing is measured, above `1/R` and below 1.
    ///   - model: Whose regions and sharpness count.
    public init(_ map: ReferenceMap, labels: [Int?], certainty: Double, model: PhaseMapModel) throws(PhaseMapInputError) {
        let even = 1 / Double(model.regions)
        guard certainty > even, certainty < 1 else {
            throw PhaseMapInputError(
                field: "reference.certainty", message: "the certainty is \(certainty)", remedy: "Give a probability above \(even) and below 1")
        }
        guard labels.count == map.references, labels.allSatisfy({ $0.map { (0..<model.regions).contains($0) } ?? true }) else {
            throw PhaseMapInputError(
                field: "reference.labels", message: "\(labels.count) labels for \(map.references) regions of the reference",
                remedy: "Name for each of them a label of the model, or none")
        }
        self.map = map
        self.labels = labels
        offset = SamePhaseProbability(regions: model.regions, deviation: model.field.deviation.value(white: 0)).offset(probability: certainty)
    }

    public func mean(at condition: Condition, regions: Int) -> [Double] {
        var result = [Double](repeating: 0, count: regions)
        for (reference, share) in map.features(at: condition).enumerated() {
            if let label = labels[reference] { result[label] += share * offset }
        }
        return result
    }
}
