/// One finished exposure: all that its pattern depends on, beside the bench and its seed.
public struct Exposure: Hashable, Sendable {
    /// `1...`
    public var series: Int
    /// Where the stage stood at the trigger.
    public var positionMillimetres: Double
    /// What the furnace's thermocouple felt when the exposure ended.
    public var furnaceKelvin: Double
    public var seconds: Double
}
