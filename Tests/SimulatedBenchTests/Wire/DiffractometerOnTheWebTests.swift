import Diffraction
import SimulatedBench
import Testing
import Tieline

/// The detector and the stage of `tieline-sim`, asked over a plain socket.
@Suite("The diffractometer on the web", .serialized, .timeLimit(.minutes(1)))
struct DiffractometerOnTheWebTests {
    private static let detector = "/detector/api/1.8.0"
    private static let stage = "/stage/api/1.0.0"
    /// Far more questions than a move or a trigger takes; each is a connection of its own.
    private static let maximumQuestions = 10_000

    private func move(_ web: WebClient, to millimetres: Double) async throws {
        #expect(try await web.put("\(Self.stage)/config/target", "{\"value\": \(millimetres)}").status == 200)
        for _ in 0..<Self.maximumQuestions where try await web.get("\(Self.stage)/status/state").body.contains("\"value\":\"idle\"") { return }
        Issue.record("the stage is still moving")
    }

    @Test("An exposure as SIMPLON does it, and the pattern is the one that the bench gives in process")
    func exposure() async throws {
        try await withSimulator(seed: 5, speed: 1_000) { simulator in
            let web = WebClient(port: simulator.port)
            #expect(try await web.get("\(Self.detector)/status/state").body.contains("\"value\":\"na\""))
            #expect(try await web.put("\(Self.detector)/command/initialize").status == 200)
            #expect(try await web.put("\(Self.detector)/config/count_time", "{\"value\": 120}").body == "[\"frame_time\"]")
            try await move(web, to: 31.25)
            #expect(try await web.put("\(Self.detector)/command/arm").body == "{\"sequence id\":1}")
            #expect(try await web.get("\(Self.detector)/status/series").body.contains("\"value\":1"))
            #expect(try await web.get("/data/1.xy").status == 404)
            #expect(try await web.put("\(Self.detector)/command/trigger").status == 200)
            #expect(try await web.get("\(Self.detector)/status/state").body.contains("\"value\":\"idle\""))
            let text = try await web.get("/data/1.xy").body
            #expect(text.contains("# series: 1\n") && text.contains("# stage: 31.25\n"))
            let here = try Benches.film(seed: 5).pattern(series: 1, positionMillimetres: 31.25, setKelvin: 298.15, exposureSeconds: 120)
            #expect(try PatternText.pattern(from: text) == here)
        }
    }

    /// Method, path, body and the status that it is answered with.
    private static let requests: [(String, String, String, Int)] = [
        ("GET", "/detector/api/1.8.0/status/state", "", 200), ("GET", "/detector/api/1.8.0/status/nothing", "", 404),
        ("GET", "/detector/api/1.6.0/status/state", "", 404), ("GET", "/truth", "", 404), ("GET", "/", "", 404),
        ("GET", "/data/1.xy", "", 404), ("GET", "/data/x.xy", "", 404),
        ("PUT", "/detector/api/1.8.0/command/arm", "", 400), ("PUT", "/detector/api/1.8.0/command/trigger", "", 400),
        ("PUT", "/detector/api/1.8.0/command/explode", "", 404),
        ("PUT", "/detector/api/1.8.0/config/count_time", "{\"value\": 10}", 400),
        ("PUT", "/detector/api/1.8.0/config/count_time", "not JSON", 400),
        ("PUT", "/stage/api/1.0.0/config/target", "{\"value\": 77}", 400),
        ("PUT", "/stage/api/1.0.0/config/target", "{\"value\": \"left\"}", 400),
        ("PUT", "/stage/api/1.0.0/config/target", "{}", 400),
        ("GET", "/stage/api/1.0.0/config/description", "", 200),
    ]

    @Test("Every reply says that it is simulated, and a wrong request gets its status and one line")
    func replies() async throws {
        try await withSimulator(speed: 1) { simulator in
            let web = WebClient(port: simulator.port)
            for (method, path, body, status) in Self.requests {
                let reply = try await method == "GET" ? web.get(path) : web.put(path, body)
                #expect(reply.status == status, "\(method) \(path) \(body)")
                #expect(reply.headers["x-simulated"] == "true", "\(method) \(path) \(body)")
                if status >= 400 { #expect(reply.body.split(separator: "\n").count == 1, "\(method) \(path) \(body)") }
            }
        }
    }

    @Test("An aborted exposure ends its trigger with an error and leaves no data")
    func aborted() async throws {
        try await withSimulator(speed: 1) { simulator in
            let web = WebClient(port: simulator.port)
            for command in ["initialize", "arm"] { #expect(try await web.put("\(Self.detector)/command/\(command)").status == 200) }
            async let trigger = web.put("\(Self.detector)/command/trigger")
            for _ in 0..<Self.maximumQuestions where try await web.get("\(Self.detector)/status/state").body.contains("\"value\":\"acquire\"") {
                break
            }
            #expect(try await web.put("\(Self.detector)/command/disarm").status == 400)
            #expect(try await web.put("\(Self.detector)/command/abort").status == 200)
            #expect(try await trigger.status == 400)
            #expect(try await web.get("/data/1.xy").status == 404)
            #expect(try await web.get("\(Self.detector)/status/state").body.contains("\"value\":\"idle\""))
        }
    }

    @Test("A bench that was told to fail answers 500, and still says what it is")
    func failing() async throws {
        try await withSimulator(speed: 1, faults: ["http-500"]) { simulator in
            let reply = try await WebClient(port: simulator.port).get("\(Self.detector)/status/state")
            #expect(reply.status == 500 && reply.headers["x-simulated"] == "true")
        }
    }
}
