import Foundation
import Testing
import Tieline

@testable import Instruments

/// A 2416 played by pymodbus at the far end of a pair of pseudo-terminals.
struct FurnaceOnALine {
    let port: String
    private let socat: LineProcess
    private let python: LineProcess
    private let folder: URL

    init() async throws {
        let environment = try #require(ThirdParty.pymodbus)
        folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (near, far) = (folder.appending(path: "near").path, folder.appending(path: "far").path)
        socat = try LineProcess(["socat", "-d", "-d", "pty,raw,echo=0,link=\(near)", "pty,raw,echo=0,link=\(far)"], readsErrors: true)
        _ = try await socat.line { $0.contains("starting data transfer loop") }
        python = try LineProcess([
            environment.appending(path: "bin/python3").path, ThirdParty.scripts.appending(path: "furnace_on_a_line.py").path, far,
        ])
        _ = try await python.line { $0.contains("ready") }
        port = near
    }

    func close() async {
        await python.stop()
        await socat.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    var configuration: InstrumentConfiguration {
        get throws {
            try InstrumentConfiguration(
                parsing: """
                    instruments:
                      - {name: furnace-1, driver: eurotherm-2400, port: \(port), limits: {temperature: 500 °C, rate: 20 K/min}}
                    """, file: "test.yaml")
        }
    }

    func driver() throws -> Eurotherm2400 {
        let configuration = try configuration.furnaces[0]
        return Eurotherm2400(
            name: configuration.name, line: ModbusLine(path: port, timing: ModbusTiming(baud: configuration.baud)), limits: configuration.limits)
    }

    /// The next `requests` answers meet the fault.
    func disturb(_ fault: String, requests: Int = 1, seconds: Double = 0) async throws {
        _ = try await ask(["fault": fault, "requests": requests, "seconds": seconds])
    }

    func set(_ register: Int, _ value: Int) async throws { _ = try await ask(["set": [register, value]]) }

    /// What the furnace holds, asked beside the line.
    func values(of registers: Int...) async throws -> [Int] {
        var values: [Int] = []
        for register in registers { values.append(try #require(try await ask(["get": register])["value"] as? Int)) }
        return values
    }

    /// Function codes and addresses of the requests since the last time.
    func heard() async throws -> [[Int]] { try #require(try await ask(["heard": true])["heard"] as? [[Int]]) }

    private func ask(_ command: [String: Any]) async throws -> [String: Any] {
        try await python.send(String(decoding: JSONSerialization.data(withJSONObject: command), as: UTF8.self))
        let line = try await python.line()
        return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
}
