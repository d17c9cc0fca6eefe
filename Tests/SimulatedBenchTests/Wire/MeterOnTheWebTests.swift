import Foundation
import SimulatedBench
import Testing
import Tieline

/// The sample meter of `tieline-sim`, asked over a plain socket.
@Suite("The sample meter on the web", .serialized, .timeLimit(.minutes(1)))
struct MeterOnTheWebTests {
    private static let api = "/meter/api/1.0.0"
    /// Far more questions than a reading takes; each is a connection of its own.
    private static let maximumQuestions = 10_000

    private struct Last: Decodable { var session: String, reading: Int }

    private func last(_ web: WebClient) async throws -> Last {
        try JSONDecoder().decode(Last.self, from: Data(try await web.get("\(Self.api)/last").body.utf8))
    }

    private func measure(_ web: WebClient, _ coordinates: String) async throws {
        let last = try await last(web)
        let order = "{\"coordinates\": \(coordinates), \"order\": \"a test\", \"reading\": \(last.reading + 1), \"session\": \"\(last.session)\"}"
        #expect(try await web.put("\(Self.api)/command/measure", order).status == 200)
        for _ in 0..<Self.maximumQuestions where try await web.get("\(Self.api)/status/state").body.contains("\"value\":\"idle\"") { return }
        Issue.record("the meter is still measuring")
    }

    private struct Reading: Decodable {
        struct Label: Decodable { var source: String, probabilities: [Double] }
        struct Property: Decodable { var name: String, value: Double, standardDeviation: Double }
        var session: String, order: String, reading: Int, coordinates: [Double], labels: [Label], properties: [Property], simulated: Bool
    }

    @Test("A reading on the wire is the one that the bench gives in process, and its pattern too")
    func reading() async throws {
        let file = Benches.folder + "/fe-ga-pd.yaml"
        try await withSimulator(bench: file, seed: 4, speed: 10_000) { simulator in
            let web = WebClient(port: simulator.port)
            // A little beside the first sample, which is the one that is measured.
            try await measure(web, "[0.8217, 0.1285, 0.0498]")
            let document = try await web.get("/data/1.json").body
            let served = try JSONDecoder().decode(Reading.self, from: Data(document.utf8))
            let meter = InProcessMeter(try MapBench(contentsOf: file, seed: 4))
            let next = try await meter.lastReading().next(order: "a test")
            try await meter.measure(next, at: Condition([0.8217, 0.1285, 0.0498]))
            let here = try #require(try await meter.reading(next))
            #expect(served.coordinates == [0.8216, 0.1285, 0.0499] && here.condition.coordinates == served.coordinates)
            #expect(served.labels.map(\.probabilities) == here.labels.map(\.probabilities))
            #expect(served.properties.map(\.value) == here.properties.map(\.value))
            #expect(served.simulated && served.reading == 1 && served.order == "a test")
            #expect(try await web.get("/data/1.xy").body.contains("37.0 23.35\n"))
            let last = try await last(web)
            #expect(last.reading == 1 && last.session == served.session && !last.session.isEmpty)
        }
    }

    /// Method, path, body and the status that it is answered with, with the disc, which takes no patterns; `SESSION` stands for the meter's own.
    private static let requests: [(String, String, String, Int)] = [
        ("GET", "\(api)/config/description", "", 200), ("GET", "\(api)/last", "", 200), ("GET", "\(api)/status/nothing", "", 404),
        ("GET", "/data/1.json", "", 404), ("GET", "/data/x.json", "", 404), ("GET", "/data/-9223372036854775808.json", "", 404),
        ("GET", "/data/9223372036854775807.json", "", 404), ("GET", "/detector/api/1.8.0/status/state", "", 404),
        ("PUT", "\(api)/command/measure", "not JSON", 400), ("PUT", "\(api)/command/measure", "{\"coordinates\": [0.1, -0.2]}", 400),
        ("PUT", "\(api)/command/measure", order("[0.1]", 1), 400), ("PUT", "\(api)/command/measure", order("[0.1, -0.2]", 2), 409),
        ("PUT", "\(api)/command/measure", order("[0.1, -0.2]", 1, session: "another"), 409),
        ("PUT", "\(api)/command/measure", order("[0.1, -0.2]", 1), 200),
        // One at a time: it takes two minutes.
        ("PUT", "\(api)/command/measure", order("[0.1, -0.2]", 2), 400), ("GET", "/data/1.json", "", 404),
    ]

    private static func order(_ coordinates: String, _ reading: Int, session: String = "SESSION") -> String {
        "{\"coordinates\": \(coordinates), \"order\": \"a test\", \"reading\": \(reading), \"session\": \"\(session)\"}"
    }

    @Test("Every reply says that it is simulated, and a wrong request gets its status and one line")
    func replies() async throws {
        try await withSimulator(bench: Benches.folder + "/circle.yaml", speed: 1) { simulator in
            let web = WebClient(port: simulator.port)
            let session = try await last(web).session
            for (method, path, template, status) in Self.requests {
                let body = template.replacing("SESSION", with: session)
                let reply = try await method == "GET" ? web.get(path) : web.put(path, body)
                #expect(reply.status == status, "\(method) \(path) \(body)")
                #expect(reply.headers["x-simulated"] == "true", "\(method) \(path) \(body)")
                if status >= 400 { #expect(reply.body.split(separator: "\n").count == 1, "\(method) \(path) \(body)") }
            }
        }
    }
}
