import Testing
import Tieline

@testable import Instruments

@Suite("A Eurotherm 2400 on a disturbed line")
struct Eurotherm2400Tests {
    private struct Furnace: DisturbedFurnace {
        let wire = FakeWire()
        var isOff: Bool { wire.value(of: 23) == 1 && wire.value(of: 4) == 0 && wire.value(of: 30) == 0 }

        func driver() -> any TemperatureController {
            let line = ModbusLine(path: "memory", timing: ModbusTiming(baud: 9600)) { [wire] () throws(ModbusError) in wire }
            return Eurotherm2400(
                name: "furnace-1", line: line, limits: HeatingLimits(maximumKelvin: 773.15, maximumRampKelvinPerMinute: 20))
        }

        func disturb(_ fault: LineFault?, requests: Int) { wire.inject(fault, requests: requests) }
        func setMeasured(kelvin: Double) { wire.set(1, UInt16((degreesCelsius(fromKelvin: kelvin) * 10).rounded())) }
    }

    @Test("It obeys the laws of drivers") func laws() async throws {
        try await checkDriver(Furnace(), requestsOfLongestCall: 12)
    }

    @Test("A value that stands still while the setpoint moves is not believed") func frozen() async throws {
        let furnace = Furnace()
        let driver = furnace.driver()
        furnace.setMeasured(kelvin: 400)
        for setpoint in [1200, 1270, 1345] as [UInt16] {
            furnace.wire.set(5, setpoint)
            _ = try await driver.read()
        }
        furnace.wire.set(5, 1351)
        let error = await #expect(throws: InstrumentError.self) { try await driver.read() }
        #expect(error?.code == .stale)
        furnace.setMeasured(kelvin: 400.1)
        _ = try await driver.read()
    }

    @Test("A dialogue that a stop has overtaken sends nothing more") func superseded() async throws {
        let wire = FakeWire()
        let line = ModbusLine(path: "memory", timing: ModbusTiming(baud: 9600)) { () throws(ModbusError) in wire }
        let error = await #expect(throws: ModbusError.self) {
            try await line.dialogue(unit: 1, probe: EurothermIdentity.probe, isSuperseded: { true }) { try $0.write(2, to: 23) }
        }
        #expect(error?.kind == .superseded)
        #expect(wire.value(of: 23) == 1)
    }
}
