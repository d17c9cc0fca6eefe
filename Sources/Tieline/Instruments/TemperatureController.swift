/// A furnace's controller: runs bounded heating programs by itself, and says what it measures.
///
/// Every call is bounded in wall time and throws ``InstrumentError``. What was written has been read back when a call returns.
public protocol TemperatureController: Sendable {
    func identity() async throws -> InstrumentIdentity
    /// One validated reading; throws rather than passing on a sentinel or a broken sensor.
    func read() async throws -> TemperatureReading
    /// Writes the program, reads it back, and starts it. Replaces a program that runs.
    func start(_ program: HeatingProgram) async throws
    /// Lets the running program hold its target for `seconds` (lab time) from now, then end with the output off.
    func extendDwell(seconds: Double) async throws
    /// Resets the program and commands the output off. Returns only when the output was read back as off.
    func off() async throws
}

/// Ramp, then dwell, then END with the output off: all inside the controller (docs/design.md, rule 3).
public struct HeatingProgram: Codable, Hashable, Sendable {
    public var targetKelvin: Double
    public var rampKelvinPerMinute: Double
    /// Lab time at the target before the program ends by itself.
    public var dwellSeconds: Double

    public init(targetKelvin: Double, rampKelvinPerMinute: Double, dwellSeconds: Double) {
        self.targetKelvin = targetKelvin
        self.rampKelvinPerMinute = rampKelvinPerMinute
        self.dwellSeconds = dwellSeconds
    }
}

/// What a controller said at one moment.
public struct TemperatureReading: Codable, Hashable, Sendable {
    public enum Program: String, Codable, Sendable { case off, running, holding, ended }

    public var measuredKelvin: Double
    /// Where the program wants to be in the end.
    public var targetKelvin: Double
    /// Where the ramp is now.
    public var workingSetpointKelvin: Double
    /// Heater output, `0...100` per cent.
    public var outputPercent: Double
    public var program: Program
    /// Conditions that the status word reports, in words; empty when all is well.
    public var faults: [String]

    public init(
        measuredKelvin: Double, targetKelvin: Double, workingSetpointKelvin: Double, outputPercent: Double, program: Program, faults: [String] = []
    ) {
        self.measuredKelvin = measuredKelvin
        self.targetKelvin = targetKelvin
        self.workingSetpointKelvin = workingSetpointKelvin
        self.outputPercent = outputPercent
        self.program = program
        self.faults = faults
    }
}
