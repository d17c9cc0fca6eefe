import Testing

/// `tieline-sim` on its pseudo-terminal, asked by libmodbus.
@Suite("The furnace on the line", .serialized, .timeLimit(.minutes(1)))
struct FurnaceOnTheLineTests {
    /// Twenty seconds of wall time; the furnace of a test is a second or two from what is waited for.
    private static let maximumQuestions = 10_000
    private static let pause = Duration.milliseconds(2)

    private func start(_ master: ModbusMaster, tenths: UInt16 = 1_000, dwellTenthsOfMinutes: UInt16 = 600) throws {
        try master.write(8_352, [0, 0, 0, 2, 0])
        try master.write(8_344, [3, 0, dwellTenthsOfMinutes, 0, 0])
        try master.write(8_336, [1, tenths, 200, 0, 0])
        try master.write(23, 2)
    }

    /// Asks until a register has a value, and says whether it came to that.
    private func wait(_ master: ModbusMaster, for register: Int32, toBe word: UInt16) async throws -> Bool {
        for _ in 0..<Self.maximumQuestions {
            if try master.read(register) == [word] { return true }
            try await Task.sleep(for: Self.pause)
        }
        return false
    }

    @Test("It heats by its program, and ends cold after the last word from its master")
    func program() async throws {
        try await withSimulator(speed: 2_000) { simulator in
            let master = try ModbusMaster(port: simulator.link)
            #expect(try master.read(122) == [0x2460])
            #expect(try master.read(30_000, count: 4) == [0x5349, 0x4D55, 0x4C41, 0x5444])
            try start(master)
            #expect(try await wait(master, for: 56, toBe: 2))
            let reading = try master.read(1, count: 5)
            #expect(reading[1] == 1_000 && reading[4] == 1_000 && reading[3] > 0)
            #expect(try await wait(master, for: 23, toBe: 16))
            #expect(try master.read(3, count: 2) == [0, 0])
        }
    }

    @Test("A value over its limit is refused with exception 3, an unknown register with 2, an unknown function with 1")
    func exceptions() async throws {
        try await withSimulator(speed: 1) { simulator in
            let master = try ModbusMaster(port: simulator.link)
            #expect(throws: ModbusMaster.Failure.exception(3)) { try master.write(24, 5_001) }
            #expect(throws: ModbusMaster.Failure.exception(3)) { try master.write(8_336, [1, 6_000, 200, 0, 0]) }
            #expect(try master.read(8_336, count: 5) == [0, 0, 0, 0, 0])
            #expect(throws: ModbusMaster.Failure.exception(2)) { try master.read(9_999) }
            #expect(throws: ModbusMaster.Failure.exception(1)) { try master.readCoils() }
            // None of this has put the line out of step.
            #expect(try master.read(122) == [0x2460])
        }
    }

    @Test("Another unit's requests are not its own")
    func otherUnit() async throws {
        try await withSimulator(speed: 1) { simulator in
            let other = try ModbusMaster(port: simulator.link, unit: 2, timeoutMilliseconds: 200)
            #expect(throws: ModbusMaster.Failure.timeout) { try other.read(1) }
        }
    }

    @Test("A line that was closed is opened again, and the furnace has gone on")
    func reopened() async throws {
        try await withSimulator(speed: 200) { simulator in
            do { try start(try ModbusMaster(port: simulator.link)) }
            let master = try ModbusMaster(port: simulator.link)
            #expect(try master.read(23) == [2])
            #expect(try await wait(master, for: 56, toBe: 2))
        }
    }

    @Test("A furnace that was told to be silent is silent")
    func silent() async throws {
        try await withSimulator(speed: 1, faults: ["furnace-silent"]) { simulator in
            let master = try ModbusMaster(port: simulator.link, timeoutMilliseconds: 200)
            #expect(throws: ModbusMaster.Failure.timeout) { try master.read(1) }
        }
    }

    @Test("A broken sensor reads as 32767 on the line")
    func sensorBreak() async throws {
        try await withSimulator(speed: 1, faults: ["sensor-break"]) { simulator in
            let master = try ModbusMaster(port: simulator.link)
            #expect(try master.read(1) == [32_767])
            #expect(try master.read(258) == [1])
        }
    }

    @Test("SIGTERM ends it, exit status 0, and its link is gone")
    func end() async throws {
        let simulator = try await SimulatorProcess(speed: 1)
        #expect(simulator.linkExists)
        #expect(await simulator.stop() == 0)
        #expect(!simulator.linkExists)
    }
}
