import SimulatedBench
import Testing
import Tieline

@Suite("The furnace")
struct FurnaceModelTests {
    private func furnace() throws -> FurnaceModel { FurnaceModel(try Benches.film().specification.furnace) }

    /// Ramp to 150 °C at 20 K/min, stay for an hour, end.
    private func heatedFurnace() throws -> FurnaceModel {
        var furnace = try furnace()
        furnace.segments[0] = .ramp(targetKelvin: 423.15, kelvinPerMinute: 20)
        furnace.segments[1] = .dwell(seconds: 3_600)
        furnace.run()
        return furnace
    }

    @Test("The sample follows the ramp ten kelvin behind, rate times lag, and then settles exactly")
    func ramp() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 300)
        #expect(abs(furnace.workingSetpointKelvin - 398.15) < 0.1)
        #expect(abs(furnace.workingSetpointKelvin - furnace.temperatureKelvin - 10) < 0.1)
        #expect((0...1).contains(furnace.output) && furnace.output > 0)
        // 125 K at 20 K/min take 375 s; ten kelvin decay to 0.02 K in 30 s · ln 500 = 186 s.
        furnace.advance(by: 75 + 190)
        #expect(furnace.temperatureKelvin == 423.15)
        #expect(furnace.workingSetpointKelvin == 423.15)
    }

    @Test("When everything is dead, the program ends by itself and the output is off")
    func endsAlone() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 375 + 3_590)
        #expect(furnace.output > 0)
        furnace.advance(by: 15)
        #expect(furnace.programState == .ended)
        #expect(furnace.output == 0)
        furnace.advance(by: 8 * 3_600)
        #expect(furnace.output == 0)
        #expect(furnace.temperatureKelvin == 298.15)
    }

    @Test("The state does not depend on how often anybody looked")
    func independentOfSteps() throws {
        var once = try heatedFurnace()
        var often = once
        once.advance(by: 500)
        for _ in 0..<4_000 { often.advance(by: 0.125) }
        #expect(once.temperatureKelvin == often.temperatureKelvin)
        #expect(once.output == often.output)
    }

    @Test("A broken sensor cuts the output at once")
    func sensorBreak() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 600)
        furnace.sensorIsBroken = true
        furnace.advance(by: 1)
        #expect(furnace.output == 0)
        furnace.advance(by: 600)
        #expect(furnace.temperatureKelvin < 400)
    }

    @Test("A longer dwell counts from its beginning; a shorter one that has passed ends the program")
    func editedDwell() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 375 + 1_000)
        let left = furnace.segmentSecondsLeft
        furnace.segments[1] = .dwell(seconds: 7_200)
        #expect(abs(furnace.segmentSecondsLeft - left - 3_600) < 1e-9)
        furnace.segments[1] = .dwell(seconds: 500)
        furnace.advance(by: 1)
        #expect(furnace.programState == .ended && furnace.output == 0)
    }

    @Test("Hold freezes the program, run lets it go on, reset cools")
    func holdAndReset() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 100)
        furnace.hold()
        let setpoint = furnace.workingSetpointKelvin
        furnace.advance(by: 1_000)
        #expect(furnace.workingSetpointKelvin == setpoint && furnace.programState == .holding)
        furnace.run()
        furnace.advance(by: 60)
        #expect(abs(furnace.workingSetpointKelvin - setpoint - 20) < 0.1)
        furnace.reset()
        #expect(furnace.output == 0)
        furnace.advance(by: 7_200)
        #expect(furnace.output == 0 && furnace.temperatureKelvin < 300)
    }

    @Test("Hand control keeps the output that it found, until it is told another")
    func manual() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 600)
        let output = furnace.output
        furnace.setManual(true)
        #expect(furnace.output == output)
        furnace.manualOutput = 0
        furnace.advance(by: 1)
        #expect(furnace.output == 0)
    }

    @Test("A cooler program cools no faster than the furnace can")
    func cooling() throws {
        var furnace = try heatedFurnace()
        furnace.advance(by: 1_000)
        furnace.reset()
        furnace.segments[0] = .ramp(targetKelvin: 323.15, kelvinPerMinute: 60)
        furnace.run()
        furnace.advance(by: 110)
        #expect(furnace.output == 0)
        // 125 K above ambient fall to 125·exp(−110/900) above it.
        #expect(abs(furnace.temperatureKelvin - 298.15 - 125 * 0.885) < 2)
    }
}
