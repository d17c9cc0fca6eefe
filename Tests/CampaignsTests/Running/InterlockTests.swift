import Testing
import Tieline

@testable import Campaigns

@Suite("Each interlock trips on its fault, on nothing else, and stays tripped")
struct InterlockTests {
    private let program = HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 20, dwellSeconds: 1_800)

    private func reading(
        _ kelvin: Double, target: Double = 400, setpoint: Double? = nil, output: Double = 50, state: TemperatureReading.Program = .running,
        faults: [String] = []
    ) -> TemperatureReading {
        TemperatureReading(
            measuredKelvin: kelvin, targetKelvin: target, workingSetpointKelvin: setpoint ?? kelvin, outputPercent: output, program: state,
            faults: faults)
    }

    private func trip(_ readings: [TemperatureReading], every seconds: Double = 2, took: Double = 0.1) -> InterlockLatch.Cause? {
        var latch = InterlockLatch(limits: .init(maximumKelvin: 515))
        for (index, reading) in readings.enumerated() {
            _ = latch.observe(reading, labSeconds: Double(index) * seconds, tookSeconds: took, program: program)
        }
        return latch.trip?.cause
    }

    @Test("A ramp with a lag and a noisy hold trip nothing")
    func healthy() {
        let ramp = (0..<150).map { reading(298 + Double($0) * 0.6, setpoint: min(400, 308 + Double($0) * 2 / 3), output: 80) }
        let hold = (0..<500).map { reading(400 + ($0 % 3 == 0 ? 0.1 : 0), setpoint: 400, output: 20, state: .holding) }
        #expect(trip(ramp + hold) == nil)
    }

    @Test("Over the limit, not a number, at or below zero, a fault of its own, too old")
    func atOnce() {
        #expect(trip([reading(515.1)]) == .overTemperature)
        #expect(trip([reading(515)]) == nil)
        for bad in [Double.nan, .infinity, -.infinity, 0, -3_276.6] { #expect(trip([reading(bad)]) == .invalidReading) }
        #expect(trip([reading(300, output: .nan)]) == .invalidReading)
        #expect(trip([reading(300, faults: ["sensor broken"])]) == .sensorFault)
        #expect(trip([reading(300)], took: 15.1) == .staleReading)
    }

    @Test("Someone at the panel: another target, a program that is off or has ended")
    func intervention() {
        #expect(trip([reading(300, target: 400.1)]) == nil)
        #expect(trip([reading(300, target: 401)]) == .localIntervention)
        #expect(trip([reading(300, state: .off)]) == .localIntervention)
        #expect(trip([reading(300, state: .ended)]) == .localIntervention)
        var cold = InterlockLatch(limits: .init(maximumKelvin: 515))
        #expect(cold.observe(reading(300, target: 298, state: .off), labSeconds: 0, tookSeconds: 0, program: nil) == nil)
    }

    @Test("The same reading to the last digit for two minutes, while the setpoint moves by more than 10 K")
    func frozen() {
        let stuck = (0..<80).map { reading(310, setpoint: 310 + Double($0) * 0.2) }
        #expect(trip(Array(stuck.prefix(51))) == nil, "10.0 K in 100 s")
        #expect(trip(Array(stuck.prefix(60))) == nil, "11.8 K in 118 s")
        #expect(trip(Array(stuck.prefix(61))) == .frozenReading, "12.0 K in 120 s")
        #expect(trip(stuck.map { reading(310 + ($0.workingSetpointKelvin > 315 ? 0.1 : 0), setpoint: $0.workingSetpointKelvin) }) == nil)
    }

    @Test("Full output for five minutes and nothing gets warmer")
    func notRising() {
        let dead = (0..<200).map { reading(310 + ($0 % 2 == 0 ? 0.1 : 0), setpoint: 400, output: 100) }
        #expect(trip(Array(dead.prefix(150))) == nil)
        #expect(trip(dead) == .notRising)
        let slow = (0..<200).map { reading(310 + Double($0) * 0.01, setpoint: 400, output: 100) }
        #expect(trip(slow) == nil)
    }

    @Test("Tripped is tripped, whatever comes after, until a person resets it")
    func latched() {
        var latch = InterlockLatch(limits: .init(maximumKelvin: 515))
        let first = latch.observe(reading(600), labSeconds: 0, tookSeconds: 0, program: program)
        #expect(first?.cause == .overTemperature && first?.message == "600.00 K is over the limit of 515.00 K")
        #expect(latch.observe(reading(300), labSeconds: 2, tookSeconds: 0, program: program) == first)
        #expect(latch.readingFailed(CancellationError()) == first)
        latch.reset()
        let broken = InstrumentError(.sensorBroken, instrument: "furnace-1", message: "the input is open", remedy: "Look at it")
        #expect(latch.readingFailed(broken)?.cause == .sensorFault)
        latch.reset()
        #expect(latch.readingFailed(CancellationError())?.cause == .noReading)
        latch.reset()
        #expect(latch.observe(reading(300), labSeconds: 4, tookSeconds: 0, program: program) == nil)
    }
}
