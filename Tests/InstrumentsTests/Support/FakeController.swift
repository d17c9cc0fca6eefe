@testable import Instruments

/// A 2416 held in a dictionary: enough of it to be driven, with the faults that a driver has to survive.
///
/// Its own reading of the register map, without time: what the programmer does is set by the test.
final class FakeController: InterruptibleRegisters {
    enum Fault: Hashable {
        /// Every request from this one on (0 is the first) goes unanswered.
        case silentFrom(Int)
        /// The instrument acknowledges writes to this register and keeps what it had.
        case deaf(UInt16)
        /// The instrument refuses writes to this register with exception 3.
        case refuses(UInt16)
        /// Reads of this register give this value.
        case reads(UInt16, UInt16)
    }

    enum Event: Hashable {
        case read(UInt16, Int)
        case write(UInt16, [UInt16])
    }

    var registers: [UInt16: UInt16]
    var faults: [Fault]
    private(set) var events: [Event] = []
    private var requests = 0

    init(_ faults: Fault...) {
        self.faults = faults
        registers = FakeController.factory
    }

    static let factory: [UInt16: UInt16] = {
        var registers: [UInt16: UInt16] = [
            1: 250, 2: 0, 3: 0, 4: 0, 5: 250, 11: 0, 12: 12000, 15: 0, 22: 1, 23: 1, 24: 0, 29: 0, 30: 1000, 31: 0, 34: 0, 35: 600, 36: 0, 56: 0,
            58: 0,
            64: 0, 75: 0, 107: 0x0461, 111: 5000, 112: 0, 122: 0x2460, 160: 0, 199: 0, 258: 0, 273: 0, 516: 0, 518: 1, 520: 0, 525: 1, 531: 1, 553: 0,
            12550: 0, 30000: 0x5349, 30001: 0x4D55, 30002: 0x4C41, 30003: 0x5444,
        ]
        for address in UInt16(8328)...8332 { registers[address] = 0 }
        for address in UInt16(8336)...8463 { registers[address] = 0 }
        return registers
    }()

    var writes: [Event] {
        events.filter { if case .write = $0 { true } else { false } }
    }

    func read(_ address: UInt16, count: Int) throws -> [UInt16] {
        try count1(.read(address, count))
        return try (0..<count).map { offset in
            let register = address + UInt16(offset)
            for case .reads(register, let value) in faults { return value }
            guard let value = registers[register] else { throw ModbusError(.exception(2), "register \(register)") }
            return value
        }
    }

    func write(_ value: UInt16, to address: UInt16) throws { try write([value], to: address) }

    func write(_ values: [UInt16], to address: UInt16) throws {
        try count1(.write(address, values))
        for (offset, value) in values.enumerated() {
            let register = address + UInt16(offset)
            if faults.contains(.refuses(register)) { throw ModbusError(.exception(3), "register \(register)") }
            guard registers[register] != nil else { throw ModbusError(.exception(2), "register \(register)") }
            if faults.contains(.deaf(register)) { continue }
            registers[register] = value
        }
        if address == 23 { programmerHeard() }
        if address == 30, registers[30] == 0 { registers[3] = 0; registers[4] = 0 }
    }

    func command(_ value: UInt16, to address: UInt16) throws {
        do { try write(value, to: address) } catch let error as ModbusError where error.kind != .port {}
    }

    private func programmerHeard() {
        switch registers[23] {
        case 1:
            registers[160] = 0
            registers[56] = 0
            // Auto control of a cold setpoint asks for nothing.
            if registers[24] == registers[112] { registers[4] = 0 }
        case 2:
            registers[160] = registers[8337]
            registers[2] = registers[8337]
            registers[56] = 1
            registers[4] = 400
        default: break
        }
    }

    private func count1(_ event: Event) throws {
        defer { requests += 1 }
        for case .silentFrom(let first) in faults where requests >= first { throw ModbusError(.timeout, "no answer") }
        events.append(event)
    }
}
