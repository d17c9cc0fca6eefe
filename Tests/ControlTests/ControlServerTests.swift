import Control
import ControlProtocol
import Foundation
import Journal
import Testing
import Tieline

@Suite("The control socket", .timeLimit(.minutes(1)))
struct ControlServerTests {
    @Test("A campaign is started, read and listed, and the kernel says who asked")
    func runAndRead() async throws {
        try await RunningServer.with { server in
            let started = try await server.client { try $0.send(RunCampaign(specification: "name: sn-bi-film", path: "/campaigns/a.yaml")) }
            #expect(started.campaign == "sn-bi-film-0001")
            let status = try await server.client { try $0.send(ReadStatus(campaign: "latest")) }
            #expect(status == FakeLaboratory.status())
            #expect(try await server.client { try $0.send(ListCampaigns()) }.count == 1)
            let caller = try #require(server.laboratory.access { $0.callers.first })
            #expect(caller.processIdentifier == getpid())
            #expect(caller.user == NSUserName())
        }
    }

    @Test("The socket belongs to its owner alone, and is gone with its server")
    func mode() async throws {
        try await RunningServer.withFolder { folder in
            let path = try SocketPath(folder + "/s", from: .option)
            let server = try ControlServer(
                path: path, laboratory: FakeLaboratory(), greeting: DaemonGreeting(daemonVersion: "test", processIdentifier: 1),
                logger: RunningServer.quiet)
            let attributes = try FileManager.default.attributesOfItem(atPath: path.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let task = Task { try await server.run() }
            _ = try await onThread { try ControlClient(path).send(Hello()) }
            task.cancel()
            try await task.value
            #expect(!FileManager.default.fileExists(atPath: path.path))
        }
    }

    @Test("A message that is not JSON gets one clear error, and the connection lives on")
    func notJSON() async throws {
        try await RunningServer.with { server in
            let replies = try await server.raw("GET / HTTP/1.1\n" + request(7, "journal.verify"), replies: 2)
            #expect(replies[0].contains(#""code":-32700"#) && replies[0].contains(#""id":null"#) && replies[0].contains("GET / HTTP"))
            #expect(replies[1].contains(#""id":7"#) && replies[1].contains(#""rows":42"#))
        }
    }

    @Test(
        "Messages that are no requests are refused with the right code",
        arguments: [
            ("[]", -32600), ("3", -32600), (#"{"jsonrpc":"2.0","method":"daemon.hello"}"#, -32600),
            (#"{"jsonrpc":"1.0","id":1,"method":"daemon.hello"}"#, -32600), (#"{"jsonrpc":"2.0","id":1}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"furnace.melt"}"#, -32601),
            (#"{"jsonrpc":"2.0","id":1,"method":"campaign.status","params":[]}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"campaign.status","params":{}}"#, -32602),
            (#"{"jsonrpc":"2.0","id":1,"method":"daemon.hello","params":{"name":1}}"#, -32602),
            ("{\"a\":NaN}", -32700), ("\u{0}\u{1}", -32700),
        ])
    func refused(message: String, code: Int) async throws {
        try await RunningServer.with { server in
            let reply = try #require(try await server.raw(message + "\n", replies: 1).first)
            #expect(reply.contains(#""code":\#(code),"#))
            #expect(server.laboratory.access { $0.calls.isEmpty })
        }
    }

    @Test("A message that nests too deep is refused before a parser sees it")
    func deep() async throws {
        try await RunningServer.with { server in
            let replies = try await server.raw(String(repeating: "[", count: 100_000) + "\n" + request(1, "daemon.hello"), replies: 2)
            #expect(replies[0].contains(#""code":-32700"#) && replies[0].contains("deeper than 32"))
            #expect(replies[1].contains(#""id":1"#))
        }
    }

    @Test("A message longer than the bound is thrown away, and the next one is answered")
    func oversized() async throws {
        try await RunningServer.with { server in
            let long = String(repeating: "x", count: MessageLimits.maximumRequestBytes + 1)
            let replies = try await server.raw(long + "\n" + request(1, "daemon.hello"), replies: 2)
            #expect(replies[0].contains(#""code":-32000"#))
            #expect(replies[1].contains(#""daemonVersion":"test""#))
        }
    }

    @Test("A client that closes its side right away still gets its answers")
    func halfClosed() async throws {
        try await RunningServer.with { server in
            let path = server.path
            let lines = try await onThread {
                let client = try RawClient(path)
                client.send(request(1, "daemon.hello") + request(2, "journal.verify"))
                client.closeWriting()
                return client.lines(3)
            }
            #expect(lines.count == 2)
        }
    }

    @Test("`stop` does not wait for a request that hangs on the same connection")
    func stopOvertakes() async throws {
        try await RunningServer.with { server in
            server.laboratory.access { $0.campaigns = [FakeLaboratory.status()] }
            let pause = #"{"jsonrpc":"2.0","id":1,"method":"campaign.pause","params":{"campaign":"sn-bi-film-0001","because":"tea"}}"# + "\n"
            let path = server.path
            let first = try await onThread {
                let client = try RawClient(path)
                return client.exchange(pause + request(2, "laboratory.stop"), replies: 1)
            }
            #expect(try #require(first.first).contains(#""id":2"#))
            server.laboratory.openPauseGate.yield()
        }
    }

    @Test("Until the laboratory has taken up its campaigns everything waits, except what makes it safe")
    func readiness() async throws {
        let readiness = ReadinessGate()
        try await RunningServer.with(readiness: readiness) { server in
            let path = server.path
            let client = try await onThread { try RawClient(path) }
            let first = try await onThread { client.exchange(request(1, "campaign.list") + request(2, "laboratory.stop"), replies: 1) }
            #expect(first.first?.contains(#""id":2"#) == true)
            #expect(server.laboratory.access { $0.calls } == ["stop"])
            readiness.open()
            let second = try await onThread { client.lines(1) }
            #expect(second.first?.contains(#""id":1"#) == true)
        }
    }

    @Test("What a client asked for is done even if it hangs up")
    func hangUp() async throws {
        try await RunningServer.with { server in
            server.laboratory.access { $0.campaigns = [FakeLaboratory.status()] }
            let path = server.path
            try await onThread { try RawClient(path).send(request(1, "laboratory.stop")) }
            var calls = server.laboratory.calls.makeAsyncIterator()
            #expect(await calls.next() == "stop")
        }
    }

    @Test("Every error of the laboratory reaches the client as it was")
    func errors() async throws {
        let errors: [(any Error, FailureCode)] = [
            (ControlError(.instrumentInUse, message: "furnace-1 is in use", remedy: "Wait."), .control(.instrumentInUse)),
            (
                SpecificationError(.missingKey, file: "a.yaml", line: 3, field: "budget.patterns", message: "is missing", remedy: "Add it."),
                .specification(.missingKey)
            ),
            (InstrumentError(.noReply, instrument: "furnace-1", message: "no reply in 1 s", remedy: "Check the cable."), .instrument(.noReply)),
            (POSIXError(.ENOSPC), .protocol(.internalError)),
        ]
        for (error, code) in errors {
            let laboratory = FakeLaboratory()
            laboratory.access { $0.error = error }
            try await RunningServer.with(laboratory) { server in
                let failure = await #expect(throws: ControlFailure.self) { try await server.client { try $0.send(ListInstruments()) } }
                #expect(failure?.code == code)
                #expect(failure == ControlFailure(error))
            }
        }
    }

    @Test("Every error of the journal has its code on the wire", arguments: JournalError.Code.allCases)
    func journalErrors(code: JournalError.Code) async throws {
        let laboratory = FakeLaboratory()
        laboratory.access { $0.error = JournalError(code, message: "the disk is full", remedy: "Make room.") }
        try await RunningServer.with(laboratory) { server in
            let failure = await #expect(throws: ControlFailure.self) { try await server.client { try $0.send(VerifyJournal()) } }
            #expect(failure?.code.name == "journal.\(code.rawValue)")
        }
    }

    @Test("Two clients ask at the same time")
    func twoClients() async throws {
        try await RunningServer.with { server in
            async let first = server.client { client in try (0..<50).map { _ in try client.send(VerifyJournal()).rows } }
            async let second = server.client { client in try (0..<50).map { _ in try client.send(Hello()).daemonVersion } }
            let replies = try await (first, second)
            #expect(replies.0 == Array(repeating: 42, count: 50))
            #expect(replies.1 == Array(repeating: "test", count: 50))
        }
    }

    @Test("More connections than the bound are turned away with a reason")
    func tooManyConnections() async throws {
        try await RunningServer.with { server in
            let path = server.path
            let reply = try await onThread {
                let held = try (0..<MessageLimits.maximumConnections).map { number in
                    let client = try RawClient(path)
                    _ = client.exchange(request(number, "daemon.hello"), replies: 1)
                    return client
                }
                return try withExtendedLifetime(held) { try RawClient(path).lines(1) }
            }
            #expect(try #require(reply.first).contains(#""code":-32001"#))
        }
    }
}

/// A request without parameters, as a line.
func request(_ identifier: Int, _ method: String) -> String { #"{"jsonrpc":"2.0","id":\#(identifier),"method":"\#(method)"}"# + "\n" }
