import Tieline

/// The bench's furnace behind the capability protocol.
struct InProcessFurnace: TemperatureController {
    let bench: InProcessBench
    let name: String

    func identity() async throws -> InstrumentIdentity { InProcessBench.identity("furnace") }

    func read() async throws -> TemperatureReading {
        bench.advance(by: .seconds(InProcessBench.readSeconds))
        return try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            guard !devices.furnace.furnace.sensorIsBroken else {
                throw InstrumentError(.sensorBroken, instrument: name, message: "the sensor is broken", remedy: "Check the thermocouple.")
            }
            let measured: Double
            do throws(ModbusException) {
                measured = try devices.furnace.measuredKelvin()
            } catch {
                throw InstrumentError(.refused, instrument: name, message: "the reading was refused: \(error)", remedy: "Check the bench.")
            }
            let furnace = devices.furnace.furnace
            return TemperatureReading(
                measuredKelvin: measured, targetKelvin: furnace.targetKelvin, workingSetpointKelvin: furnace.workingSetpointKelvin,
                outputPercent: furnace.output * 100, program: Self.program(furnace.programState))
        }
    }

    func start(_ program: HeatingProgram) async throws {
        let specification = bench.film.specification.furnace
        guard program.targetKelvin >= specification.lowestSetpointKelvin, program.targetKelvin <= specification.highestSetpointKelvin,
            program.rampKelvinPerMinute > 0, program.rampKelvinPerMinute <= specification.steepestRampKelvinPerMinute, program.dwellSeconds >= 0
        else {
            throw InstrumentError(
                .outOfLimits, instrument: name,
                message: "\(program.targetKelvin) K at \(program.rampKelvinPerMinute) K/min is outside the furnace's limits",
                remedy: "Stay within \(specification.lowestSetpointKelvin) to \(specification.highestSetpointKelvin) K, "
                    + "at most \(specification.steepestRampKelvinPerMinute) K/min.")
        }
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            // The setpoint as a controller with one decimal keeps it.
            let target = EurothermSlave.kelvin(fromTenths: EurothermSlave.tenths(fromKelvin: program.targetKelvin))
            devices.furnace.furnace.reset()
            devices.furnace.furnace.setManual(false)
            devices.furnace.furnace.outputHighLimit = 1
            devices.furnace.furnace.segments[0] = .ramp(targetKelvin: target, kelvinPerMinute: program.rampKelvinPerMinute)
            devices.furnace.furnace.segments[1] = .dwell(seconds: program.dwellSeconds)
            devices.furnace.furnace.segments[2] = .end
            devices.furnace.furnace.run()
        }
    }

    func extendDwell(seconds: Double) async throws {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            guard devices.furnace.furnace.extendDwell(by: seconds) else {
                throw InstrumentError(.wrongState, instrument: name, message: "no program is running", remedy: "Start a program first.")
            }
        }
    }

    func off() async throws {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            devices.furnace.furnace.outputHighLimit = 0
            devices.furnace.furnace.reset()
            devices.furnace.furnace.updateOutput()
        }
    }

    private func checkAnswers(_ devices: BenchDevices) throws(InstrumentError) {
        guard !devices.hasFault(.furnaceSilent), !devices.hasFault(.furnaceLate) else {
            throw InstrumentError(.noReply, instrument: name, message: "no answer", remedy: "Check the line and the furnace's power.")
        }
    }

    private static func program(_ state: FurnaceModel.ProgramState) -> TemperatureReading.Program {
        switch state {
        case .reset: .off
        case .running: .running
        case .holding: .holding
        case .ended: .ended
        }
    }
}
