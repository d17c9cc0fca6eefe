import Foundation
import Instruments

/// A child process that is spoken to in lines. Reading waits, so it has a thread of its own; every wait is bounded.
actor LineProcess {
    private nonisolated let executor = ThreadExecutor(name: "child")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer: [UInt8] = []

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// - Parameter readsErrors: Whether the lines come on standard error, as socat's do.
    init(_ arguments: [String], environment: [String: String] = [:], readsErrors: Bool = false) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        if readsErrors { process.standardError = output } else { process.standardOutput = output }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// A child inherits the signal mask of the thread that started it, and those of the concurrency pool block SIGTERM: it would not hear it.
    func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    func send(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// The next line for which `isWanted` holds; those before it are forgotten.
    func line(within seconds: Double = 20, where isWanted: @Sendable (String) -> Bool = { _ in true }) throws -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                if isWanted(line) { return line }
            }
            let wait = deadline.timeIntervalSinceNow
            guard wait > 0 else { throw Failure(description: "\(process.arguments ?? []) said nothing for \(seconds) s") }
            var descriptor = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(wait * 1000)) > 0 else { continue }
            let chunk = output.fileHandleForReading.availableData
            guard !chunk.isEmpty else { throw Failure(description: "\(process.arguments ?? []) has ended") }
            buffer.append(contentsOf: chunk)
        }
    }
}
