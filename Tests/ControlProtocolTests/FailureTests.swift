import ControlProtocol
import Foundation
import Testing
import Tieline

@Suite("Failures on the wire")
struct FailureTests {
    @Test("Every code has its own number and name, and comes back from the wire as itself", arguments: FailureCode.allKnown)
    func roundTrip(code: FailureCode) throws {
        let failure = ControlFailure(
            code, message: "asked for 500.0 K, furnace-1 holds 298.1 K", remedy: "Check that it is in remote mode.", file: "a.yaml", line: 3,
            field: "budget.patterns", instrument: "furnace-1")
        let record = try JSONDecoder().decode(FailureRecord.self, from: JSONEncoder().encode(FailureRecord(failure)))
        #expect(record.failure == failure)
        #expect(FailureCode.allKnown.filter { $0.number == code.number }.count == 1)
        #expect(FailureCode.allKnown.filter { $0.name == code.name }.count == 1)
    }

    @Test("The numbers are those of JSON-RPC 2.0, section 5.1")
    func standardNumbers() {
        let numbers = [FailureCode.ProtocolCode.notJSON, .invalidRequest, .unknownMethod, .invalidParameters, .internalError].map {
            FailureCode.protocol($0).number
        }
        #expect(numbers == [-32700, -32600, -32601, -32602, -32603])
    }

    @Test("A code of a later daemon is kept, not guessed at")
    func unknownCode() throws {
        let text = #"{"code":1999,"message":"the argon is out","data":{"name":"gas.empty","remedy":"Change the bottle."}}"#
        let failure = try JSONDecoder().decode(FailureRecord.self, from: Data(text.utf8)).failure
        #expect(failure.code == .unrecognised(number: 1999, name: "gas.empty"))
        #expect(failure.description == "the argon is out. Change the bottle.")
    }

    @Test("A file's error says file, line, field, what and what to do")
    func specificationError() {
        let error = SpecificationError(
            .wrongUnit, file: "config/a.yaml", line: 12, field: "space.temperature.step", message: "`30 mm` is not a temperature difference",
            remedy: "Write it in K.")
        #expect(
            ControlFailure(error).description
                == "config/a.yaml:12: space.temperature.step: `30 mm` is not a temperature difference. Write it in K.")
    }
}

@Suite("The page about the control socket")
struct ControlProtocolPageTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "docs/control-protocol.md"), encoding: .utf8)
    }

    @Test("It names every method", arguments: ControlProtocol.Method.allCases)
    func methods(method: ControlProtocol.Method) {
        #expect(page.contains("`\(method.rawValue)`"))
    }

    @Test("It names every code with its number", arguments: FailureCode.allKnown)
    func codes(code: FailureCode) {
        let number = "\(code.number)".replacing("-", with: "−")
        switch code {
        case .connection(let connection):
            #expect(page.contains("\(number) `connection.\(connection.rawValue)`") || page.contains("\(number) `.\(connection.rawValue)`"))
        default: #expect(page.contains("| \(number) | `\(code.name)` |"))
        }
    }
}
