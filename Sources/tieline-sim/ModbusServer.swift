import CModbus
import Foundation
import SimulatedBench
import Synchronization

/// The furnace's end of the line: a Modbus RTU slave on a thread of its own, since libmodbus blocks.
final class ModbusServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private enum Function {
        static let readHoldingRegisters: UInt8 = 3
        static let writeRegister: UInt8 = 6
        static let writeRegisters: UInt8 = 16
    }

    private static let unit: Int32 = 1
    /// How long the thread waits for a request before it looks whether it should end, microseconds.
    private static let patience: UInt32 = 100_000

    private let bench: LiveBench
    private let descriptor: Int32
    private let isStopping = Atomic(false)
    private let hasStopped = DispatchSemaphore(value: 0)

    init(bench: LiveBench, descriptor: Int32) throws {
        self.bench = bench
        self.descriptor = descriptor
    }

    func start() {
        let thread = Thread { self.serve() }
        thread.name = "modbus"
        thread.start()
    }

    /// Returns when the thread no longer touches the line, at the latest after it has answered the request at hand.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        hasStopped.wait()
    }

    private func serve() {
        defer { hasStopped.signal() }
        // The path is not opened: the descriptor is there already.
        guard let context = modbus_new_rtu("pseudo-terminal", 9_600, CChar(UInt8(ascii: "N")), 8, 1) else { return }
        defer { modbus_free(context) }
        modbus_set_slave(context, Self.unit)
        modbus_set_socket(context, descriptor)
        modbus_set_indication_timeout(context, 0, Self.patience)
        var request = [UInt8](repeating: 0, count: Int(MODBUS_RTU_MAX_ADU_LENGTH))
        while !isStopping.load(ordering: .relaxed) {
            // Nothing heard, a frame with a wrong checksum, another slave's frame: a slave says nothing to all of these.
            let length = modbus_receive(context, &request)
            if length > 0 { answer(Array(request.prefix(Int(length))), on: context) }
        }
    }

    /// Serves one request whose checksum and length libmodbus has verified.
    private func answer(_ request: [UInt8], on context: OpaquePointer) {
        let (isSilent, isLate) = bench.withDevices { ($0.hasFault(.furnaceSilent), $0.hasFault(.furnaceLate)) }
        if isSilent { return }
        if isLate { Thread.sleep(forTimeInterval: BenchFault.lateAnswerSeconds) }
        do throws(ModbusException) {
            let (address, registers) = try serve(request)
            guard let mapping = modbus_mapping_new_start_address(0, 0, 0, 0, UInt32(address), UInt32(registers.count), 0, 0) else { return }
            defer { modbus_mapping_free(mapping) }
            for (index, word) in registers.enumerated() { mapping.pointee.tab_registers[index] = word }
            modbus_reply(context, request, Int32(request.count), mapping)
        } catch {
            modbus_reply_exception(context, request, UInt32(error.rawValue))
        }
    }

    /// Returns the block that the request is about, with its words after the request.
    private func serve(_ request: [UInt8]) throws(ModbusException) -> (address: Int, registers: [UInt16]) {
        func word(_ index: Int) -> UInt16 { UInt16(request[index]) << 8 | UInt16(request[index + 1]) }
        let function = request[1]
        switch function {
        case Function.readHoldingRegisters:
            let address = Int(word(2))
            let count = Int(word(4))
            return (address, try bench.withDevices { (devices) throws(ModbusException) in try devices.furnace.read(address: address, count: count) })
        case Function.writeRegister:
            return try write([word(4)], address: Int(word(2)))
        case Function.writeRegisters:
            let count = Int(word(4))
            guard request.count >= 7 + 2 * count, Int(request[6]) == 2 * count else { throw .illegalDataValue }
            return try write((0..<count).map { word(7 + 2 * $0) }, address: Int(word(2)))
        default:
            throw .illegalFunction
        }
    }

    private func write(_ words: [UInt16], address: Int) throws(ModbusException) -> (address: Int, registers: [UInt16]) {
        try bench.withDevices { (devices) throws(ModbusException) in try devices.furnace.write(words, address: address) }
        return (address, words)
    }
}
