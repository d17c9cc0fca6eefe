import Control
import ControlProtocol
import Foundation
import Testing
import Tieline

@Suite("The socket's file", .timeLimit(.minutes(1)))
struct SocketFileTests {
    private func server(_ path: SocketPath) throws -> ControlServer {
        try ControlServer(
            path: path, laboratory: FakeLaboratory(), greeting: DaemonGreeting(daemonVersion: "test", processIdentifier: 1),
            logger: RunningServer.quiet)
    }

    @Test("A path that a running daemon holds is refused with its process, and the daemon goes on")
    func held() async throws {
        try await RunningServer.with { running in
            let failure = #expect(throws: ControlFailure.self) { try server(running.path) }
            #expect(failure?.code == .connection(.pathHeld))
            #expect(failure?.message.contains("process \(getpid())") == true)
            let greeting = try await running.client { try $0.send(Hello()) }
            #expect(greeting.daemonVersion == "test")
        }
    }

    @Test("A socket that a dead daemon left is replaced")
    func stale() async throws {
        try await RunningServer.withFolder { folder in
            let path = try SocketPath(folder + "/s", from: .option)
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #expect(withUnixAddress(path.path) { bind(descriptor, $0, $1) } == 0)
            close(descriptor)
            let nobody = #expect(throws: ControlFailure.self) { try ControlClient(path) }
            #expect(nobody?.code == .connection(.noDaemon))
            let server = try server(path)
            let task = Task { try await server.run() }
            let greeting = try await onThread { try ControlClient(path).send(Hello()) }
            #expect(greeting.daemonVersion == "test")
            task.cancel()
            try await task.value
        }
    }

    @Test("A file that is no socket is left alone")
    func notASocket() async throws {
        try await RunningServer.withFolder { folder in
            let path = try SocketPath(folder + "/notes.txt", from: .option)
            try "precious".write(toFile: path.path, atomically: true, encoding: .utf8)
            let failure = #expect(throws: ControlFailure.self) { try server(path) }
            #expect(failure?.code == .connection(.notASocket))
            #expect(try String(contentsOfFile: path.path, encoding: .utf8) == "precious")
        }
    }

    @Test("A folder that is not there is said to be missing")
    func noFolder() throws {
        let path = try SocketPath("/nowhere/at/all.sock", from: .option)
        let failure = #expect(throws: ControlFailure.self) { try server(path) }
        #expect(try #require(failure).message.contains("does not exist"))
    }
}
