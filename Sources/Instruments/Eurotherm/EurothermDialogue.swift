import Tieline

/// What is said to a 2400 and how its answers are judged: each method one uninterrupted exchange on the line's own thread.
///
/// A value without state and without a clock, so that a test can hold the other end of it in a few lines.
struct EurothermDialogue: Sendable {
    let name: String
    let limits: HeatingLimits

    func failure(_ code: InstrumentError.Code, _ message: String, _ remedy: String) -> InstrumentError {
        InstrumentError(code, instrument: name, message: message, remedy: remedy)
    }

    /// One reading: three requests, the measured value judged by sentinel, status bits and range.
    func read(_ registers: some ModbusRegisters, _ controller: EurothermController) throws -> TemperatureReading {
        let status = EurothermStatus(rawValue: try registers.read(EurothermRegister.statusWord))
        let block = try registers.read(EurothermRegister.measured, count: 5)
        let program = try programStatus(registers)
        let remedy = "Check the thermocouple and its wiring. Nothing is to be heated until it reads again."
        guard status.isDisjoint(with: .unmeasured) else {
            throw failure(.sensorBroken, "the status word says: \(status.faults.joined(separator: ", "))", remedy)
        }
        guard !EurothermScale.sentinels.contains(Int16(bitPattern: block[0])) else {
            throw failure(.sensorBroken, "the measured value reads \(Int16(bitPattern: block[0])), which stands for no measurement", remedy)
        }
        let scale = controller.scale
        let measured = scale.kelvin(block[0])
        guard controller.range.contains(measured) else {
            throw failure(
                .sensorBroken,
                "\(measured.tenths) K is outside the sensor's range, \(controller.range.lowerBound.tenths) to \(controller.range.upperBound.tenths) K",
                remedy)
        }
        return TemperatureReading(
            measuredKelvin: measured, targetKelvin: scale.kelvin(block[1]), workingSetpointKelvin: scale.kelvin(block[4]),
            outputPercent: scale.percent(block[3]), program: program.program, faults: status.faults)
    }

    /// Writes the program, proves that it is there, and runs it.
    ///
    /// Whatever interrupts this, the furnace is safe: until `run`, the old program (which has an end) or a cold setpoint is in charge;
    /// after it, the new program. Between reset and run lies one request, so that a hot furnace does not notice.
    func start(_ registers: some ModbusRegisters, _ program: HeatingProgram) throws -> EurothermController {
        // All settings again: somebody may have been at the front panel since.
        let controller = try identify(registers)
        let wanted = try EurothermProgram(program, scale: controller.scale, limits: limits, instrument: name)
        let rateLimit = min(limits.maximumRampKelvinPerMinute, Self.steepestRateLimit)
        guard let output = controller.scale.word(percent: limits.maximumOutputPercent), let rate = EurothermScale.word(kelvinPerMinute: rateLimit)
        else {
            throw failure(.outOfLimits, "the limits do not fit into the controller's sixteen bits", "Correct `limits` in the instrument file.")
        }
        try ensure(registers, EurothermRegister.setpoint1, holds: controller.coldSetpoint)
        try ensure(registers, EurothermRegister.setpointRateUnit, holds: 1)
        try ensure(registers, EurothermRegister.setpointRateLimit, holds: rate)
        let state = try registers.read(EurothermRegister.program, count: 2)
        var isReset = EurothermProgramStatus(rawValue: state[1]) == .reset
        if state[0] != 1 {
            if !isReset { try write(registers, EurothermProgramStatus.reset.rawValue, to: EurothermRegister.programStatus) }
            isReset = true
            try write(registers, 1, to: EurothermRegister.program)
        }
        try write(registers, EurothermProgram.general, to: EurothermRegister.programGeneral)
        for segment in wanted.segments { try write(registers, segment.words, to: EurothermRegister.segment(segment.number)) }
        try ensure(registers, EurothermRegister.outputHighLimit, holds: output)
        if !isReset { try registers.write(EurothermProgramStatus.reset.rawValue, to: EurothermRegister.programStatus) }
        try registers.write(EurothermProgramStatus.run.rawValue, to: EurothermRegister.programStatus)
        let started = try programStatus(registers)
        guard started.program == .running else {
            throw failure(
                .readbackMismatch, "asked to run, the program is in state \(started)",
                "Look at the front panel: is RUN locked, or does a digital input hold it?")
        }
        let target = try registers.read(EurothermRegister.segmentTarget)
        guard target == wanted.target else {
            throw failure(
                .readbackMismatch,
                "the program runs to \(controller.scale.kelvin(target).tenths) K, not to \(controller.scale.kelvin(wanted.target).tenths) K",
                "Another program was started. Check register 22 and the front panel.")
        }
        return controller
    }

