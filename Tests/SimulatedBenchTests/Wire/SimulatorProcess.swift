import Foundation
import Synchronization

/// A running `tieline-sim`, as the tests start it: a link of its own, any free port.
final class SimulatorProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private struct Ready: Decodable {
        var furnace: String?
        var port: UInt16
    }

    let folder: URL
    let link: String
    let port: UInt16
    private let process: Mutex<Process>

    /// Returns when the bench says that it listens.
    init(bench: String = Benches.filmFile, seed: UInt64 = 1, speed: Double, faults: [String] = []) async throws {
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieline-sim-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        link = folder.appendingPathComponent("furnace").path
        let process = Process()
        process.executableURL = products.appendingPathComponent("tieline-sim")
        process.arguments =
            ["--bench", bench, "--seed", "\(seed)", "--speed", "\(speed)", "--link", link, "--port", "0"]
            + faults.flatMap { ["--fault", $0] }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // A bench that cannot start ends, and with it the pipe: the read comes back in either case.
        let line = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: output.fileHandleForReading.availableData) }
        }
        guard let ready = try? JSONDecoder().decode(Ready.self, from: line) else {
            throw Failure(description: "tieline-sim did not start: \(String(decoding: line, as: UTF8.self))")
        }
        port = ready.port
        self.process = Mutex(process)
    }

    /// Ends the bench with SIGTERM and returns its exit status.
    @discardableResult
    func stop() async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let status = self.process.withLock { process in
                    if process.isRunning { process.terminate() }
                    process.waitUntilExit()
                    return process.terminationStatus
                }
                continuation.resume(returning: status)
            }
        }
    }

    var linkExists: Bool { (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil }

    deinit {
        process.withLock { if $0.isRunning { $0.terminate() } }
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Runs a bench for the time of a test.
func withSimulator<Value>(
    bench: String = Benches.filmFile, seed: UInt64 = 1, speed: Double, faults: [String] = [], _ body: (SimulatorProcess) async throws -> Value
) async throws -> Value {
    let simulator = try await SimulatorProcess(bench: bench, seed: seed, speed: speed, faults: faults)
    do {
        let value = try await body(simulator)
        await simulator.stop()
        return value
    } catch {
        await simulator.stop()
        throw error
    }
}
