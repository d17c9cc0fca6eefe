import ControlProtocol
import Testing

@Suite("Where the socket is")
struct SocketPathTests {
    @Test("The option wins over the variable, that over the run-time folder, that over the system's place")
    func precedence() throws {
        let environment = ["TIELINE_SOCKET": "/a", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(try SocketPath.resolve(option: "/o", environment: environment).path == "/o")
        #expect(try SocketPath.resolve(option: nil, environment: environment).path == "/a")
        #expect(try SocketPath.resolve(option: nil, environment: ["XDG_RUNTIME_DIR": "/run/user/1000"]).path == "/run/user/1000/tieline.sock")
        #expect(try SocketPath.resolve(option: nil, environment: ["TIELINE_SOCKET": ""]).path == "/run/tieline/control.sock")
    }

    @Test("107 bytes are a path, 108 are an error that says who named it")
    func length() throws {
        #expect(try SocketPath("/" + String(repeating: "x", count: 106), from: .option).path.utf8.count == 107)
        let failure = #expect(throws: ControlFailure.self) { try SocketPath("/" + String(repeating: "é", count: 54), from: .environment) }
        #expect(failure?.code == .connection(.pathTooLong))
        #expect(failure?.message.contains("TIELINE_SOCKET has 109 bytes") == true)
    }

    @Test("Where nobody answers, the error says how to start a daemon")
    func nobody() {
        let failure = #expect(throws: ControlFailure.self) { try ControlClient(SocketPath("/nowhere/tieline.sock", from: .option)) }
        #expect(failure?.code == .connection(.noDaemon))
        #expect(failure?.remedy.contains("tielined --config") == true)
    }
}