    /// Lets the dwell end `seconds` from now, by rewriting its duration: the time already spent in it, and the time wanted.
    ///
    /// One register is written, and the END segment is behind it before and after. A dwell that the controller refuses to change ends as it would have.
    func extendDwell(_ registers: some ModbusRegisters, seconds: Double) throws {
        try limits.check(dwellSeconds: seconds, instrument: name)
        let status = try programStatus(registers)
        guard status.program == .running else {
            throw failure(.wrongState, "no program runs (\(status)), so there is no dwell to extend", "Start a program.")
        }
        let dwellAddress = EurothermRegister.segment(EurothermProgram.dwellSegment) + 2
        let duration = try registers.read(dwellAddress)
        let segment = try registers.read(EurothermRegister.segment)
        let left = Double(try registers.read(EurothermRegister.segmentSecondsLeft))
        let wanted: UInt16
        switch Int(segment) {
        case EurothermProgram.rampSegment:
            wanted = EurothermProgram.dwellWord(seconds: seconds, limits: limits)
        case EurothermProgram.dwellSegment:
            let spent = EurothermProgram.seconds(dwellWord: duration) - left
            guard spent >= -EurothermProgram.dwellResolution else {
                throw failure(
                    .malformedReply, "\(left) s are left of a dwell of \(EurothermProgram.seconds(dwellWord: duration)) s",
                    "Check that dwells count in minutes (register 8331) and register 36 in seconds.")
            }
            let counts = ((max(0, spent) + seconds) / EurothermProgram.dwellResolution).rounded(.up)
            guard counts <= Double(Int16.max) else {
                throw failure(
                    .outOfLimits, "the dwell would last \(max(0, spent) + seconds) s, more than the controller can count",
                    "Start a new program at the same temperature.")
            }
            wanted = UInt16(counts)
        default:
            throw failure(.wrongState, "segment \(segment) runs, which is neither the ramp nor the dwell", "Start a program.")
        }
        guard wanted > duration else { return }
        try write(registers, wanted, to: dwellAddress)
        // The register may take the number and the programmer not: only its own countdown proves the hold.
        guard Int(segment) == EurothermProgram.dwellSegment else { return }
        let leftNow = Double(try registers.read(EurothermRegister.segmentSecondsLeft))
        guard leftNow > left else {
            throw failure(
                .readbackMismatch,
                "the dwell was extended to \(EurothermProgram.seconds(dwellWord: wanted)) s, but \(leftNow) s are left of it, as before",
                "This firmware does not change a running dwell: raise `maximumDwell` and let programs be long enough.")
        }
    }

    /// Program reset, output limited to 0 %, setpoint cold; sent at once, whatever the line's state, and then proved.
    ///
    /// The order keeps every prefix safe: after the reset a cold setpoint is in charge, and the output limit acts the moment it is written.
    /// (Manual mode would freeze the present power between two writes.)
    func off(_ registers: some InterruptibleRegisters) throws {
        try registers.command(EurothermProgramStatus.reset.rawValue, to: EurothermRegister.programStatus)
        try registers.command(0, to: EurothermRegister.outputHighLimit)
        // From here on the line is made trustworthy first: what is read was measured after the commands.
        let isLimited = try unlessRefused(registers, EurothermRegister.outputHighLimit, holds: 0)
        var status = try programStatus(registers)
        if status != .reset {
            try registers.write(EurothermProgramStatus.reset.rawValue, to: EurothermRegister.programStatus)
            status = try programStatus(registers)
        }
        let cold = try registers.read(EurothermRegister.setpoint1LowLimit)
        let isCold = try unlessRefused(registers, EurothermRegister.setpoint1, holds: cold)
        let output = Int16(bitPattern: try registers.read(EurothermRegister.measured, count: 5)[3])
        // A controller may keep its output limit locked; then no power and nothing that could ask for any is proof enough.
        guard status == .reset, output <= 0, isLimited || isCold else {
            throw failure(
                .readbackMismatch,
                "after the command to switch off: program \(status), output \(output) counts, output limit \(isLimited ? "" : "not ")0, setpoint \(isCold ? "" : "not ")cold",
                "Switch the heater off at its mains, now. Then look at the front panel.")
        }
    }

    /// Makes the register hold the value, or returns `false` where the controller says that it will not. One that says yes and does not is an error.
    private func unlessRefused(_ registers: some ModbusRegisters, _ address: UInt16, holds value: UInt16) throws -> Bool {
        do {
            try ensure(registers, address, holds: value)
            return true
        } catch let error as ModbusError where error.isRefusal {
            return false
        }
    }

    /// The controller's own rate limit goes no further.
    static let steepestRateLimit = 60.0

    func programStatus(_ registers: some ModbusRegisters) throws -> EurothermProgramStatus {
        let value = try registers.read(EurothermRegister.program, count: 2)[1]
        guard let status = EurothermProgramStatus(rawValue: value) else {
            throw failure(
                .malformedReply, "the program status reads \(value), which is none of 1, 2, 4, 8, 16",
                "Check the model: a 3200 numbers its states differently.")
        }
        return status
    }

    /// Writes only where something else stands: these registers live in EEPROM, which wears.
    private func ensure(_ registers: some ModbusRegisters, _ address: UInt16, holds value: UInt16) throws {
        if try registers.read(address) != value { try write(registers, value, to: address) }
    }

    private func write(_ registers: some ModbusRegisters, _ value: UInt16, to address: UInt16) throws {
        try registers.write(value, to: address)
        try compare([value], try registers.read(address, count: 1), at: address)
    }

    private func write(_ registers: some ModbusRegisters, _ values: [UInt16], to address: UInt16) throws {
        try registers.write(values, to: address)
        try compare(values, try registers.read(address, count: values.count), at: address)
    }

    private func compare(_ asked: [UInt16], _ held: [UInt16], at address: UInt16) throws {
        guard asked == held else {
            throw failure(
                .readbackMismatch, "asked registers \(address)… to hold \(asked), they hold \(held)",
                "The controller took the write and did not keep it: look for a locked parameter or another master on the line.")
        }
    }
}
