/// Counts against the scattering angle, as a diffractometer gave them.
public struct DiffractionPattern: Codable, Hashable, Sendable {
    /// Degrees, strictly rising.
    public var twoTheta: [Double]
    /// Counts a channel, not divided by the exposure; as many as there are angles.
    public var counts: [Double]
    /// Ångström.
    public var wavelength: Double
    /// Seconds of counting.
    public var exposureSeconds: Double

    public init(twoTheta: [Double], counts: [Double], wavelength: Double, exposureSeconds: Double) {
        precondition(twoTheta.count == counts.count, "a pattern has one count an angle")
        self.twoTheta = twoTheta
        self.counts = counts
        self.wavelength = wavelength
        self.exposureSeconds = exposureSeconds
    }
}
