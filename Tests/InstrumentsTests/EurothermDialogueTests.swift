import Testing
import Tieline

@testable import Instruments

@Suite("What is said to a Eurotherm 2400")
struct EurothermDialogueTests {
    let limits = HeatingLimits(maximumKelvin: 773.15, maximumRampKelvinPerMinute: 20)
    var dialogue: EurothermDialogue { EurothermDialogue(name: "furnace-1", limits: limits) }
    let program = HeatingProgram(targetKelvin: 405.5, rampKelvinPerMinute: 10, dwellSeconds: 1800)

    @Test("It says who it is, and that it is simulated") func identity() throws {
        let controller = try dialogue.identify(FakeController())
        #expect(controller.identity == InstrumentIdentity(manufacturer: "Eurotherm", model: "2416", firmware: "4.61", isSimulated: true))
    }

    @Test("Without the mark it is real") func real() throws {
        let fake = FakeController()
        fake.registers[30000] = nil
        #expect(try dialogue.identify(fake).identity.isSimulated == false)
    }

    @Test(
        "A controller that would not be safe by itself is refused, each setting by name",
        arguments: [
            (EurothermRegister.identity, UInt16(0x3216), InstrumentError.Code.refused), (EurothermRegister.instrumentMode, 2, .wrongState),
            (EurothermRegister.unit, 1, .refused), (EurothermRegister.sensorBreak, 1, .sensorBroken),
            (EurothermRegister.sensorBreakStrategy, 1, .refused),
            (EurothermRegister.sensorBreakOutput, 300, .refused), (EurothermRegister.endSegmentOutput, 100, .refused),
            (EurothermRegister.powerFailRecovery, 2, .refused), (EurothermRegister.manual, 1, .wrongState),
            (EurothermRegister.setpoint1HighLimit, 5010, .outOfLimits),
            (EurothermRegister.decimals, 7, .malformedReply),
        ])
    func unsafe(register: UInt16, value: UInt16, code: InstrumentError.Code) {
        let fake = FakeController(.reads(register, value))
        #expect(code == failure { try dialogue.start(fake, program) }?.code)
        #expect(fake.writes.isEmpty)
    }

    @Test("A reading in kelvin, with its program") func reading() throws {
        let fake = FakeController()
        let controller = try dialogue.identify(fake)
        fake.registers.merge([1: 1322, 2: 1324, 4: 235, 5: 1324, 22: 1, 23: 2]) { $1 }
        let reading = try dialogue.read(fake, controller)
        #expect(abs(reading.measuredKelvin - 405.35) < 1e-9 && abs(reading.targetKelvin - 405.55) < 1e-9)
        #expect(reading.outputPercent == 23.5 && reading.program == .running && reading.faults.isEmpty)
    }

    @Test(
        "What stands for no measurement is never passed on as a temperature",
        arguments: [
            (UInt16(1), UInt16(32767)), (1, 0x8000), (1, 13000), (1, 0xFFF6), (75, 1 << 5), (75, 1 << 10),
        ])
    func sentinels(register: UInt16, value: UInt16) throws {
        let fake = FakeController()
        let controller = try dialogue.identify(fake)
        fake.faults = [.reads(register, value)]
        #expect(failure { try dialogue.read(fake, controller) }?.code == .sensorBroken)
    }

    @Test("Heater failure, an open loop and manual mode are faults of a valid reading") func faults() throws {
        let fake = FakeController()
        let controller = try dialogue.identify(fake)
        fake.faults = [.reads(75, 0b1101_0001)]
        #expect(try dialogue.read(fake, controller).faults == ["alarm 1", "in manual mode", "control loop broken", "heater failed"])
    }

