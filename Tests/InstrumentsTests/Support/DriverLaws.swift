import Testing
import Tieline

@testable import Instruments

/// A furnace on a line that can be disturbed: what ``checkDriver(_:)`` needs of a driver's test.
protocol DisturbedFurnace: Sendable {
    func driver() -> any TemperatureController
    /// The next `requests` requests meet the fault; `nil` ends it.
    func disturb(_ fault: LineFault?, requests: Int)
    /// What the sensor measures from now on.
    func setMeasured(kelvin: Double)
    /// Whether the heater is off, as somebody standing beside the furnace sees it.
    var isOff: Bool { get }
}

/// The laws of every driver of a furnace. Each fault is tried at each request of each call:
/// - a disturbed call throws an ``InstrumentError`` or does what it says: it never returns a wrong number, and never claims what is not so;
/// - the undisturbed call after it is right: nothing stale is believed;
/// - `off` after it leaves the heater off, and says so.
func checkDriver(_ furnace: some DisturbedFurnace, requestsOfLongestCall: Int) async throws {
    let driver = furnace.driver()
    let program = HeatingProgram(targetKelvin: 405.15, rampKelvinPerMinute: 10, dwellSeconds: 1800)
    try await driver.start(program)
    _ = try await driver.read()

    for fault in LineFault.allCases {
        for length in 1...requestsOfLongestCall {
            let place: Comment = "\(fault) over \(length) requests"
            let truth = 300 + Double(length)
            // A reading.
            furnace.setMeasured(kelvin: truth)
            furnace.disturb(fault, requests: length)
            do {
                let reading = try await driver.read()
                #expect(abs(reading.measuredKelvin - truth) < 0.06, place)
            } catch { #expect(error is InstrumentError, place) }
            furnace.disturb(nil, requests: 0)
            furnace.setMeasured(kelvin: truth + 50)
            #expect(try await abs(driver.read().measuredKelvin - truth - 50) < 0.06, place)

            // A program.
            furnace.disturb(fault, requests: length)
            do {
                try await driver.start(program)
                furnace.disturb(nil, requests: 0)
                #expect(try await driver.read().program == .running, place)
            } catch { #expect(error is InstrumentError, place) }
            furnace.disturb(nil, requests: 0)

            // Off, disturbed, then not.
            try await driver.start(program)
            furnace.disturb(fault, requests: length)
            do {
                try await driver.off()
                #expect(furnace.isOff, place)
            } catch { #expect(error is InstrumentError, place) }
            furnace.disturb(nil, requests: 0)
            try await driver.off()
            #expect(furnace.isOff, place)
        }
    }
}
