/// The one who asks on a Modbus line, and believes an answer only while the line is trusted (``ModbusExchange``).
final class ModbusMaster {
    private let wire: any ModbusWire
    private let timing: ModbusTiming
    private var exchange: ModbusExchange

    init(wire: any ModbusWire, timing: ModbusTiming) {
        self.wire = wire
        self.timing = timing
        exchange = ModbusExchange(longestAnswer: timing.longestAnswer)
        exchange.lineOpened(at: steadySeconds())
    }

    /// One request on a line that is first made trustworthy, if it is not.
    func perform(_ request: ModbusRequest, unit: UInt8, probe: ModbusProbe) throws(ModbusError) -> [UInt16] {
        if exchange.state == .trusted, try wire.hasStrayInput() { exchange.strayInput(at: steadySeconds()) }
        try restoreTrust(unit: unit, probe: probe)
        return try ask(request, unit: unit, responseTimeout: timing.response).registers
    }

    /// One write that goes out now, on a suspect line too. Whether it was answered says little: the caller verifies afterwards.
    func command(_ value: UInt16, to address: UInt16, unit: UInt8) throws(ModbusError) {
        let isTrusted = exchange.state == .trusted
        // What is already here cannot be the answer to what has not been sent.
        if try wire.hasStrayInput() { try wire.drain(until: steadySeconds()) }
        do {
            _ = try ask(.write(address: address, value: value), unit: unit, responseTimeout: timing.urgentResponse)
        } catch  where error.kind == .timeout || error.kind == .malformed || error.isRefusal {
            return
        }
        // A good echo on a suspect line may itself be a late one.
        if !isTrusted { exchange.strayInput(at: steadySeconds()) }
    }

    func close() { wire.close() }

    /// At most listen once and probe once: what is then still wrong is the caller's error.
    private func restoreTrust(unit: UInt8, probe: ModbusProbe) throws(ModbusError) {
        while true {
            switch exchange.nextAction() {
            case .sendRequest:
                return
            case .drain(let deadline):
                try wire.drain(until: deadline)
                exchange.lineFellSilent()
            case .probe:
                let sent = steadySeconds()
                let value = try ask(.read(address: probe.address, count: 1), unit: unit, responseTimeout: timing.response).registers[0]
                exchange.probeAnswered(isExpected: probe.isExpected(value), sentAt: sent)
                guard exchange.state == .trusted else {
                    throw ModbusError(
                        .malformed, "unit \(unit) answers \(value.hexadecimal) for register \(probe.address), where \(probe.expectation) was due")
                }
            }
        }
    }

    private func ask(_ request: ModbusRequest, unit: UInt8, responseTimeout: Double) throws(ModbusError) -> ModbusReply {
        let sent = steadySeconds()
        let bytes: [UInt8]
        do {
            bytes = try wire.transact(request.bytes(unit: unit), responseTimeout: responseTimeout)
        } catch {
            exchange.requestFailed(sentAt: sent)
            throw ModbusError(error.kind, "\(error.message), unit \(unit), register \(request.address)")
        }
        do {
            return try ModbusReply(bytes: bytes, to: request, unit: unit)
        } catch {
            if case .exception(let code) = error {
                throw ModbusError(.exception(code), "register \(request.address) of unit \(unit): \(error.words)")
            }
            exchange.requestFailed(sentAt: sent)
            throw ModbusError(.malformed, "register \(request.address) of unit \(unit): \(error.words)")
        }
    }
}

/// A register whose value is known before it is read: it tells the answer to this request from a late one to another.
public struct ModbusProbe: Sendable {
    public let address: UInt16
    /// What is due, for a person: `0x24…`.
    public let expectation: String
    public let isExpected: @Sendable (UInt16) -> Bool

    public init(address: UInt16, expectation: String, isExpected: @escaping @Sendable (UInt16) -> Bool) {
        self.address = address
        self.expectation = expectation
        self.isExpected = isExpected
    }
}

extension ModbusError {
    var isRefusal: Bool {
        if case .exception = kind { true } else { false }
    }
}

extension UInt16 {
    /// `0x2460`.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
