import CModbus
import Glibc

/// libmodbus as a master, blocking: the library is not ours, so neither framing nor checksum was tuned to the bench.
final class ModbusMaster {
    /// What libmodbus reports, as its own text.
    struct Failure: Error, Equatable, CustomStringConvertible {
        var code: Int32
        var description: String { String(cString: modbus_strerror(code)) }

        /// libmodbus numbers the protocol's exceptions from here.
        private static let base: Int32 = 112_345_678
        static func exception(_ number: Int32) -> Failure { Failure(code: base + number) }
        static let timeout = Failure(code: ETIMEDOUT)
    }

    private let context: OpaquePointer

    init(port: String, unit: Int32 = 1, timeoutMilliseconds: UInt32 = 2_000) throws(Failure) {
        guard let context = modbus_new_rtu(port, 9_600, CChar(UInt8(ascii: "N")), 8, 1) else { throw Failure(code: errno) }
        self.context = context
        modbus_set_slave(context, unit)
        modbus_set_response_timeout(context, timeoutMilliseconds / 1_000, timeoutMilliseconds % 1_000 * 1_000)
        guard modbus_connect(context) == 0 else { throw Failure(code: errno) }
    }

    deinit {
        modbus_close(context)
        modbus_free(context)
    }

    func read(_ address: Int32, count: Int32 = 1) throws(Failure) -> [UInt16] {
        var words = [UInt16](repeating: 0, count: Int(count))
        guard modbus_read_registers(context, address, count, &words) == count else { throw Failure(code: errno) }
        return words
    }

    /// FC 6.
    func write(_ address: Int32, _ word: UInt16) throws(Failure) {
        guard modbus_write_register(context, address, word) == 1 else { throw Failure(code: errno) }
    }

    /// FC 16.
    func write(_ address: Int32, _ words: [UInt16]) throws(Failure) {
        guard modbus_write_registers(context, address, Int32(words.count), words) == Int32(words.count) else { throw Failure(code: errno) }
    }

    func readCoils() throws(Failure) {
        var bits: [UInt8] = [0]
        guard modbus_read_bits(context, 0, 1, &bits) == 1 else { throw Failure(code: errno) }
    }
}
