/// One Modbus request, as values; the bytes without the checksum, which libmodbus adds.
///
/// Modbus application protocol 1.1b3, sections 6.3 (read), 6.6 (write one) and 6.12 (write several).
enum ModbusRequest: Hashable, Sendable {
    case read(address: UInt16, count: Int)
    case write(address: UInt16, value: UInt16)
    case writeSeveral(address: UInt16, values: [UInt16])

    /// As many registers as the protocol lets one request carry: 125 to read, 123 to write.
    static let maximumRead = 125
    static let maximumWrite = 123

    var function: UInt8 {
        switch self {
        case .read: 0x03
        case .write: 0x06
        case .writeSeveral: 0x10
        }
    }

    var address: UInt16 {
        switch self {
        case .read(let address, _), .write(let address, _), .writeSeveral(let address, _): address
        }
    }

    func bytes(unit: UInt8) -> [UInt8] {
        let head = [unit, function] + address.bigEndianBytes
        switch self {
        case .read(_, let count):
            return head + UInt16(count).bigEndianBytes
        case .write(_, let value):
            return head + value.bigEndianBytes
        case .writeSeveral(_, let values):
            return head + UInt16(values.count).bigEndianBytes + [UInt8(values.count * 2)] + values.flatMap(\.bigEndianBytes)
        }
    }
}

/// Why the bytes that came back are not the answer to what was asked.
enum ModbusReplyError: Error, Hashable, Sendable {
    case wrongLength(expected: Int, actual: Int)
    case wrongUnit(expected: UInt8, actual: UInt8)
    case wrongFunction(expected: UInt8, actual: UInt8)
    /// A write is echoed; this echo speaks of something else, as a late answer does.
    case wrongEcho(expected: [UInt8], actual: [UInt8])
    /// The instrument understood and refused: 1 function, 2 address, 3 value, 4 failure, 6 busy.
    case exception(UInt8)

    var words: String {
        switch self {
        case .wrongLength(let expected, let actual): "a reply of \(actual) bytes where \(expected) were due"
        case .wrongUnit(let expected, let actual): "a reply from unit \(actual) where \(expected) was asked"
        case .wrongFunction(let expected, let actual): "a reply to function \(actual) where \(expected) was asked"
        case .wrongEcho: "an echo of another write, as a late answer would be"
        case .exception(1): "exception 1, it does not know this function"
        case .exception(2): "exception 2, it has no such register"
        case .exception(3): "exception 3, it does not accept this value"
        case .exception(let code): "exception \(code)"
        }
    }
}

/// The answer to a request, once everything that can be compared has been compared.
struct ModbusReply: Hashable, Sendable {
    /// The registers that were read; empty for a write.
    let registers: [UInt16]

    /// - Parameter bytes: Unit, function, content and the two bytes of the checksum, which has been verified.
    init(bytes: [UInt8], to request: ModbusRequest, unit: UInt8) throws(ModbusReplyError) {
        guard bytes.count >= 5 else { throw .wrongLength(expected: 5, actual: bytes.count) }
        guard bytes[0] == unit else { throw .wrongUnit(expected: unit, actual: bytes[0]) }
        if bytes[1] == request.function | 0x80 {
            guard bytes.count == 5 else { throw .wrongLength(expected: 5, actual: bytes.count) }
            throw .exception(bytes[2])
        }
        guard bytes[1] == request.function else { throw .wrongFunction(expected: request.function, actual: bytes[1]) }
        switch request {
        case .read(_, let count):
            let expected = 5 + 2 * count
            guard bytes.count == expected, Int(bytes[2]) == 2 * count else { throw .wrongLength(expected: expected, actual: bytes.count) }
            registers = (0..<count).map { UInt16(bytes[3 + 2 * $0]) << 8 | UInt16(bytes[4 + 2 * $0]) }
        case .write, .writeSeveral:
            guard bytes.count == 8 else { throw .wrongLength(expected: 8, actual: bytes.count) }
            // Both kinds echo the first six bytes of the request: address and value, or address and count.
            let echo = Array(request.bytes(unit: unit)[0..<6])
            guard Array(bytes[0..<6]) == echo else { throw .wrongEcho(expected: echo, actual: Array(bytes[0..<6])) }
            registers = []
        }
    }
}

extension UInt16 {
    var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xFF)] }
}
