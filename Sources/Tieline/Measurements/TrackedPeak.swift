/// A reflection whose area stands for the amount of its phase.
public struct TrackedPeak: Codable, Hashable, Sendable {
    /// The phase's name in the database.
    public var phase: String
    /// The peak's name for people, as `Bi (012)`.
    public var label: String
    /// Where it is at room temperature, degrees two-theta at the campaign's wavelength.
    public var twoTheta: Double

    public init(phase: String, label: String, twoTheta: Double) {
        self.phase = phase
        self.label = label
        self.twoTheta = twoTheta
    }
}
