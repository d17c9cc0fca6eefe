/// What is believed before any measurement: how many regions there may be, how their boundaries and the properties on them vary.
public struct PhaseMapModel: Sendable {
    public var coordinates: CoordinateMap
    /// Regions that labels speak of, seen or not: label `l` is region `l`.
    public var labelledRegions: Int
    /// Regions that no label speaks of yet: probability for a phase nobody has seen, and for a part of the map where a property behaves otherwise.
    public var unseenRegions: Int
    /// Expected of the latent of each unseen region, as ``RegionFieldPrior/mean`` is. Below zero an unseen region is the less likely; how much so depends on how sharp the
    /// map is: at −1 one unseen region beside two labels has a probability of 0.155 without fields, and of 0.28 at `σ = 5`.
    public var unseenOffset: Double
    public var field: RegionFieldPrior
    public var properties: [PropertyPrior]
    public var sources: [StructureSource]
    public var pairs: [PairFactor]
    /// Properties that vary together; none stands in two of them.
    public var coregionalisations: [Coregionalisation] = []

    public init(
        coordinates: CoordinateMap, labelledRegions: Int, unseenRegions: Int = 0, unseenOffset: Double = 0, field: RegionFieldPrior,
        properties: [PropertyPrior] = [], sources: [StructureSource], pairs: [PairFactor] = []
    ) {
        self.coordinates = coordinates
        self.labelledRegions = labelledRegions
        self.unseenRegions = unseenRegions
        self.unseenOffset = unseenOffset
        self.field = field
        self.properties = properties
        self.sources = sources
        self.pairs = pairs
    }

    /// Labelled ones first.
    public var regions: Int { labelledRegions + unseenRegions }

    /// - Throws: No region, lengths that do not fit the coordinates, and probabilities that are none.
    public func check() throws(PhaseMapInputError) {
        guard labelledRegions >= 0, unseenRegions >= 0, regions >= 1 else {
            throw PhaseMapInputError(field: "model.labelledRegions", message: "\(regions) regions", remedy: "Give at least one")
        }
        let dimensions = coordinates.dimensions
        for (field, lengths) in [("model.field", field.lengths)] + properties.map({ ("model.properties.\($0.name)", $0.lengths) }) {
            guard lengths.count == dimensions else {
                throw PhaseMapInputError(
                    field: field + ".lengths", message: "\(lengths.count) lengths where the map has \(dimensions) coordinates",
                    remedy: "Give one prior a coordinate")
            }
        }
        guard field.lengthCorrelation >= 0, field.lengthCorrelation < 1 else {
            throw PhaseMapInputError(
                field: "model.field.lengthCorrelation", message: "\(field.lengthCorrelation) is no correlation of lengths",
                remedy: "Give a number from 0 to below 1")
        }
        try checkCoregionalisations()
        for source in sources {
            if let labels = source.labels, labels.isEmpty || !labels.allSatisfy((0..<labelledRegions).contains) {
                throw PhaseMapInputError(
                    field: "model.sources.\(source.name).labels", message: "labels \(labels) where the model has \(labelledRegions)",
                    remedy: "Give at least one, each below \(labelledRegions)")
            }
        }
        for source in sources where !(source.unevenness >= 0 && source.unevenness.isFinite) {
            throw PhaseMapInputError(
                field: "model.sources.\(source.name).unevenness", message: "\(source.unevenness) is no standard deviation",
                remedy: "Give a finite number of at least 0")
        }
        for (index, pair) in pairs.enumerated() {
            guard pair.probabilitySame > 0, pair.probabilitySame < 1 else {
                throw PhaseMapInputError(
                    field: "model.pairs[\(index)].probabilitySame", message: "\(pair.probabilitySame) is no probability of something uncertain",
                    remedy: "Give a number between 0 and 1")
            }
        }
        for property in properties {
            guard property.levelDeviation >= 0, property.levelDeviation.isFinite, property.levelMean.isFinite else {
                throw PhaseMapInputError(
                    field: "model.properties.\(property.name).levelDeviation", message: "\(property.levelDeviation) is no standard deviation",
                    remedy: "Give a finite number of at least 0")
            }
        }
    }
}
