/// What a campaign that maps phases measures, what is known beforehand, and when the map is good enough.
public struct MappingSpecification: Codable, Hashable, Sendable {
    /// Where labels come from; at least one.
    public var structure: [LabelSource]
    public var properties: [PropertySource]
    /// Properties that vary together, by name: what one is tells of the others. Nobody stands in two lists.
    public var varyTogether: [[String]]?
    /// Labels from before the campaign: literature, neighbouring systems, the corners of the diagram.
    public var known: [KnownLabel]
    /// What people believed when the campaign was written.
    public var priors: [Prior]
    /// A map that theory or somebody else has made; `nil` without one.
    public var reference: ReferenceSpecification?
    /// Regions that no label speaks of and that the map keeps probability for, `0...3`.
    public var unseenRegions: Int
    /// How far a region reaches, as a share of the space, if somebody knows: the median length of the fields whose softmax is the map.
    public var regionSize: Double?
    /// The map is good enough when a point of it is expected to be labelled rightly with this probability, on average over the pool.
    public var expectedAccuracy: Double
    /// The property that is optimised once the map has settled; `nil` for a campaign that only maps.
    public var optimisation: OptimisationTarget?

    public init(
        structure: [LabelSource], properties: [PropertySource] = [], known: [KnownLabel] = [], priors: [Prior] = [],
        reference: ReferenceSpecification? = nil, unseenRegions: Int = 0, regionSize: Double? = nil, expectedAccuracy: Double,
        optimisation: OptimisationTarget? = nil, varyTogether: [[String]]? = nil
    ) {
        self.structure = structure
        self.properties = properties
        self.varyTogether = varyTogether
        self.known = known
        self.priors = priors
        self.reference = reference
        self.unseenRegions = unseenRegions
        self.regionSize = regionSize
        self.expectedAccuracy = expectedAccuracy
        self.optimisation = optimisation
    }

    /// The regions of the map: every label of every source, in the order of the file, each once.
    public var regions: [String] {
        var names: [String] = []
        for label in structure.flatMap(\.labels) where !names.contains(label) { names.append(label) }
        return names
    }
}

/// An analysis or a person that says which region a sample belongs to.
public struct LabelSource: Codable, Hashable, Sendable {
    public var name: String
    /// Everything that it can say, each label once; at least two. Labels of the same name in two sources mean the same region.
    public var labels: [String]
    /// The chance that it names a wrong label, `0 ..< 0.5`; zero declares it free of errors.
    public var errorRate: Double
    /// On which labels its errors fall; `nil` is ``Confusion/even``.
    public var confusion: Confusion?

    public enum Confusion: String, Codable, Hashable, Sendable, CaseIterable {
        /// On all alike.
        case even
        /// It may take one phase for another again and again; which for which, and how often, is learnt.
        case learnt
    }

    public init(name: String, labels: [String], errorRate: Double, confusion: Confusion? = nil) {
        self.name = name
        self.labels = labels
        self.errorRate = errorRate
        self.confusion = confusion
    }
}

/// A property that lives on the map.
public struct PropertySource: Codable, Hashable, Sendable {
    public var name: String
    /// As people write it, for figures and reports; `1` where there is none.
    public var unit: String
    /// The values that it can plausibly take.
    public var plausible: ClosedRange<Double>
    /// One standard deviation of a measurement.
    public var standardDeviation: Double

    public init(name: String, unit: String, plausible: ClosedRange<Double>, standardDeviation: Double) {
        self.name = name
        self.unit = unit
        self.plausible = plausible
        self.standardDeviation = standardDeviation
    }
}

/// A label that is known before the campaign.
public struct KnownLabel: Codable, Hashable, Sendable {
    public var condition: Condition
    /// The source that said so.
    public var source: String
    public var label: String

    public init(condition: Condition, source: String, label: String) {
        self.condition = condition
        self.source = source
        self.label = label
    }
}

/// Which end of a property is wanted.
public struct OptimisationTarget: Codable, Hashable, Sendable {
    public enum Direction: String, Codable, Sendable, CaseIterable { case highest, lowest }

    public var property: String
    public var direction: Direction

    public init(property: String, direction: Direction) {
        self.property = property
        self.direction = direction
    }
}