    @Test("A program is written from its end, so that none without an end is ever in the controller") func order() throws {
        let fake = FakeController()
        _ = try dialogue.start(fake, program)
        #expect(
            fake.writes == [
                .write(35, [200]), .write(8328, [0, 0, 1, 1, 1]), .write(8352, [0, 0, 0, 2, 0]), .write(8344, [3, 0, 300, 0, 0]),
                .write(8336, [1, 1324, 100, 0, 0]), .write(23, [2]),
            ])
    }

    @Test("Between reset and run of a hot furnace nothing else is said") func resetRun() throws {
        let fake = FakeController()
        fake.registers[23] = 2
        _ = try dialogue.start(fake, program)
        #expect(Array(fake.events.suffix(4).prefix(2)) == [.write(23, [1]), .write(23, [2])])
    }

    @Test(
        "Outside its limits, infinite or not a number: nothing is sent",
        arguments: [
            HeatingProgram(targetKelvin: 773.2, rampKelvinPerMinute: 10, dwellSeconds: 60),
            HeatingProgram(targetKelvin: .nan, rampKelvinPerMinute: 10, dwellSeconds: 60),
            HeatingProgram(targetKelvin: -.infinity, rampKelvinPerMinute: 10, dwellSeconds: 60),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 20.1, dwellSeconds: 60),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: .nan, dwellSeconds: 60),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 0, dwellSeconds: 60),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 10, dwellSeconds: 7201),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 10, dwellSeconds: .infinity),
            HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 0.01, dwellSeconds: 60),
        ])
    func limits(program: HeatingProgram) {
        let fake = FakeController()
        #expect(failure { try dialogue.start(fake, program) }?.code == .outOfLimits)
        #expect(fake.writes.isEmpty)
    }

    @Test("The dwell is extended by what has been spent and what is wanted") func extend() throws {
        let fake = FakeController()
        _ = try dialogue.start(fake, program)
        // 1800 s written, 600 s left: 1200 s spent.
        fake.registers.merge([56: 2, 36: 600]) { $1 }
        let clock = CountdownController(fake)
        try dialogue.extendDwell(clock, seconds: 1500)
        #expect(fake.registers[8346] == 450)
    }

    @Test("An extension that the programmer does not follow is an error") func extendDeaf() throws {
        let fake = FakeController()
        _ = try dialogue.start(fake, program)
        fake.registers.merge([56: 2, 36: 600]) { $1 }
        #expect(failure { try dialogue.extendDwell(fake, seconds: 1500) }?.code == .readbackMismatch)
    }

    @Test("Nothing is extended where nothing runs, and a shorter extension changes nothing") func noExtension() throws {
        let fake = FakeController()
        #expect(failure { try dialogue.extendDwell(fake, seconds: 60) }?.code == .wrongState)
        _ = try dialogue.start(fake, program)
        fake.registers.merge([56: 2, 36: 600]) { $1 }
        let before = fake.writes.count
        try dialogue.extendDwell(fake, seconds: 300)
        #expect(fake.writes.count == before)
    }

    @Test("Off is proved by the program, the output and its limit") func off() throws {
        let fake = FakeController()
        _ = try dialogue.start(fake, program)
        fake.registers[4] = 420
        try dialogue.off(fake)
        #expect(fake.registers[23] == 1 && fake.registers[30] == 0 && fake.registers[4] == 0)
    }

    @Test(
        "A heater that stays on is never reported as off",
        arguments: [
            FakeController.Fault.deaf(23), .deaf(30), .refuses(23), .reads(4, 100), .silentFrom(1), .silentFrom(4),
        ])
    func notOff(fault: FakeController.Fault) throws {
        let fake = FakeController()
        _ = try dialogue.start(fake, program)
        let hot = FakeController(fault)
        hot.registers = fake.registers
        hot.registers[4] = 420
        #expect(throws: (any Error).self) { try dialogue.off(hot) }
    }

    @Test("Where the output limit is locked, a cold setpoint and no power are the proof") func lockedLimit() throws {
        let fake = FakeController(.refuses(30))
        fake.registers[24] = 1000
        try dialogue.off(fake)
        #expect(fake.registers[23] == 1 && fake.registers[24] == 0)
        let warm = FakeController(.refuses(30), .refuses(24))
        warm.registers[24] = 1000
        #expect(failure { try dialogue.off(warm) }?.code == .readbackMismatch)
    }

    @Test("After a stop the output limit is lifted by the next start only") func afterOff() throws {
        let fake = FakeController()
        try dialogue.off(fake)
        #expect(fake.registers[30] == 0)
        _ = try dialogue.start(fake, program)
        #expect(fake.registers[30] == 1000)
    }

    private func failure(_ body: () throws -> some Any) -> InstrumentError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? InstrumentError
        }
    }
}

/// The fake, with a programmer whose countdown follows its dwell.
private struct CountdownController: ModbusRegisters {
    let fake: FakeController
    init(_ fake: FakeController) { self.fake = fake }
    func read(_ address: UInt16, count: Int) throws -> [UInt16] { try fake.read(address, count: count) }
    func write(_ values: [UInt16], to address: UInt16) throws { try fake.write(values, to: address) }
    func write(_ value: UInt16, to address: UInt16) throws {
        if address == 8346, let old = fake.registers[8346], let left = fake.registers[36] { fake.registers[36] = left + 6 * (value - old) }
        try fake.write(value, to: address)
    }
}
