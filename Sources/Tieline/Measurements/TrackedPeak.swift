/// A reflection whose area stands for the amount of its phase.
public struct TrackedPeak: Codable, Hashable, Sendable {
    /// The phase's name in the database.
    public var phase: String
    /// What evidence and reports call it: the phase, or `FCC_A1#1`, `FCC_A1#2` where a phase has a peak on either side of a miscibility gap.
    public var name: String
    /// The compositions of the phase, mole fractions of the second component, whose peak this is: `0...1` unless the phase has several.
    public var moleFractions: ClosedRange<Double>
    /// The peak's name for people, as `Bi (012)`.
    public var label: String
    /// Where it is at room temperature, degrees two-theta at the campaign's wavelength.
    public var twoTheta: Double
    /// Linear thermal expansion of the phase, 1/K, where the campaign states it.
    public var expansionPerKelvin: Double?
    /// How far the composition of the phase may move the peak from where heating alone puts it, degrees two-theta; `nil` where it does not.
    public var drift: ClosedRange<Double>?
    /// The fraction of the phase below which its peak does not show, mole of atoms a mole: a peak vanishes before its phase does.
    public var detectionLimit: Double

    public init(
        phase: String, name: String? = nil, moleFractions: ClosedRange<Double> = 0...1, label: String, twoTheta: Double,
        expansionPerKelvin: Double? = nil,
        drift: ClosedRange<Double>? = nil, detectionLimit: Double
    ) {
        self.phase = phase
        self.name = name ?? phase
        self.moleFractions = moleFractions
        self.label = label
        self.twoTheta = twoTheta
        self.expansionPerKelvin = expansionPerKelvin
        self.drift = drift
        self.detectionLimit = detectionLimit
    }
}

extension TrackedPeak {
    private enum Key: String, CodingKey { case phase, name, moleFractions, label, twoTheta, expansionPerKelvin, drift, detectionLimit }

    /// Journals from before a phase could have two peaks have neither names nor compositions, expansions or drifts.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            phase: try keys.decode(String.self, forKey: .phase), name: try keys.decodeIfPresent(String.self, forKey: .name),
            moleFractions: try keys.decodeIfPresent(ClosedRange<Double>.self, forKey: .moleFractions) ?? 0...1,
            label: try keys.decode(String.self, forKey: .label), twoTheta: try keys.decode(Double.self, forKey: .twoTheta),
            expansionPerKelvin: try keys.decodeIfPresent(Double.self, forKey: .expansionPerKelvin),
            drift: try keys.decodeIfPresent(ClosedRange<Double>.self, forKey: .drift),
            detectionLimit: try keys.decode(Double.self, forKey: .detectionLimit))
    }
}
