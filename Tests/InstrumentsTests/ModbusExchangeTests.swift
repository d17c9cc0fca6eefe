import Testing

@testable import Instruments

@Suite("Whether a Modbus line can be believed")
struct ModbusExchangeTests {
    @Test("After a time-out: wait out the longest answer, listen until silent, read what is known, and only then ask") func recovery() {
        var exchange = ModbusExchange(longestAnswer: 2)
        #expect(exchange.nextAction() == .sendRequest)
        exchange.requestFailed(sentAt: 10)
        #expect(exchange.nextAction() == .drain(until: 12))
        exchange.lineFellSilent()
        #expect(exchange.nextAction() == .probe)
        exchange.probeAnswered(isExpected: false, sentAt: 13)
        #expect(exchange.nextAction() == .drain(until: 15))
        exchange.lineFellSilent()
        exchange.probeAnswered(isExpected: true, sentAt: 16)
        #expect(exchange.nextAction() == .sendRequest)
    }

    @Test("Bytes that nobody asked for, and a port just opened, are reasons not to believe") func suspicion() {
        var exchange = ModbusExchange(longestAnswer: 2)
        exchange.strayInput(at: 5)
        #expect(exchange.nextAction() == .drain(until: 7))
        exchange.lineOpened(at: 9)
        #expect(exchange.nextAction() == .drain(until: 9))
    }

    @Test("A request on the worst line ends before the watchdog looks", arguments: [1200, 2400, 4800, 9600, 19200]) func bounded(baud: Int) {
        #expect(ModbusTiming(baud: baud).worstRequest < ModbusTiming.watchdogPeriod)
    }
}

@Suite("Modbus frames")
struct ModbusFrameTests {
    @Test(
        "Requests as the specification writes them",
        arguments: [
            // Modbus application protocol 1.1b3, the examples of sections 6.3, 6.6 and 6.12.
            (ModbusRequest.read(address: 0x6B, count: 3), [0x11, 0x03, 0x00, 0x6B, 0x00, 0x03] as [UInt8]),
            (.write(address: 1, value: 3), [0x11, 0x06, 0x00, 0x01, 0x00, 0x03]),
            (.writeSeveral(address: 1, values: [0x0A, 0x0102]), [0x11, 0x10, 0x00, 0x01, 0x00, 0x02, 0x04, 0x00, 0x0A, 0x01, 0x02]),
        ])
    func requests(request: ModbusRequest, bytes: [UInt8]) {
        #expect(request.bytes(unit: 0x11) == bytes)
    }

    @Test("The specification's answer") func reply() throws {
        let bytes: [UInt8] = [0x11, 0x03, 0x06, 0x02, 0x2B, 0x00, 0x00, 0x00, 0x64, 0, 0]
        #expect(try ModbusReply(bytes: bytes, to: .read(address: 0x6B, count: 3), unit: 0x11).registers == [0x022B, 0, 0x64])
    }

    @Test("No truncation of an answer is one", arguments: 0..<11) func truncated(length: Int) {
        let bytes = Array(([0x11, 0x03, 0x06, 0x02, 0x2B, 0x00, 0x00, 0x00, 0x64, 0, 0] as [UInt8]).prefix(length))
        #expect(throws: ModbusReplyError.self) { try ModbusReply(bytes: bytes, to: .read(address: 0x6B, count: 3), unit: 0x11) }
    }

    @Test("An echo has to be of this write, not of the one before") func lateEcho() throws {
        let request = ModbusRequest.write(address: 24, value: 500)
        let late = ModbusRequest.write(address: 24, value: 400).bytes(unit: 1) + [0, 0]
        #expect(throws: ModbusReplyError.self) { try ModbusReply(bytes: late, to: request, unit: 1) }
        _ = try ModbusReply(bytes: request.bytes(unit: 1) + [0, 0], to: request, unit: 1)
    }

    @Test("A refusal is an answer, with its code", arguments: [UInt8(1), 2, 3, 4, 6]) func exceptions(code: UInt8) {
        #expect(throws: ModbusReplyError.exception(code)) {
            try ModbusReply(bytes: [1, 0x86, code, 0, 0], to: .write(address: 1, value: 1), unit: 1)
        }
    }
}
