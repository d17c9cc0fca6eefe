/// The instruments of a laboratory, by name.
public protocol InstrumentRack: Sendable {
    /// - Throws: ``InstrumentError`` with code `unknownInstrument` that lists the names there are.
    func furnace(named name: String) throws -> any TemperatureController
    func stage(named name: String) throws -> any SampleStage
    func detector(named name: String) throws -> any PatternDetector
    func meter(named name: String) throws -> any SampleMeter
    /// Every instrument, whether it answers or not; never throws, bounded in wall time.
    func status() async -> [InstrumentStatus]
    /// Commands every heater off, all at once, and reads each back. Needs nothing but the lines.
    func off() async -> StopReport
}
