import SimulatedBench
import Testing
import Tieline

@Suite("The furnace's registers")
struct EurothermSlaveTests {
    private func slave(seed: UInt64 = 1) throws -> EurothermSlave { EurothermSlave(try Benches.film().specification.furnace, seed: seed) }

    /// What the driver writes for 100.0 °C at 20 K/min and an hour's dwell, then run.
    private func start(_ slave: inout EurothermSlave) throws {
        try slave.write([0, 0, 1, 1, 1], address: 8_328)
        try slave.write([0, 0, 0, 2, 0], address: 8_352)
        try slave.write([3, 0, 600, 0, 0], address: 8_344)
        try slave.write([1, 1_000, 200, 0, 0], address: 8_336)
        try slave.write([2], address: 23)
    }

    @Test("It says who it is, and that it is simulated")
    func identity() throws {
        var slave = try slave()
        #expect(try slave.read(address: 122, count: 1) == [0x2460])
        let text = try slave.read(address: 30_000, count: 4).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(String(decoding: text, as: UTF8.self) == "SIMULATD")
    }

    @Test("A program runs: target, working setpoint, status, segment, time left")
    func program() throws {
        var slave = try slave()
        try start(&slave)
        slave.furnace.advance(by: 60)
        #expect(try slave.read(address: 22, count: 2) == [1, 2])
        #expect(try slave.read(address: 2, count: 1) == [1_000])
        #expect(try slave.read(address: 5, count: 1) == [450])
        #expect(try slave.read(address: 56, count: 1) == [1])
        // 75 K at 20 K/min take 225 s.
        #expect(try slave.read(address: 36, count: 1) == [165])
        slave.furnace.advance(by: 400)
        #expect(try slave.read(address: 56, count: 1) == [2])
        #expect(try slave.read(address: 8_344, count: 5) == [3, 0, 600, 0, 0])
        slave.furnace.advance(by: 3_600)
        #expect(try slave.read(address: 23, count: 1) == [16])
        #expect(try slave.read(address: 3, count: 2) == [0, 0])
        #expect(try slave.read(address: 75, count: 1)[0] & 1 << 9 != 0)
    }

    @Test("Off: hand control, no output, reset")
    func off() throws {
        var slave = try slave()
        try start(&slave)
        slave.furnace.advance(by: 120)
        #expect(try slave.read(address: 4, count: 1)[0] > 0)
        try slave.write([1], address: 273)
        try slave.write([0], address: 3)
        try slave.write([1], address: 23)
        #expect(try slave.read(address: 3, count: 2) == [0, 0])
        #expect(try slave.read(address: 23, count: 1) == [1])
    }

    @Test(
        "A value outside its limits is refused with exception 3, and nothing of its block is kept",
        arguments: [
            (24, [5_001]), (24, [UInt16(bitPattern: -1)]), (2, [6_000]), (35, [601]), (3, [100]), (23, [3]), (273, [2]), (1, [250]), (122, [0]),
            (8_336, [1, 5_001, 200, 0, 0]), (8_336, [1, 1_000, 0, 0, 0]), (8_336, [1, 1_000, 601, 0, 0]), (8_336, [2, 1_000, 10, 0, 0]),
            (8_344, [3, 0, 40_000, 0, 0]), (8_328, [1, 0, 1, 1, 1]), (8_330, [0]), (8_332, [2]),
        ] as [(Int, [UInt16])])
    func limits(address: Int, words: [UInt16]) throws {
        var slave = try slave()
        let before = address == 1 ? [] : try slave.read(address: address, count: words.count)
        #expect(throws: ModbusException.illegalDataValue) { try slave.write(words, address: address) }
        if address != 1 { #expect(try slave.read(address: address, count: words.count) == before) }
    }

    @Test("A register that is not there is refused with exception 2", arguments: [0, 10, 7_000, 8_327, 8_333, 30_004])
    func unknown(address: Int) throws {
        var slave = try slave()
        #expect(throws: ModbusException.illegalDataAddress) { try slave.read(address: address, count: 1) }
        #expect(throws: ModbusException.illegalDataAddress) { try slave.write([0], address: address) }
    }

    @Test("Readings scatter by 0.1 K around the truth, in steps of 0.1 K, each look another")
    func readings() throws {
        var slave = try slave()
        let tenths = try (0..<2_000).map { _ in Double(try slave.read(address: 1, count: 5)[0]) }
        let mean = tenths.reduce(0, +) / 2_000
        let variance = tenths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1_999
        #expect(abs(mean - 250) < 0.1)
        // Noise of one count and the rounding's 1/12.
        #expect(abs(variance - 13.0 / 12) < 0.15)
        var same = try self.slave()
        #expect(try (0..<2_000).map { _ in Double(try same.read(address: 1, count: 1)[0]) } == tenths)
    }

    @Test("A broken sensor reads as 32767 and sets bit 5")
    func sensorBreak() throws {
        var slave = try slave()
        slave.furnace.sensorIsBroken = true
        #expect(try slave.read(address: 1, count: 1) == [32_767])
        #expect(try slave.read(address: 75, count: 1)[0] & 1 << 5 != 0)
        #expect(try slave.read(address: 258, count: 1) == [1])
    }

    @Test("The dwell of the running program is extended by its duration")
    func extend() throws {
        var slave = try slave()
        try start(&slave)
        slave.furnace.advance(by: 225 + 1_000)
        try slave.write([1_200], address: 8_346)
        let left = try slave.read(address: 36, count: 1)[0]
        #expect(abs(Double(left) - (7_200 - 1_000)) <= 1)
    }
}
