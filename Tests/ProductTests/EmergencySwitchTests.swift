import ControlProtocol
import Foundation
import Testing
import Tieline

@testable import TielineDaemon

@Suite("The emergency switch", .timeLimit(.minutes(1)))
struct EmergencySwitchTests {
    @Test("It works while every thread of the pool is stuck, and leaves its outcome")
    func stuckPool() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "s.stopped").path
        let report = StopReport(heaters: [.init(name: "furnace-1", isConfirmedOff: true, message: "output 0 %")])
        let done = DispatchSemaphore(value: 0)
        let emergency = EmergencySwitch(outcomePath: path) {
            await Task.yield()
            defer { done.signal() }
            return report
        }
        let release = DispatchSemaphore(value: 0)
        // One task more than there are threads: nothing on the pool can run until they are let go.
        let blockers = (0...ProcessInfo.processInfo.activeProcessorCount).map { _ in Task.detached { Self.block(release) } }
        let wasServed = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                emergency.switchOff()
                let result = done.wait(timeout: .now() + 20)
                for _ in blockers { release.signal() }
                continuation.resume(returning: result == .success)
            }
        }
        #expect(wasServed)
        for blocker in blockers { await blocker.value }
        // The file is written right after the report is there; the executor has one thread, so a second round ends after it.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                emergency.switchOff()
                done.wait()
                continuation.resume()
            }
        }
        let outcome = try JSONDecoder().decode(EmergencyOutcome.self, from: Data(contentsOf: URL(filePath: path)))
        #expect(outcome == EmergencyOutcome(processIdentifier: getpid(), report: report))
    }

    private static func block(_ semaphore: DispatchSemaphore) { semaphore.wait() }
}
