import Synchronization
import Testing
import Tieline

@testable import Instruments

@Suite("A SIMPLON detector")
struct SimplonDetectorTests {
    private static let api = "/detector/api/1.8.0"

    private func driver(_ web: FakeWeb) -> SimplonDetector {
        SimplonDetector(name: "diffractometer-1", commands: web, queries: web, sleep: { _ in await Task.yield() })
    }

    @Test("Armed, exposed, read: one series, one pattern") func whole() async throws {
        let web = FakeDetector { $0.state = "na" }.web()
        let detector = driver(web)
        #expect(try await detector.identity() == InstrumentIdentity(manufacturer: "DECTRIS", model: "Fake", firmware: "1.8.0", isSimulated: true))
        let series = try await detector.arm(exposureSeconds: 120)
        #expect(series == 1)
        #expect(try await detector.lastSeries() == 1)
        #expect(try await detector.pattern(series: series) == nil)
        try await detector.expose(series: series)
        let pattern = try #require(try await detector.pattern(series: series))
        #expect(pattern == DiffractionPattern(twoTheta: [25, 25.02], counts: [100, 90], wavelength: 1.5405929, exposureSeconds: 120))
        try await detector.disarm()
        #expect(
            web.requests.filter { $0.hasPrefix("PUT") } == [
                "PUT \(Self.api)/command/initialize", "PUT \(Self.api)/config/trigger_mode {\"value\":\"ints\"}",
                "PUT \(Self.api)/config/ntrigger {\"value\":1}",
                "PUT \(Self.api)/config/nimages {\"value\":1}", "PUT \(Self.api)/config/count_time {\"value\":120}",
                "PUT \(Self.api)/config/frame_time {\"value\":120}",
                "PUT \(Self.api)/command/arm", "PUT \(Self.api)/command/trigger", "PUT \(Self.api)/command/disarm",
            ])
    }

    @Test("A series that is being exposed is busy; one that was armed and not exposed, or armed before another, has no pattern") func busy()
        async throws
    {
        let fake = FakeDetector {
            $0.series = 3
            $0.state = "acquire"
        }
        let detector = driver(fake.web())
        let error = await #expect(throws: InstrumentError.self) { try await detector.pattern(series: 3) }
        #expect(error?.code == .busy && error?.message == "series 3 is still being exposed")
        #expect(try await detector.pattern(series: 2) == nil)
        fake.state.withLock { $0.state = "ready" }
        #expect(try await detector.pattern(series: 3) == nil)
    }

    @Test("A series that ends between the questions after it has a pattern") func endsBetween() async throws {
        let fake = FakeDetector { $0.series = 3 }
        let web = FakeWeb { method, path, body in
            defer { fake.state.withLock { $0.patterns[3] = "# series: 3\n# wavelength: 1.54\n# exposure: 120\n25 1\n25.02 2\n" } }
            return fake.reply(method, path, body)
        }
        #expect(try await driver(web).pattern(series: 3)?.counts == [1, 2])
    }

    @Test("A series is exposed once, and only if it is the armed one") func once() async throws {
        let web = FakeDetector().web()
        let detector = driver(web)
        let series = try await detector.arm(exposureSeconds: 1)
        await #expect(throws: InstrumentError.self) { try await detector.expose(series: series + 1) }
        try await detector.expose(series: series)
        let error = await #expect(throws: InstrumentError.self) { try await detector.expose(series: series) }
        #expect(error?.code == .wrongState)
        #expect(web.requests.filter { $0.hasSuffix("command/trigger") }.count == 1)
    }

    @Test("Whatever comes of a trigger, it is not sent again") func noRetry() async throws {
        let fake = FakeDetector { $0.overrides["PUT \(Self.api)/command/trigger"] = FakeWeb.text("hardware fault", status: 500) }
        let web = fake.web()
        let detector = driver(web)
        let series = try await detector.arm(exposureSeconds: 1)
        let error = await #expect(throws: InstrumentError.self) { try await detector.expose(series: series) }
        #expect(error?.code == .refused)
        #expect(error?.message == "PUT \(Self.api)/command/trigger answers 500: hardware fault")
        await #expect(throws: InstrumentError.self) { try await detector.expose(series: series) }
        #expect(web.requests.filter { $0.hasSuffix("command/trigger") }.count == 1)
    }

    @Test(
        "States in which nothing may be armed",
        arguments: [("acquire", InstrumentError.Code.busy), ("error", .wrongState), ("configure", .notSettled), ("sleeping", .malformedReply)])
    func states(state: String, code: InstrumentError.Code) async {
        let web = FakeDetector { $0.state = state }.web()
        let error = await #expect(throws: InstrumentError.self) { try await driver(web).arm(exposureSeconds: 1) }
        #expect(error?.code == code)
        #expect(!web.requests.contains { $0.hasSuffix("command/arm") })
    }

    @Test("A parameter that is not kept, a detector that did not become ready, an exposure that is no number") func readback() async {
        for key in ["trigger_mode", "nimages", "count_time"] {
            let web = FakeDetector {
                $0.deaf = [key]; $0.config[key] = key == "trigger_mode" ? "\"exts\"" : "7"
            }.web()
            let error = await #expect(throws: InstrumentError.self) { try await driver(web).arm(exposureSeconds: 1) }
            #expect(error?.code == .readbackMismatch)
        }
        let web = FakeDetector { $0.stateAfterArm = "idle" }.web()
        let error = await #expect(throws: InstrumentError.self) { try await driver(web).arm(exposureSeconds: 1) }
        #expect(error?.code == .wrongState)
        for exposure in [0, -1, .nan, .infinity, 7201] {
            let untouched = FakeDetector().web()
            let error = await #expect(throws: InstrumentError.self) { try await driver(untouched).arm(exposureSeconds: exposure) }
            #expect(error?.code == .outOfLimits)
            #expect(untouched.requests.isEmpty)
        }
    }

    @Test("What another left armed or exposing is ended, in the right order") func leftovers() async throws {
        let armed = FakeDetector { $0.state = "ready" }.web()
        _ = try await driver(armed).arm(exposureSeconds: 1)
        #expect(armed.requests.filter { $0.contains("command") }.map { $0.split(separator: "/").last } == ["disarm", "arm"])
        let exposing = FakeDetector { $0.state = "acquire" }.web()
        try await driver(exposing).disarm()
        #expect(exposing.requests.filter { $0.contains("command") }.map { $0.split(separator: "/").last } == ["abort", "disarm"])
    }

    @Test(
        "A pattern of another series, without wavelength, or with a broken line is not passed on",
        arguments: [
            "# series: 2\n# wavelength: 1.54\n# exposure: 120\n25 1\n", "# series: 3\n# exposure: 120\n25 1\n",
            "# series: 3\n# wavelength: 1.54\n# exposure: nan\n25 1\n",
            "# series: 3\n# wavelength: 1.54\n# exposure: 120\n25 1\n25.02\n", "# series: 3\n# wavelength: 1.54\n# exposure: 120\n25 1\n25 2\n",
            "# series: 3\n# wavelength: 1.54\n# exposure: 120\n25 -1\n", "# series: 3\n# wavelength: 1.54\n# exposure: 120\n", "", "<html>",
        ])
    func patterns(text: String) async {
        let web = FakeDetector { $0.patterns[3] = text }.web()
        let error = await #expect(throws: InstrumentError.self) { try await driver(web).pattern(series: 3) }
        #expect(error?.code == .malformedReply)
    }

    @Test("A diffractometer that answers 500 to everything: one error, with what it said") func broken() async {
        let web = FakeWeb { _, _, _ in FakeWeb.text("Internal Server Error\ntraceback", status: 500) }
        let error = await #expect(throws: InstrumentError.self) { try await driver(web).arm(exposureSeconds: 1) }
        #expect(error?.code == .refused && error?.message.hasSuffix("answers 500: Internal Server Error") == true)
    }
}
