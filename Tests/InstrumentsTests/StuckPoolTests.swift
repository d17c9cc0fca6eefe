import Foundation
import Glibc
import Testing
import Tieline

@testable import Instruments

@Suite("When every thread of the pool is stuck")
struct StuckPoolTests {
    @Test("The heaters are switched off all the same, and the limit holds") func stop() async throws {
        let wire = FakeWire()
        let limits = HeatingLimits(maximumKelvin: 773.15, maximumRampKelvinPerMinute: 20)
        let line = ModbusLine(path: "memory", timing: ModbusTiming(baud: 9600)) { () throws(ModbusError) in wire }
        let furnace = Eurotherm2400(name: "furnace-1", line: line, limits: limits)
        try await furnace.start(HeatingProgram(targetKelvin: 400, rampKelvinPerMinute: 10, dwellSeconds: 60))
        let outcome = try Self.withStuckPool { done in
            Task(executorPreference: ThreadTaskExecutor(name: "signal")) {
                let never: Int? = await result(within: .milliseconds(50)) {
                    try? await Task.sleep(for: .seconds(3600)); return 1
                }
                let report = await StopReport.switchingOff([furnace], within: Rack.offTimeLimit)
                done(never == nil && report.everythingIsOff)
            }
        }
        #expect(outcome == 1)
        #expect(wire.value(of: 23) == 1 && wire.value(of: 30) == 0)
    }

    /// Blocks this thread of the pool too, and so waits with a system call: 1 for a good end, 0 for a bad one, `nil` for none within ten seconds.
    private static func withStuckPool(_ body: (@escaping @Sendable (Bool) -> Void) -> Void) throws -> UInt8? {
        var (plug, answer): ([CInt], [CInt]) = ([0, 0], [0, 0])
        try #require(pipe(&plug) == 0 && pipe(&answer) == 0)
        let blockers = ProcessInfo.processInfo.activeProcessorCount * 2
        let (plugSource, answerSink) = (plug[0], answer[1])
        for _ in 0..<blockers {
            Task {
                var byte: UInt8 = 0
                _ = read(plugSource, &byte, 1)
            }
        }
        body { isGood in
            var byte: UInt8 = isGood ? 1 : 0
            _ = write(answerSink, &byte, 1)
        }
        var descriptor = pollfd(fd: answer[0], events: Int16(POLLIN), revents: 0)
        var byte: UInt8?
        if poll(&descriptor, 1, 10_000) > 0 {
            var value: UInt8 = 0
            if read(answer[0], &value, 1) == 1 { byte = value }
        }
        var bytes = [UInt8](repeating: 0, count: blockers)
        _ = write(plug[1], &bytes, bytes.count)
        return byte
    }
}
