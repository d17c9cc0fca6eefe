/// What one measurement says about the phases in the sample.
public struct Evidence: Codable, Hashable, Sendable {
    /// One entry a tracked peak, in the order of the campaign's peaks.
    public var phases: [PhaseEvidence]
    /// What structure sources say: at most one entry a source.
    public var labels: [LabelEvidence]
    /// Values of properties: at most one entry a property.
    public var properties: [PropertyMeasurement]

    public init(phases: [PhaseEvidence] = [], labels: [LabelEvidence] = [], properties: [PropertyMeasurement] = []) {
        self.phases = phases
        self.labels = labels
        self.properties = properties
    }

    public func phase(_ name: String) -> PhaseEvidence? { phases.first { $0.phase == name } }
}

extension Evidence {
    private enum Key: String, CodingKey { case phases, labels, properties }

    /// Journals from before there were phase maps have peaks only.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            phases: try keys.decode([PhaseEvidence].self, forKey: .phases),
            labels: try keys.decodeIfPresent([LabelEvidence].self, forKey: .labels) ?? [],
            properties: try keys.decodeIfPresent([PropertyMeasurement].self, forKey: .properties) ?? [])
    }
}

/// What one tracked peak says about its phase.
public struct PhaseEvidence: Codable, Hashable, Sendable {
    /// The phase, by its name in the database, as `RHOMBO_A7`.
    public var phase: String
    /// The peak, as people call it: `Bi (012)`.
    public var peak: String
    /// The posterior probability that the peak is there, `0...1`, from even odds.
    public var probabilityPresent: Double
    /// Integrated peak area, counts × degree two-theta; the estimate may be negative where there is only background.
    public var area: Double
    /// One standard deviation of `area` from counting statistics alone.
    public var areaStandardDeviation: Double

    public init(phase: String, peak: String, probabilityPresent: Double, area: Double, areaStandardDeviation: Double) {
        self.phase = phase
        self.peak = peak
        self.probabilityPresent = probabilityPresent
        self.area = area
        self.areaStandardDeviation = areaStandardDeviation
    }
}

/// What a structure source, an analysis of patterns or a person, says about which region of the map a sample belongs to.
public struct LabelEvidence: Codable, Hashable, Sendable {
    /// The source, by its name in the campaign.
    public var source: String
    /// Of the source's labels in their order; they sum to one. An analysis that is sure gives one of them 1.
    public var probabilities: [Double]

    public init(source: String, probabilities: [Double]) {
        self.source = source
        self.probabilities = probabilities
    }

    /// The position of the most probable label; the first one of equals.
    public var mostProbable: Int {
        probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }
}

/// The value of a property of the sample.
public struct PropertyMeasurement: Codable, Hashable, Sendable {
    /// The property, by its name in the campaign.
    public var property: String
    /// In the property's own unit.
    public var value: Double
    /// One standard deviation of the measurement.
    public var standardDeviation: Double

    public init(property: String, value: Double, standardDeviation: Double) {
        self.property = property
        self.value = value
        self.standardDeviation = standardDeviation
    }
}
