/// A serial line with one or more instruments, on a thread of its own.
///
/// The port is opened when it is first needed, and again after it was lost, so that an adapter may be unplugged and come back.
public actor ModbusLine {
    public nonisolated let path: String
    private nonisolated let executor: ThreadExecutor
    private let timing: ModbusTiming
    private let openWire: @Sendable () throws(ModbusError) -> any ModbusWire
    private var master: ModbusMaster?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - path: A serial device or a pseudo-terminal.
    ///   - baud: 9600 unless the instrument was set otherwise.
    public init(path: String, baud: Int = 9600, timing: ModbusTiming) {
        self.init(path: path, timing: timing) { () throws(ModbusError) in try SerialModbusWire(path: path, baud: baud, timing: timing) }
    }

    init(path: String, timing: ModbusTiming, openWire: @escaping @Sendable () throws(ModbusError) -> any ModbusWire) {
        precondition(timing.worstRequest < ModbusTiming.watchdogPeriod, "a request must end before the watchdog takes the line for stuck")
        self.path = path
        self.timing = timing
        self.openWire = openWire
        executor = ThreadExecutor(name: path.split(separator: "/").last.map(String.init) ?? "line")
    }

    /// Runs a dialogue with one unit from its first request to its last, with nobody else's in between.
    /// - Parameters:
    ///   - isSuperseded: Asked before every request; once it says yes, nothing more is sent.
    public func dialogue<Result: Sendable>(
        unit: UInt8, probe: ModbusProbe, isSuperseded: @escaping @Sendable () -> Bool = { false },
        _ body: @Sendable (any InterruptibleRegisters) throws -> Result
    ) throws -> Result {
        let master = try openedMaster()
        do {
            return try body(UnitRegisters(master: master, unit: unit, probe: probe, isSuperseded: isSuperseded))
        } catch let error as ModbusError where error.kind == .port {
            close()
            throw error
        }
    }

    /// Takes the port, if it is not held already.
    public func open() throws { _ = try openedMaster() }

    /// Lets go of the port.
    public func close() {
        master?.close()
        master = nil
    }

    private func openedMaster() throws(ModbusError) -> ModbusMaster {
        if let master { return master }
        let opened = ModbusMaster(wire: try openWire(), timing: timing)
        master = opened
        return opened
    }
}

/// Registers that can also be commanded when nothing can be believed.
public protocol InterruptibleRegisters: ModbusRegisters {
    /// Function 6, at once, on a line whose answers cannot be trusted too. Throws only if the port is gone; what it did has to be read back.
    func command(_ value: UInt16, to address: UInt16) throws
}

private struct UnitRegisters: InterruptibleRegisters {
    let master: ModbusMaster
    let unit: UInt8
    let probe: ModbusProbe
    let isSuperseded: @Sendable () -> Bool

    func read(_ address: UInt16, count: Int) throws -> [UInt16] {
        precondition(1...ModbusRequest.maximumRead ~= count, "Modbus reads 1 to 125 registers at once")
        return try perform(.read(address: address, count: count))
    }

    func write(_ value: UInt16, to address: UInt16) throws { _ = try perform(.write(address: address, value: value)) }

    func write(_ values: [UInt16], to address: UInt16) throws {
        precondition(1...ModbusRequest.maximumWrite ~= values.count, "Modbus writes 1 to 123 registers at once")
        _ = try perform(.writeSeveral(address: address, values: values))
    }

    func command(_ value: UInt16, to address: UInt16) throws { try master.command(value, to: address, unit: unit) }

    private func perform(_ request: ModbusRequest) throws -> [UInt16] {
        if isSuperseded() { throw ModbusError(.superseded, "a stop came first, register \(request.address) was left alone") }
        return try master.perform(request, unit: unit, probe: probe)
    }
}
