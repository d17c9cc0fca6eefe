import CModbus
import Glibc

/// Modbus RTU on a serial port or a pseudo-terminal, 8 data bits, no parity, 1 stop bit, through libmodbus: framing, checksum, time-outs.
///
/// Held exclusively: `flock` keeps other Tieline processes off (for root too), `TIOCEXCL` everybody else. A libmodbus context
/// belongs to one thread; this class is not `Sendable`, and its owner is an actor on a ``ThreadExecutor``.
final class SerialModbusWire: ModbusWire {
    /// The speeds that libmodbus and a 2400 both know.
    static let speeds = [1200, 2400, 4800, 9600, 19200]
    /// The longest RTU frame (Modbus over serial line 1.02, section 2.5.1).
    private static let longestFrame = 256

    private let path: String
    private let timing: ModbusTiming
    private let lock: CInt
    private let context: OpaquePointer
    private var lastActivity = -Double.infinity
    private var isClosed = false

    init(path: String, baud: Int, timing: ModbusTiming) throws(ModbusError) {
        self.path = path
        self.timing = timing
        lock = try Self.takeLock(on: path)
        guard let context = modbus_new_rtu(path, CInt(baud), CChar(UInt8(ascii: "N")), 8, 1) else {
            Glibc.close(lock)
            throw ModbusError(.port, "\(path) cannot be set to \(baud) baud: \(Self.systemMessage(errno))")
        }
        guard modbus_connect(context) == 0 else {
            let code = errno
            modbus_free(context)
            Glibc.close(lock)
            throw Self.openingError(code, path: path)
        }
        // libmodbus waits with select(2), which aborts the process for a descriptor of FD_SETSIZE or more.
        guard modbus_get_socket(context) < FD_SETSIZE else {
            modbus_close(context)
            modbus_free(context)
            Glibc.close(lock)
            throw ModbusError(
                .port, "\(path) got a file descriptor of \(FD_SETSIZE) or more, which libmodbus cannot wait for: too many files are open")
        }
        self.context = context
        _ = ioctl(modbus_get_socket(context), UInt(TIOCEXCL), 0)
        let (seconds, microseconds) = Self.parts(of: timing.betweenBytes)
        modbus_set_byte_timeout(context, seconds, microseconds)
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        modbus_close(context)
        Glibc.close(lock)
    }

    deinit {
        close()
        modbus_free(context)
    }

    func transact(_ request: [UInt8], responseTimeout: Double) throws(ModbusError) -> [UInt8] {
        waitForFrameGap()
        defer { lastActivity = steadySeconds() }
        let (seconds, microseconds) = Self.parts(of: responseTimeout)
        modbus_set_response_timeout(context, seconds, microseconds)
        // libmodbus looks at answers of this unit only.
        modbus_set_slave(context, CInt(request[0]))
        guard request.withUnsafeBufferPointer({ modbus_send_raw_request(context, $0.baseAddress, CInt($0.count)) }) > 0 else {
            throw Self.transferError(errno, path: path)
        }
        var code: CInt = 0
        let reply = [UInt8](unsafeUninitializedCapacity: Self.longestFrame + 4) { buffer, count in
            let received = modbus_receive_confirmation(context, buffer.baseAddress)
            code = received < 0 ? errno : 0
            count = max(0, Int(received))
        }
        if code != 0 { throw Self.transferError(code, path: path) }
        guard !reply.isEmpty else { throw ModbusError(.malformed, "an answer of another unit on \(path)") }
        return reply
    }

    func hasStrayInput() throws(ModbusError) -> Bool { try isReadable(withinMilliseconds: 0) }

    func drain(until deadline: Double) throws(ModbusError) {
        var buffer = [UInt8](repeating: 0, count: Self.longestFrame)
        let limit = max(deadline, steadySeconds()) + ModbusTiming.longestDrain
        while true {
            let now = steadySeconds()
            guard now < limit else { throw ModbusError(.malformed, "\(path) does not fall silent") }
            let wait = max(deadline - now, timing.silence)
            guard try isReadable(withinMilliseconds: CInt((wait * 1000).rounded(.up))) else {
                if steadySeconds() >= deadline { return }
                continue
            }
            let count = buffer.withUnsafeMutableBytes { read(modbus_get_socket(context), $0.baseAddress, $0.count) }
            guard count > 0 || errno == EAGAIN else { throw Self.transferError(count == 0 ? EIO : errno, path: path) }
            lastActivity = steadySeconds()
        }
    }

    private func isReadable(withinMilliseconds wait: CInt) throws(ModbusError) -> Bool {
        var descriptor = pollfd(fd: modbus_get_socket(context), events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, wait) >= 0 || errno == EINTR else { throw Self.transferError(errno, path: path) }
        guard descriptor.revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0 else { throw Self.transferError(EIO, path: path) }
        return descriptor.revents & Int16(POLLIN) != 0
    }

    private func waitForFrameGap() {
        let missing = lastActivity + timing.frameGap - steadySeconds()
        if missing > 0 { usleep(UInt32((missing * 1e6).rounded(.up))) }
    }

    private static func takeLock(on path: String) throws(ModbusError) -> CInt {
        let descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw openingError(errno, path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw openingError(code == EWOULDBLOCK ? EBUSY : code, path: path)
        }
        return descriptor
    }

    private static func openingError(_ code: CInt, path: String) -> ModbusError {
        code == EBUSY
            ? ModbusError(.busy, "another process holds \(path)") : ModbusError(.port, "\(path) cannot be opened: \(systemMessage(code))")
    }

    private static func transferError(_ code: CInt, path: String) -> ModbusError {
        // libmodbus numbers its own errors from here: 112345678.
        switch code {
        case ETIMEDOUT: ModbusError(.timeout, "no answer on \(path)")
        case CInt(MODBUS_ENOBASE)...: ModbusError(.malformed, "\(systemMessage(code).lowercased()) on \(path)")
        default: ModbusError(.port, "\(path) is gone: \(systemMessage(code))")
        }
    }

    private static func systemMessage(_ code: CInt) -> String { String(cString: modbus_strerror(code)) }

    private static func parts(of seconds: Double) -> (UInt32, UInt32) {
        let whole = seconds.rounded(.down)
        return (UInt32(whole), UInt32(((seconds - whole) * 1e6).rounded(.down)))
    }
}
