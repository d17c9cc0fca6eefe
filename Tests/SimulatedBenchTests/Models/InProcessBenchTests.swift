import SimulatedBench
import Testing
import Tieline

@Suite("The bench in process")
struct InProcessBenchTests {
    @Test("A measurement without a wait: heat, settle, move, expose, read")
    func measurement() async throws {
        let bench = InProcessBench(film: try Benches.film())
        let furnace = try bench.furnace(named: "furnace-1")
        let stage = try bench.stage(named: "stage-1")
        let detector = try bench.detector(named: "diffractometer-1")
        #expect(try await detector.identity().isSimulated)
        try await furnace.start(HeatingProgram(targetKelvin: 373.15, rampKelvinPerMinute: 20, dwellSeconds: 7_200))
        try await bench.clock.sleep(for: .seconds(600))
        let reading = try await furnace.read()
        #expect(abs(reading.measuredKelvin - 373.15) < 0.6 && reading.program == .running && reading.workingSetpointKelvin == 373.15)
        try await stage.move(toMillimetres: 29.231)
        let series = try await detector.arm(exposureSeconds: 120)
        #expect(series == 1)
        #expect(try await detector.pattern(series: series) == nil)
        try await detector.expose(series: series)
        let pattern = try #require(try await detector.pattern(series: series))
        let direct = try bench.film.pattern(series: 1, positionMillimetres: 29.231, setKelvin: 373.15, exposureSeconds: 120)
        #expect(pattern == direct)
        #expect(try await detector.lastSeries() == 1)
        #expect(bench.labSeconds > 720)
    }

    @Test("Off is off, and read back")
    func off() async throws {
        let bench = InProcessBench(film: try Benches.film())
        let furnace = try bench.furnace(named: "furnace-1")
        try await furnace.start(HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 20, dwellSeconds: 7_200))
        bench.advance(by: .seconds(60))
        #expect(try await furnace.read().outputPercent > 0)
        #expect(await bench.off().everythingIsOff)
        #expect(try await furnace.read().outputPercent == 0)
    }

    @Test("The dwell is bounded: a furnace that nobody extends goes cold")
    func bounded() async throws {
        let bench = InProcessBench(film: try Benches.film())
        let furnace = try bench.furnace(named: "furnace-1")
        try await furnace.start(HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 20, dwellSeconds: 600))
        bench.advance(by: .seconds(800))
        try await furnace.extendDwell(seconds: 1_800)
        bench.advance(by: .seconds(1_700))
        #expect(try await furnace.read().program == .running)
        bench.advance(by: .seconds(200))
        let reading = try await furnace.read()
        #expect(reading.program == .ended && reading.outputPercent == 0)
    }

    @Test("Wrong names, wrong limits, wrong states and faults are instrument errors")
    func errors() async throws {
        let film = try Benches.film()
        let bench = InProcessBench(film: film)
        #expect(throws: InstrumentError.self) { try bench.furnace(named: "furnace-2") }
        let furnace = try bench.furnace(named: "furnace-1")
        let hot = await #expect(throws: InstrumentError.self) {
            try await furnace.start(HeatingProgram(targetKelvin: 900, rampKelvinPerMinute: 20, dwellSeconds: 60))
        }
        #expect(hot?.code == .outOfLimits)
        let detector = try bench.detector(named: "diffractometer-1")
        let unarmed = await #expect(throws: InstrumentError.self) { try await detector.expose(series: 1) }
        #expect(unarmed?.code == .wrongState)

        let broken = InProcessBench(film: film, faults: [BenchFault(.furnaceSilent), BenchFault(.httpError)])
        let silent = await #expect(throws: InstrumentError.self) { try await broken.furnace(named: "furnace-1").read() }
        #expect(silent?.code == .noReply)
        #expect(await !broken.off().everythingIsOff)
        let failing = await #expect(throws: InstrumentError.self) { try await broken.detector(named: "diffractometer-1").lastSeries() }
        #expect(failing?.code == .refused)
    }
}
