import Foundation
import Testing
import Tieline

@testable import Instruments

/// The driver against tickit-devices 0.4.1, the SIMPLON 1.8.0 simulator of Diamond Light Source.
///
/// It has no pattern service and no mark of a simulation, counts no series (every `arm` is number 2), and accepts `arm` while it is `na`.
@Suite("A SIMPLON detector played by tickit-devices", .enabled(if: ThirdParty.tickitDevices != nil, "tickit-devices is missing"))
struct EigerTests {
    @Test("Initialised, armed, exposed for as long as asked, disarmed") func whole() async throws {
        let environment = try #require(ThirdParty.tickitDevices)
        let ports = try (0..<3).map { _ in try Self.freePort() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "eiger.yaml")
        try Data(
            """
            - {type: tickit_devices.eiger.Eiger, name: eiger, inputs: {}, host: 127.0.0.1, port: \(ports[0]), stream_legacy_port: \(ports[1]), stream_cbor_port: \(ports[2])}
            """.utf8
        ).write(to: file)
        let process = try LineProcess([environment.appending(path: "bin/python3").path, "-m", "tickit", "all", file.path], readsErrors: true)
        _ = try await process.line(within: 60) { $0.contains("Starting HTTP server") }

        let (commands, queries) = (HTTPClient(baseURL: "http://127.0.0.1:\(ports[0])"), HTTPClient(baseURL: "http://127.0.0.1:\(ports[0])"))
        let detector = SimplonDetector(name: "diffractometer-1", commands: commands, queries: queries)
        let identity = try await Self.whenReachable { try await detector.identity() }
        #expect(
            identity == InstrumentIdentity(manufacturer: "DECTRIS", model: "Simulated Eiger X 16M Detector", firmware: "0.1.0", isSimulated: false))
        #expect(try await detector.state() == "na")

        let series = try await detector.arm(exposureSeconds: 0.3)
        #expect(try await detector.state() == "ready")
        let start = ContinuousClock.now
        try await detector.expose(series: series)
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        #expect(try await detector.state() == "idle")
        #expect(try await detector.pattern(series: series) == nil)
        // It knows no such status: an error that says so, and no invented number.
        await #expect(throws: InstrumentError.self) { try await detector.lastSeries() }

        // Somebody left it armed.
        _ = try await detector.arm(exposureSeconds: 0.1)
        _ = try await detector.arm(exposureSeconds: 0.1)
        try await detector.disarm()
        #expect(try await detector.state() == "idle")
        await process.stop()
    }

    /// Between the log line and the open port lies a moment.
    private static func whenReachable<Value>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<100 {
            do { return try await body() } catch let error as InstrumentError where error.code == .noReply {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        return try await body()
    }

    private static func freePort() throws -> UInt16 {
        // Bound and let go of: nobody takes it again so soon.
        try CannedServer([]).port
    }
}
