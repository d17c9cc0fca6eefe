/// One number that an instrument said, for curves and post-mortems; nothing is decided from it.
public struct TelemetryPoint: Codable, Hashable, Sendable {
    public var instrument: String
    /// With its unit in the name: `measuredKelvin`, `outputPercent`.
    public var quantity: String
    public var value: Double
    /// Lab time that the campaign has spent, seconds.
    public var labSeconds: Double
    /// Seconds since 1970.
    public var wallTime: Double

    public init(instrument: String, quantity: String, value: Double, labSeconds: Double, wallTime: Double) {
        self.instrument = instrument
        self.quantity = quantity
        self.value = value
        self.labSeconds = labSeconds
        self.wallTime = wallTime
    }
}
