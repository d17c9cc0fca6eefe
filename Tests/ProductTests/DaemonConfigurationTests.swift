import ControlProtocol
import Foundation
import Testing
import Tieline

@testable import TielineDaemon

@Suite("The daemon's configuration")
struct DaemonConfigurationTests {
    private func configuration(
        _ text: String, state: String? = nil, socket: String? = nil, environment: [String: String] = [:]
    ) throws -> DaemonConfiguration {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let instruments = """
            instruments:
              - {name: furnace-1, driver: eurotherm-2400, port: /dev/ttyUSB0, baud: 9600, unit: 1, limits: {temperature: 500 °C, rate: 20 K/min}, maximumDwell: 2 h}
            """
        try instruments.write(to: folder.appending(path: "instruments.yaml"), atomically: true, encoding: .utf8)
        return try DaemonConfiguration(
            parsing: text, file: folder.appending(path: "tielined.yaml").path, stateOption: state, socketOption: socket, environment: environment)
    }

    @Test("Paths are relative to the file, and the command line wins")
    func paths() throws {
        let text = "state: state\nsocket: s.sock\ninstruments: instruments.yaml\n"
        let plain = try configuration(text)
        #expect(plain.state.hasSuffix("/state") && plain.state.hasPrefix("/"))
        #expect(plain.socket.origin == .configuration && plain.socket.path.hasSuffix("/s.sock"))
        #expect(plain.speed == 1)
        #expect(plain.instrumentsFile.hasSuffix("/instruments.yaml"))
        let overridden = try configuration(text, state: "/elsewhere", socket: "/run/other.sock")
        #expect(overridden.state == "/elsewhere" && overridden.socket.path == "/run/other.sock")
    }

    @Test("Without a socket in the file the daemon listens where the clients look")
    func defaultSocket() throws {
        let text = "state: state\ninstruments: instruments.yaml\n"
        #expect(try configuration(text, environment: ["XDG_RUNTIME_DIR": "/run/user/7"]).socket.path == "/run/user/7/tieline.sock")
    }

    @Test(
        "What is wrong is named",
        arguments: [
            ("state: s\n", SpecificationError.Code.missingKey), ("instruments: instruments.yaml\n", .missingKey),
            ("state: s\ninstruments: instruments.yaml\nspeed: 3\n", .unknownKey),
            ("state: s\ninstruments: instruments.yaml\nclock: {speed: 0.5}\n", .outOfRange),
            ("state: s\ninstruments: instruments.yaml\nclock: {speed: nan}\n", .outOfRange),
            ("state: s\ninstruments: absent.yaml\n", .unreadable), ("[", .notYAML),
        ])
    func wrong(text: String, code: SpecificationError.Code) {
        let error = #expect(throws: SpecificationError.self) { try configuration(text) }
        #expect(error?.code == code)
    }
}
