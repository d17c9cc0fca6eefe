/// The registers of one unit on a Modbus line. What comes back has been checked to answer what was asked; what it means is the driver's matter.
///
/// Calls wait for the instrument, bounded in wall time, and so belong on a ``ThreadExecutor``.
public protocol ModbusRegisters {
    /// Function 3.
    func read(_ address: UInt16, count: Int) throws -> [UInt16]
    /// Function 6.
    func write(_ value: UInt16, to address: UInt16) throws
    /// Function 16.
    func write(_ values: [UInt16], to address: UInt16) throws
}

extension ModbusRegisters {
    func read(_ address: UInt16) throws -> UInt16 {
        // `read(_:count:)` returns as many registers as were asked for, or throws.
        try read(address, count: 1)[0]
    }
}

/// Why a Modbus request did not succeed.
public struct ModbusError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Nothing came, or not enough of it, in time.
        case timeout
        /// Something came that cannot be the answer.
        case malformed
        /// The instrument answered with this exception code.
        case exception(UInt8)
        /// Another process holds the port.
        case busy
        /// The port could not be opened, or is gone.
        case port
        /// A stop overtook the request, which was not sent.
        case superseded
    }

    public var kind: Kind
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
