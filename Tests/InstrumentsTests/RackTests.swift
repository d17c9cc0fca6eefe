import Foundation
import Glibc
import Testing
import Tieline

@testable import Instruments

@Suite("The rack")
struct RackTests {
    /// A pseudo-terminal at whose far end nobody answers.
    private final class SilentLine: Sendable {
        let master: CInt
        let path: String

        init() throws {
            master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, whose macros Swift does not import: unlock the far end, ask for its number.
            var (locked, number): (CInt, CUnsignedInt) = (0, 0)
            try #require(master >= 0 && ioctl(master, 0x4004_5431, &locked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
            path = "/dev/pts/\(number)"
            // Raw, or the terminal would echo each request back as its own answer.
            var settings = termios()
            tcgetattr(master, &settings)
            cfmakeraw(&settings)
            tcsetattr(master, TCSANOW, &settings)
        }

        deinit { close(master) }
    }

    private static func file(port: String, url: String) -> String {
        """
        instruments:
          - {name: furnace-1, driver: eurotherm-2400, port: \(port), limits: {temperature: 500 °C, rate: 20 K/min}}
          - {name: stage-1, driver: bench-stage, url: \(url), limits: {minimum: 0 mm, maximum: 76 mm}}
          - {name: diffractometer-1, driver: simplon, url: \(url)}
        """
    }

    @Test("A furnace that answers nothing and a diffractometer that answers 500: one clear fault each, nothing claimed to be off") func faults()
        async throws
    {
        let line = try SilentLine()
        let server = try CannedServer(Array(repeating: CannedServer.reply(500, "Internal Server Error"), count: 4))
        let rack = try await Rack.connect(InstrumentConfiguration(parsing: Self.file(port: line.path, url: server.url), file: "i.yaml"))
        let status = await rack.status()
        #expect(status.map(\.name) == ["furnace-1", "stage-1", "diffractometer-1"])
        #expect(status.allSatisfy { $0.identity == nil && $0.fault != nil })
        #expect(status[0].fault?.hasPrefix("no answer on \(line.path)") == true)
        #expect(status[1].fault?.contains("answers 500: Internal Server Error") == true)
        let error = await #expect(throws: InstrumentError.self) {
            try await rack.furnace(named: "furnace-1").start(HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 10, dwellSeconds: 60))
        }
        #expect(error?.code == .noReply)
        let report = await rack.off()
        #expect(!report.everythingIsOff && report.heaters.count == 1)
        #expect(report.heaters[0].message.contains("Switch the heater off at its mains"))
        await rack.close()
    }

    @Test("A fast clock needs instruments that say that they are simulated") func speed() async throws {
        let line = try SilentLine()
        let configuration = try InstrumentConfiguration(parsing: Self.file(port: line.path, url: "http://127.0.0.1:1"), file: "i.yaml")
        let error = await #expect(throws: InstrumentError.self) { try await Rack.connect(configuration, speed: 100) }
        #expect(error?.code == .wrongState && error?.instrument == "furnace-1")
    }

    @Test("A name that is not there is answered with those that are") func names() async throws {
        let configuration = try InstrumentConfiguration(
            parsing: Self.file(port: "/dev/tieline-no-such-port", url: "http://127.0.0.1:1"), file: "i.yaml")
        let rack = try await Rack.connect(configuration)
        let error = #expect(throws: InstrumentError.self) { try rack.furnace(named: "furnace-2") }
        #expect(error?.code == .unknownInstrument && error?.remedy == "There are: furnace-1.")
        #expect(await rack.status()[0].fault?.hasPrefix("/dev/tieline-no-such-port cannot be opened: No such file or directory") == true)
    }

    @Test("The emergency path names a furnace that it cannot reach") func emergency() async throws {
        let configuration = try InstrumentConfiguration(
            parsing: Self.file(port: "/dev/tieline-no-such-port", url: "http://127.0.0.1:1"), file: "i.yaml")
        let report = await EmergencyOff.run(configuration)
        #expect(!report.everythingIsOff && report.heaters.map(\.name) == ["furnace-1"])
    }

    @Test("While one line is blocked, another furnace is switched off, and the report waits for neither longer than its limit") func blocked()
        async throws
    {
        let silent = try SilentLine()
        let wire = FakeWire()
        let limits = HeatingLimits(maximumKelvin: 773.15, maximumRampKelvinPerMinute: 20)
        let dead = Eurotherm2400(name: "dead", line: ModbusLine(path: silent.path, timing: ModbusTiming(baud: 9600)), limits: limits)
        let alive = Eurotherm2400(
            name: "alive", line: ModbusLine(path: "memory", timing: ModbusTiming(baud: 9600)) { () throws(ModbusError) in wire }, limits: limits)
        try await alive.start(HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 10, dwellSeconds: 60))
        async let reading = try? dead.read()
        let report = await StopReport.switchingOff([dead, alive], within: Rack.offTimeLimit)
        #expect(report.heaters.map(\.isConfirmedOff) == [false, true])
        #expect(wire.value(of: 23) == 1 && wire.value(of: 30) == 0)
        #expect(await reading == nil)
    }
}
