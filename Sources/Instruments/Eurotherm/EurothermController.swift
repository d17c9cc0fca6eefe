import Tieline

/// What a controller said about itself when it was last asked: who it is, how it writes numbers, and the safety settings that it keeps by itself.
struct EurothermController: Hashable, Sendable {
    let identity: InstrumentIdentity
    let scale: EurothermScale
    /// Kelvin; readings outside are not measurements.
    let range: ClosedRange<Double>
    let setpointHighLimitKelvin: Double
    /// The word that the setpoint goes back to when no program runs: as cold as the controller lets it be.
    let coldSetpoint: UInt16
    /// For people and for the journal.
    let settings: [InstrumentStatus.Value]
}

extension EurothermDialogue {
    /// Asks the controller who it is and checks what it would do if everything else died. Writes nothing.
    ///
    /// - Throws: ``InstrumentError`` with code `refused` for a wrong model, a wrong unit of temperature or an unsafe setting; `sensorBroken`; `wrongState`.
    func identify(_ registers: some ModbusRegisters) throws -> EurothermController {
        let word = try registers.read(EurothermRegister.identity)
        guard EurothermIdentity.isSeries2400(word) else {
            throw failure(
                .refused, "register 122 says \(word.hexadecimal), which is not a series 2400 (0x24…)",
                "Check `unit` and `port`: another instrument answers there, or a model that this driver does not know.")
        }
        let isSimulated = try self.isSimulated(registers)
        guard
            let scale = EurothermScale(
                decimals: try registers.read(EurothermRegister.decimals), resolution: try registers.read(EurothermRegister.resolution))
        else {
            throw failure(
                .malformedReply, "decimals (525) and resolution (12550) are not a combination that a 2400 has", "Check the comms configuration.")
        }
        let highLimit = scale.kelvin(try registers.read(EurothermRegister.setpoint1HighLimit))
        let coldSetpoint = try registers.read(EurothermRegister.setpoint1LowLimit)
        let low = scale.kelvin(try registers.read(EurothermRegister.rangeLow))
        let high = scale.kelvin(try registers.read(EurothermRegister.rangeHigh))
        guard low < high else { throw failure(.malformedReply, "the range reads \(low) to \(high) K", "Check registers 11 and 12.") }
        try checkSafety(registers, scale: scale, setpointHighLimitKelvin: highLimit)
        let settings = try EurothermController.settings(registers, scale: scale, highLimit: highLimit, coldSetpoint: coldSetpoint)
        return EurothermController(
            identity: InstrumentIdentity(
                manufacturer: "Eurotherm", model: EurothermIdentity(word: word).model,
                firmware: EurothermIdentity.firmware(try registers.read(EurothermRegister.firmware)), isSimulated: isSimulated),
            scale: scale, range: low...high, setpointHighLimitKelvin: highLimit, coldSetpoint: coldSetpoint, settings: settings)
    }

    private func isSimulated(_ registers: some ModbusRegisters) throws -> Bool {
        do {
            return EurothermIdentity.isSimulationMark(try registers.read(EurothermRegister.simulationMark, count: 4))
        } catch let error as ModbusError where error.isRefusal {
            return false
        }
    }

    /// What has to be true before this controller may be trusted to end a program by itself.
    private func checkSafety(_ registers: some ModbusRegisters, scale: EurothermScale, setpointHighLimitKelvin: Double) throws {
        for rule in EurothermSafetyRule.all {
            let value = try registers.read(rule.register)
            guard value == rule.required else {
                throw failure(rule.code, "\(rule.name) (register \(rule.register)) is \(Int16(bitPattern: value)), not \(rule.required)", rule.remedy)
            }
        }
        guard setpointHighLimitKelvin <= limits.maximumKelvin + scale.temperatureResolution / 2 else {
            throw failure(
                .outOfLimits,
                "the controller's own setpoint high limit is \(setpointHighLimitKelvin.tenths) K, above the configured \(limits.maximumKelvin.tenths) K",
                "Lower `SP1 H` (register 111) at the front panel, so that the controller refuses what Tieline refuses.")
        }
    }
}

extension EurothermController {
    fileprivate static func settings(
        _ registers: some ModbusRegisters, scale: EurothermScale, highLimit: Double, coldSetpoint: UInt16
    ) throws -> [InstrumentStatus.Value] {
        let rate = EurothermScale.kelvinPerMinute(try registers.read(EurothermRegister.setpointRateLimit))
        let unit = ["K/s", "K/min", "K/h"][Int(min(2, try registers.read(EurothermRegister.setpointRateUnit)))]
        return [
            .init(name: "setpoint high limit", value: "\(highLimit.tenths) K"),
            .init(name: "setpoint low limit", value: "\(scale.kelvin(coldSetpoint).tenths) K"),
            .init(name: "setpoint rate limit", value: rate == 0 ? "off" : "\(rate.tenths) \(unit)"),
            .init(name: "output high limit", value: "\(scale.percent(try registers.read(EurothermRegister.outputHighLimit)).tenths) %"),
            .init(name: "power at sensor break", value: "0 %"),
            .init(name: "after a power failure", value: "reset"),
        ]
    }
}

/// A register that must hold one value, and why.
struct EurothermSafetyRule: Sendable {
    let register: UInt16
    let required: UInt16
    let name: String
    let code: InstrumentError.Code
    let remedy: String

    static let all: [EurothermSafetyRule] = [
        .init(
            register: EurothermRegister.instrumentMode, required: 0, name: "the instrument mode", code: .wrongState,
            remedy: "Leave the configuration level at the front panel: nothing is controlled there."),
        .init(
            register: EurothermRegister.unit, required: 0, name: "the temperature unit", code: .refused,
            remedy: "Set the instrument to degrees Celsius: every number on the wire would be read wrongly."),
        .init(
            register: EurothermRegister.sensorBreak, required: 0, name: "sensor break", code: .sensorBroken,
            remedy: "Check the thermocouple and its wiring before anything is heated."),
        .init(
            register: EurothermRegister.sensorBreakStrategy, required: 0, name: "the sensor-break strategy", code: .refused,
            remedy: "Set it to `SbOP`, so that a broken sensor sets a known power."),
        .init(
            register: EurothermRegister.sensorBreakOutput, required: 0, name: "the power at sensor break", code: .refused,
            remedy: "Set `SbOP` to 0 at the front panel: with a broken thermocouple the furnace would go on heating."),
        .init(
            register: EurothermRegister.endSegmentOutput, required: 0, name: "the power of the END segment", code: .refused,
            remedy: "Set `EndP` to 0 at the front panel: a finished program would go on heating."),
        .init(
            register: EurothermRegister.powerFailRecovery, required: 1, name: "the power-fail recovery", code: .refused,
            remedy: "Set `PwrF` of the programmer to `rSEt`: after a power failure the program would start again by itself."),
        .init(
            register: EurothermRegister.manual, required: 0, name: "manual mode", code: .wrongState,
            remedy: "Somebody has taken the controller by hand. Put it back to AUTO at the front panel when it may be driven again."),
    ]
}

extension Double {
    /// With one decimal, for messages.
    var tenths: String {
        guard isFinite, abs(self) < 1e15 else { return "\(self)" }
        let tenths = (abs(self) * 10).rounded()
        let whole = Int(tenths / 10)
        return "\(self < 0 && tenths > 0 ? "-" : "")\(whole).\(Int(tenths) - whole * 10)"
    }
}
