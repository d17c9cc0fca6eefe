import Testing

@testable import Instruments

@Suite("Asking over HTTP")
struct HTTPClientTests {
    @Test("Status, body and the mark of a simulation come through; a command goes out as JSON") func reply() async throws {
        let server = try CannedServer([
            CannedServer.reply(200, "{\"value\": 1}", simulated: true), CannedServer.reply(404, "no such key\nsecond line"),
        ])
        let client = HTTPClient(baseURL: server.url)
        #expect(
            try await client.request(.get, "/a", timeout: .seconds(5))
                == HTTPReply(status: 200, body: Array("{\"value\": 1}".utf8), isSimulated: true))
        let second = try await client.request(.put, "/b", body: Array("{\"value\":2}".utf8), timeout: .seconds(5))
        #expect(second.status == 404 && second.firstLine == "no such key" && !second.isSimulated)
        let requests = server.requests
        #expect(requests[0].hasPrefix("GET /a HTTP/1.1\r\n"))
        #expect(requests[1].hasPrefix("PUT /b HTTP/1.1\r\n") && requests[1].hasSuffix("\r\n\r\n{\"value\":2}"))
        #expect(requests[1].contains("Content-Type: application/json"))
    }

    @Test(
        "Half a body, a body without end, something else than HTTP: errors",
        arguments: [
            (CannedServer.reply(200, "{\"value\": 1}", length: 1000), HTTPError.Kind.malformed), ("SSH-2.0-OpenSSH_9.2\r\n", .malformed),
            (CannedServer.reply(200, String(repeating: "x", count: HTTPClient.maximumBodyBytes + 1)), .tooLarge),
        ])
    func broken(answer: String, kind: HTTPError.Kind) async throws {
        let client = HTTPClient(baseURL: try CannedServer([answer]).url)
        let error = await #expect(throws: HTTPError.self) { try await client.request(.get, "/", timeout: .seconds(5)) }
        #expect(error?.kind == kind)
    }

    @Test("A silent server is a time-out, a closed port is not reachable") func silence() async throws {
        let server = try CannedServer([nil])
        let client = HTTPClient(baseURL: server.url)
        let silent = await #expect(throws: HTTPError.self) { try await client.request(.get, "/", timeout: .milliseconds(200)) }
        #expect(silent?.kind == .timeout)
        let closed = await #expect(throws: HTTPError.self) {
            try await HTTPClient(baseURL: "http://127.0.0.1:1").request(.get, "/", timeout: .seconds(5))
        }
        #expect(closed?.kind == .unreachable)
    }

    @Test("Cancelling the task breaks off the request") func cancellation() async throws {
        let server = try CannedServer([nil])
        let client = HTTPClient(baseURL: server.url)
        let task = Task { try await client.request(.get, "/", timeout: .seconds(60)) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        let result = await task.result
        #expect(throws: HTTPError.self) { try result.get() }
    }

    @Test("A command is sent once, also when the kept connection has died under it") func onceOnly() async throws {
        // The first connection is closed after its answer although HTTP/1.1 keeps it; then a command meets a server that hangs up.
        let kept = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        let server = try CannedServer([kept, "", kept])
        let client = HTTPClient(baseURL: server.url)
        _ = try await client.request(.get, "/", timeout: .seconds(5))
        await #expect(throws: HTTPError.self) { try await client.request(.put, "/trigger", timeout: .seconds(5)) }
        #expect(server.requests.filter { $0.hasPrefix("PUT") }.count == 1)
    }
}
