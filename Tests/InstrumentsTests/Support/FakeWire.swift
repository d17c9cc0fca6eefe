import Synchronization

@testable import Instruments

/// What can go wrong on a line, whatever hangs on it.
enum LineFault: Hashable, Sendable, CaseIterable {
    /// The request is heard and obeyed, the answer is lost.
    case dropped
    /// The answer comes after its time-out, and is then waiting.
    case late
    /// Half of the answer comes.
    case truncated
    /// The checksum is wrong.
    case corrupted
    /// Another unit answers.
    case wrongUnit
    /// The answer belongs to another function.
    case wrongFunction
    /// A write is acknowledged and not kept.
    case deaf
    /// Another model answers.
    case wrongIdentity
}

/// A wire with a 2416 behind it, in memory: frames in, frames out, without time. A late answer arrives exactly when the next one is due.
///
/// `@unchecked Sendable`: the controller and the queues are touched only inside `lock`.
final class FakeWire: ModbusWire, @unchecked Sendable {
    private let lock = Mutex<Void>(())
    private let controller = FakeController()
    private let unit: UInt8
    private var fault: LineFault?
    private var faultyRequests = 0
    private var late: [[UInt8]] = []

    init(unit: UInt8 = 1) { self.unit = unit }

    /// The next `count` requests that reach the wire meet the fault.
    func inject(_ fault: LineFault?, requests count: Int = 1) {
        lock.withLock { _ in
            self.fault = fault
            faultyRequests = fault == nil ? 0 : count
            controller.faults = []
            if fault == .wrongIdentity { controller.faults = [.reads(122, 0x3216)] }
        }
    }

    func set(_ register: UInt16, _ value: UInt16) { lock.withLock { _ in controller.registers[register] = value } }
    func value(of register: UInt16) -> UInt16? { lock.withLock { _ in controller.registers[register] } }

    func transact(_ request: [UInt8], responseTimeout: Double) throws(ModbusError) -> [UInt8] {
        let answer = lock.withLock { _ -> Answer? in exchange(request) }
        guard let answer else { throw ModbusError(.timeout, "no answer") }
        switch answer {
        case .frame(let bytes): return bytes
        case .badChecksum: throw ModbusError(.malformed, "invalid CRC")
        case .incomplete: throw ModbusError(.timeout, "half an answer")
        }
    }

    func hasStrayInput() throws(ModbusError) -> Bool { false }
    func drain(until deadline: Double) throws(ModbusError) { lock.withLock { _ in late.removeAll() } }
    func close() {}

    private enum Answer { case frame([UInt8]), badChecksum, incomplete }

    private func exchange(_ request: [UInt8]) -> Answer? {
        guard request[0] == unit else { return nil }
        let isFaulty = faultyRequests > 0
        if isFaulty { faultyRequests -= 1 }
        controller.faults.removeAll { if case .deaf = $0 { true } else { false } }
        let address = UInt16(request[2]) << 8 | UInt16(request[3])
        if isFaulty, fault == .deaf, request[1] != 3 {
            let count = request[1] == 6 ? 1 : UInt16(request[5])
            for offset in 0..<count { controller.faults.append(.deaf(address + offset)) }
        }
        var reply = controller.reply(to: request)
        // What came too late is what is read first.
        if !late.isEmpty {
            late.append(reply)
            return .frame(late.removeFirst())
        }
        guard isFaulty, let fault else { return .frame(reply) }
        switch fault {
        case .dropped: return nil
        case .late:
            late.append(reply)
            return nil
        case .truncated: return .incomplete
        case .corrupted: return .badChecksum
        case .wrongUnit: reply[0] = unit + 1
        case .wrongFunction: reply[1] = 4
        case .deaf, .wrongIdentity: break
        }
        return .frame(reply)
    }
}

extension FakeController {
    /// The frame that a 2416 would send, with two bytes for the checksum that nobody looks at.
    func reply(to request: [UInt8]) -> [UInt8] {
        func word(_ index: Int) -> UInt16 { UInt16(request[index]) << 8 | UInt16(request[index + 1]) }
        do {
            switch request[1] {
            case 3:
                let values = try read(word(2), count: Int(word(4)))
                return [request[0], 3, UInt8(values.count * 2)] + values.flatMap(\.bigEndianBytes) + [0, 0]
            case 6:
                try write(word(4), to: word(2))
                return Array(request[0..<6]) + [0, 0]
            default:
                try write((0..<Int(word(4))).map { word(7 + 2 * $0) }, to: word(2))
                return Array(request[0..<6]) + [0, 0]
            }
        } catch let error as ModbusError {
            let code: UInt8 = if case .exception(let code) = error.kind { code } else { 4 }
            return [request[0], request[1] | 0x80, code, 0, 0]
        } catch {
            return [request[0], request[1] | 0x80, 4, 0, 0]
        }
    }
}
