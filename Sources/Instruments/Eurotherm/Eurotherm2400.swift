import Synchronization
public import Tieline

/// A furnace behind a Eurotherm 2400 with programmer, over Modbus RTU.
///
/// Every method is one uninterrupted dialogue on the line's thread. ``off()`` overtakes: dialogues that were begun before it
/// send nothing more from the moment it is called.
public actor Eurotherm2400: TemperatureController {
    public nonisolated let name: String
    public nonisolated let limits: HeatingLimits
    private nonisolated let dialogue: EurothermDialogue
    private nonisolated let line: ModbusLine
    private nonisolated let unit: UInt8
    private nonisolated let stops = StopCounter()
    private var controller: EurothermController?
    private var frozen = FrozenValue()

    /// - Parameters:
    ///   - name: As in the instrument file.
    ///   - line: Shared by all the units on it.
    ///   - unit: The controller's address, `1...247`.
    public init(name: String, line: ModbusLine, unit: UInt8 = 1, limits: HeatingLimits) {
        self.name = name
        self.line = line
        self.unit = unit
        self.limits = limits
        dialogue = EurothermDialogue(name: name, limits: limits)
    }

    /// Asks anew, with every safety setting.
    public func identity() async throws -> InstrumentIdentity { try await connect().identity }

    public func read() async throws -> TemperatureReading {
        let known = if let controller { controller } else { try await connect() }
        let reading = try await talk { [dialogue] in try dialogue.read($0, known) }
        if let moved = frozen.observe(value: reading.measuredKelvin, workingSetpoint: reading.workingSetpointKelvin) {
            throw dialogue.failure(
                .stale, "the measured value has stood at \(reading.measuredKelvin.tenths) K while the setpoint moved by \(moved.tenths) K",
                "Check the sensor and its input; the furnace may be much hotter than it says.")
        }
        return reading
    }

    public func start(_ program: HeatingProgram) async throws {
        // Before a byte is sent; the dialogue checks again together with the controller's own resolution.
        try limits.check(program, instrument: name)
        frozen = FrozenValue()
        controller = try await talk { [dialogue] in try dialogue.start($0, program) }
    }

    public func extendDwell(seconds: Double) async throws {
        try limits.check(dwellSeconds: seconds, instrument: name)
        try await talk { [dialogue] in try dialogue.extendDwell($0, seconds: seconds) }
    }

    public nonisolated func off() async throws {
        stops.add()
        do {
            try await line.dialogue(unit: unit, probe: EurothermIdentity.probe) { [dialogue] in try dialogue.off($0) }
        } catch let error as ModbusError {
            throw error.instrumentError(
                name: name, remedy: "Switch the heater off at its mains, now: the controller has not confirmed that it is off.")
        }
    }

    /// Lets go of the line's port; the next call takes it again.
    func letGo() async { await line.close() }

    /// Asks anew who it is, and for the settings that it keeps by itself.
    func connect() async throws -> EurothermController {
        let found = try await talk { [dialogue] in try dialogue.identify($0) }
        controller = found
        return found
    }

    private nonisolated func talk<Result: Sendable>(_ body: @Sendable (any ModbusRegisters) throws -> Result) async throws -> Result {
        let seen = stops.count
        do {
            return try await line.dialogue(unit: unit, probe: EurothermIdentity.probe, isSuperseded: { [stops] in stops.count != seen }) {
                try body($0)
            }
        } catch let error as ModbusError {
            throw error.instrumentError(name: name)
        }
    }
}

/// How often a stop was asked for: a dialogue that began under another count has been overtaken.
private final class StopCounter: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
    func add() { value.add(1, ordering: .sequentiallyConsistent) }
}

extension ModbusError {
    /// The same for an operator.
    func instrumentError(name: String, remedy: String? = nil) -> InstrumentError {
        let (code, usual): (InstrumentError.Code, String) =
            switch kind {
            case .timeout: (.noReply, "Check that it is switched on, its address and speed, and the cable.")
            case .malformed: (.malformedReply, "Check the cable, its termination, and that no other master talks on the line.")
            case .exception: (.refused, "Check the model and its configuration against docs/instruments.md.")
            case .busy: (.busy, "End the other program, or find it with `fuser`.")
            case .port: (.noReply, "Check `port` in the instrument file, the adapter, and the permissions of the device.")
            case .superseded: (.wrongState, "Start again when the reason for the stop is gone.")
            }
        return InstrumentError(code, instrument: name, message: message, remedy: remedy ?? usual, cause: self)
    }
}
