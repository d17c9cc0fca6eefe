import SimulatedBench
import Testing

@Suite("The bench on one timeline")
struct BenchDevicesTests {
    private func devices(faults: [BenchFault] = []) throws -> BenchDevices {
        BenchDevices(try Benches.film().specification, seed: 1, faults: faults)
    }

    @Test("An exposure sees the stage at the trigger and the furnace at its end, however late anybody asks")
    func exposure() throws {
        var devices = try devices()
        devices.furnace.furnace.segments[0] = .ramp(targetKelvin: 373.15, kelvinPerMinute: 60)
        devices.furnace.furnace.segments[1] = .dwell(seconds: 7_200)
        devices.furnace.furnace.run()
        let isSentTo20 = devices.stage.move(toMillimetres: 20)
        #expect(isSentTo20)
        devices.advance(to: 10)
        try devices.command(.initialize)
        _ = try devices.detector.configure("count_time", to: 120)
        try devices.command(.arm)
        try devices.command(.trigger)
        let isSentTo60 = devices.stage.move(toMillimetres: 60)
        #expect(isSentTo60)
        devices.advance(to: 129)
        #expect(devices.detector.state == .acquire && devices.exposure(series: 1) == nil)
        var later = devices
        devices.advance(to: 130)
        let temperature = devices.furnace.furnace.temperatureKelvin
        later.advance(to: 5_000)
        for bench in [devices, later] {
            let exposure = try #require(bench.exposure(series: 1))
            #expect(exposure.positionMillimetres == 20)
            #expect(exposure.furnaceKelvin == temperature)
            #expect(bench.detector.state == .idle)
        }
    }

    @Test("An exposure that was thrown away leaves no data, and its number is not used again")
    func aborted() throws {
        var devices = try devices()
        for command in [DetectorModel.Command.initialize, .arm, .trigger] { try devices.command(command) }
        try devices.command(.abort)
        devices.advance(to: 100)
        #expect(devices.exposure(series: 1) == nil)
        try devices.command(.arm)
        #expect(devices.detector.series == 2)
    }

    @Test("The stage takes its time, says so, and stops where it was sent")
    func stage() throws {
        var devices = try devices()
        let isSent = devices.stage.move(toMillimetres: 31.25)
        #expect(isSent)
        devices.advance(to: 1)
        #expect(devices.stage.state == .moving && devices.stage.positionMillimetres == 10)
        devices.advance(to: 4)
        #expect(devices.stage.state == .idle && devices.stage.positionMillimetres == 31.25)
        for wrong in [76.5, -0.1, .nan] {
            let isSent = devices.stage.move(toMillimetres: wrong)
            #expect(!isSent)
        }
        #expect(devices.stage.targetMillimetres == 31.25)
    }

    @Test("A fault begins and ends in lab time, even inside one long wait")
    func faults() throws {
        var devices = try devices(faults: [BenchFault(.sensorBreak, from: 100, to: 200)])
        devices.furnace.furnace.segments[0] = .ramp(targetKelvin: 473.15, kelvinPerMinute: 60)
        devices.furnace.furnace.segments[1] = .dwell(seconds: 7_200)
        devices.furnace.furnace.run()
        devices.advance(to: 150)
        #expect(devices.furnace.furnace.sensorIsBroken && devices.furnace.furnace.output == 0)
        devices.advance(to: 250)
        #expect(!devices.furnace.furnace.sensorIsBroken && devices.furnace.furnace.output > 0)
    }

    @Test("Faults are written kind, kind@start or kind@start-end")
    func faultText() {
        #expect(BenchFault("http-500") == BenchFault(.httpError))
        #expect(BenchFault("sensor-break@600") == BenchFault(.sensorBreak, from: 600))
        #expect(BenchFault("sensor-break@600-1200") == BenchFault(.sensorBreak, from: 600, to: 1_200))
        for wrong in ["", "fire", "sensor-break@", "sensor-break@x", "sensor-break@9-3", "sensor-break@-5", "http-500@1-"] {
            #expect(BenchFault(wrong) == nil, "\(wrong)")
        }
    }
}
