/// What the campaign wants to know, and how well: one posterior standard deviation each.
public struct TargetSpecification: Codable, Hashable, Sendable {
    /// The kind of invariant, as `tieline diagram` names it: `eutectic`, `monotectoid`, …
    public var invariant: String
    /// Its three phases in the order of composition, by their names in the database; empty where there is only one of the kind.
    public var phases: [String]
    public var temperatureKelvin: Double
    /// Of the second component in the phase in the middle: the liquid of a eutectic.
    public var moleFraction: Double
    /// Boundaries that are wanted as well.
    public var boundaries: [BoundaryTarget]

    public init(
        invariant: String, phases: [String] = [], temperatureKelvin: Double, moleFraction: Double, boundaries: [BoundaryTarget] = []
    ) {
        self.invariant = invariant
        self.phases = phases
        self.temperatureKelvin = temperatureKelvin
        self.moleFraction = moleFraction
        self.boundaries = boundaries
    }
}

extension TargetSpecification {
    /// Of a campaign that looks for no invariant.
    public static let none = TargetSpecification(invariant: "", temperatureKelvin: .greatestFiniteMagnitude, moleFraction: 1)

    private enum Key: String, CodingKey { case invariant, phases, temperatureKelvin, moleFraction, boundaries }

    /// Journals from before there were several targets have neither phases nor boundaries.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            invariant: try keys.decode(String.self, forKey: .invariant), phases: try keys.decodeIfPresent([String].self, forKey: .phases) ?? [],
            temperatureKelvin: try keys.decode(Double.self, forKey: .temperatureKelvin),
            moleFraction: try keys.decode(Double.self, forKey: .moleFraction),
            boundaries: try keys.decodeIfPresent([BoundaryTarget].self, forKey: .boundaries) ?? [])
    }
}

/// Where a two-phase field ends at one temperature, and how well that is wanted.
public struct BoundaryTarget: Codable, Hashable, Sendable {
    public enum End: String, Codable, Sendable, CaseIterable { case leaner, richer }

    /// The two phases of the field in the order of composition, by their names in the database; one name twice for a miscibility gap.
    public var phases: [String]
    /// Which end of the field: that with less or with more of the second component.
    public var end: End
    public var kelvin: Double
    /// One posterior standard deviation.
    public var moleFraction: Double

    public init(phases: [String], end: End, kelvin: Double, moleFraction: Double) {
        self.phases = phases
        self.end = end
        self.kelvin = kelvin
        self.moleFraction = moleFraction
    }
}
