/// A wire that carries Modbus frames: one request, one answer, and no way to tell which belongs to which.
protocol ModbusWire: AnyObject {
    /// Sends one request and waits for a whole frame with a good checksum.
    /// - Parameters:
    ///   - request: Unit, function, content.
    ///   - responseTimeout: For the first byte, seconds.
    func transact(_ request: [UInt8], responseTimeout: Double) throws(ModbusError) -> [UInt8]
    /// Whether bytes are waiting that nobody has asked for.
    func hasStrayInput() throws(ModbusError) -> Bool
    /// Discards everything that comes until `deadline` (steady seconds) and then until the input is silent.
    func drain(until deadline: Double) throws(ModbusError)
    func close()
}
