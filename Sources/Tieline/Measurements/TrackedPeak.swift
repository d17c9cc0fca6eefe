/// A reflection whose area stands for the amount of its phase.
public struct TrackedPeak: Codable, Hashable, Sendable {
    /// The phase's name in the database.
    public var phase: String
    /// The peak's name for people, as `Bi (012)`.
    public var label: String
    /// Where it is at room temperature, degrees two-theta at the campaign's wavelength.
    public var twoTheta: Double
    /// The fraction of the phase below which its peak does not show, mole of atoms a mole: a peak vanishes before its phase does.
    public var detectionLimit: Double

    public init(phase: String, label: String, twoTheta: Double, detectionLimit: Double) {
        self.phase = phase
        self.label = label
        self.twoTheta = twoTheta
        self.detectionLimit = detectionLimit
    }
}
