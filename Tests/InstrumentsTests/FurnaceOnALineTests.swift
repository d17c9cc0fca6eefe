import Testing
import Tieline

@testable import Instruments

/// The driver against pymodbus 3.16.1 over pseudo-terminals: framer, checksums and timing are not ours.
@Suite("A Eurotherm 2400 played by pymodbus", .enabled(if: ThirdParty.pymodbus != nil && ThirdParty.socat, "pymodbus or socat is missing"))
struct FurnaceOnALineTests {
    private let program = HeatingProgram(targetKelvin: 405.15, rampKelvinPerMinute: 10, dwellSeconds: 1800)

    @Test("It is recognised, heated, read and switched off, with functions 3, 6 and 16") func whole() async throws {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        #expect(try await driver.identity() == InstrumentIdentity(manufacturer: "Eurotherm", model: "2416", firmware: "4.61", isSimulated: true))
        try await driver.start(program)
        try await furnace.set(1, 1318)
        let reading = try await driver.read()
        #expect(abs(reading.measuredKelvin - 404.95) < 1e-9 && reading.targetKelvin == 405.15 && reading.outputPercent == 40)
        #expect(reading.program == .running)
        #expect(try await furnace.values(of: 8338, 8346, 8355) == [100, 300, 2])
        try await driver.off()
        #expect(try await furnace.values(of: 4, 23) == [0, 1])
        #expect(Set(try await furnace.heard().map { $0[0] }).isSuperset(of: [3, 6, 16]))
        await furnace.close()
    }

    @Test("An answer that comes late is never taken for the next one's") func late() async throws {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        try await furnace.set(1, 980)
        #expect(try await abs(driver.read().measuredKelvin - 371.15) < 1e-9)
        // The fourth block of a reading is the one with the measured value; the status word before it answers in time.
        try await furnace.disturb("late", requests: 3, seconds: 1.4)
        let error = await #expect(throws: InstrumentError.self) { try await driver.read() }
        #expect(error?.code == .noReply)
        try await furnace.disturb("none", requests: 0)
        for value in [32767, 1210, 1220, 1230] {
            try await furnace.set(1, value)
            if value == 32767 {
                let broken = await #expect(throws: InstrumentError.self) { try await driver.read() }
                #expect(broken?.code == .sensorBroken)
            } else {
                #expect(try await abs(driver.read().measuredKelvin - (273.15 + Double(value) / 10)) < 1e-9)
            }
        }
        await furnace.close()
    }

    @Test(
        "Lost, damaged, halved and foreign answers are errors, and the next reading is right",
        arguments: [
            ("drop", InstrumentError.Code.noReply), ("corrupt", .malformedReply), ("truncate", .noReply), ("other-unit", .malformedReply),
        ])
    func disturbed(fault: String, code: InstrumentError.Code) async throws {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        _ = try await driver.read()
        try await furnace.disturb(fault)
        let error = await #expect(throws: InstrumentError.self) { try await driver.read() }
        #expect(error?.code == code)
        try await furnace.set(1, 1500)
        #expect(try await abs(driver.read().measuredKelvin - 423.15) < 1e-9)
        await furnace.close()
    }

    @Test("Off gets through a line in disorder", arguments: ["drop", "corrupt", "truncate"]) func disturbedOff(fault: String) async throws {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        try await driver.start(program)
        try await furnace.disturb(fault, requests: 2)
        try await driver.off()
        #expect(try await furnace.values(of: 4, 23, 30) == [0, 1, 0])
        await furnace.close()
    }

    @Test(
        "Wrong model, broken sensor, power at sensor break: refused, and nothing is written",
        arguments: [
            (122, 0x3216, InstrumentError.Code.malformedReply), (258, 1, .sensorBroken), (34, 200, .refused), (111, 6000, .outOfLimits),
        ])
    func unsafe(register: Int, value: Int, code: InstrumentError.Code) async throws {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        try await furnace.set(register, value)
        _ = try await furnace.heard()
        let error = await #expect(throws: InstrumentError.self) { try await driver.start(program) }
        #expect(error?.code == code)
        #expect(try await furnace.heard().allSatisfy { $0[0] == 3 })
        await furnace.close()
    }

    @Test("One process at a time: while a line is held it is busy, and after it is let go the emergency path switches off") func exclusive()
        async throws
    {
        let furnace = try await FurnaceOnALine()
        let driver = try furnace.driver()
        try await driver.start(program)
        let line = ModbusLine(path: furnace.port, timing: ModbusTiming(baud: 9600))
        let error = await #expect(throws: ModbusError.self) { try await line.open() }
        #expect(error?.kind == .busy)
        await driver.letGo()
        let report = await EmergencyOff.run(try furnace.configuration)
        #expect(report.everythingIsOff)
        #expect(try await furnace.values(of: 4) == [0])
        await furnace.close()
    }
}
