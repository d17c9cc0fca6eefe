import Foundation
import Synchronization

/// A process that a test started and ends.
final class ChildProcess: Sendable {
    private let process: Mutex<Process>
    private let endings: AsyncStream<Int32>

    init(_ executable: URL, _ arguments: [String], log: URL, errors: URL? = nil, environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"].merging(environment) { $1 }
        func file(_ url: URL) throws -> FileHandle {
            if !FileManager.default.fileExists(atPath: url.path) { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
            let handle = try FileHandle(forWritingTo: url)
            try handle.seekToEnd()
            return handle
        }
        process.standardInput = FileHandle.nullDevice
        let files = [try file(log), try file(errors ?? log)]
        process.standardOutput = files[0]
        process.standardError = files[1]
        let (endings, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        self.endings = endings
        try process.run()
        // The child has its own; Foundation keeps ours for as long as it likes, and a test asks thousands of times.
        for file in files { try file.close() }
        self.process = Mutex(process)
    }

    /// The exit status, or the signal that ended it.
    func ended() async -> Int32 {
        for await status in endings { return status }
        return process.withLock(\.terminationStatus)
    }

    func send(_ signal: Int32) { process.withLock { if $0.isRunning { kill($0.processIdentifier, signal) } } }

    func end(_ signal: Int32) async {
        send(signal)
        _ = await ended()
    }

    deinit { process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } } }
}
