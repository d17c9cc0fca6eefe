import Testing
import Tieline

@testable import Instruments

@Suite("A sample meter")
struct BenchMeterTests {
    private let place = Condition([0.1, -0.2])

    private func driver(_ meter: FakeMeter) -> BenchMeter {
        BenchMeter(name: "meter-1", client: meter.web(), clock: meter.clock)
    }

    private func identifier(_ number: Int, session: String = "A") -> ReadingIdentifier {
        ReadingIdentifier(session: session, number: number, order: number == 0 ? "" : "ours")
    }

    @Test("It measures by number, waits until the meter is done, and reads what was measured where")
    func measures() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        #expect(try await driver.lastReading() == identifier(0))
        try await driver.measure(identifier(1), at: place)
        let reading = try #require(try await driver.reading(identifier(1)))
        #expect(reading.condition == place && reading.identifier == identifier(1))
        #expect(reading.labels == [.init(source: "structure", regions: ["outside", "inside"], probabilities: [0, 1])])
        #expect(reading.properties == [PropertyMeasurement(property: "property", value: 1.5, standardDeviation: 0.1)])
        #expect(try await driver.identity().isSimulated)
        #expect(try await driver.lastReading() == identifier(1))
        #expect(try await driver.reading(identifier(2)) == nil)
    }

    @Test("A place that is none is not sent", arguments: [[], [.nan, 0], [0, .infinity]])
    func noPlace(_ coordinates: [Double]) async {
        let meter = FakeMeter()
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: Condition(coordinates)) }
        #expect(error?.code == .outOfLimits && meter.readings == 0)
    }

    @Test("A number that is not the next one, or of another session, makes no reading", arguments: [(2, "A"), (1, "B"), (0, "A")])
    func notTheNext(number: Int, session: String) async {
        let meter = FakeMeter()
        let error = await #expect(throws: InstrumentError.self) {
            try await driver(meter).measure(identifier(number, session: session), at: place)
        }
        #expect(error?.code == .refused && meter.readings == 0)
    }

    @Test("The reading of another's order says so")
    func another() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        try await driver.measure(ReadingIdentifier(session: "A", number: 1, order: "theirs"), at: place)
        #expect(try await driver.reading(identifier(1))?.identifier.order == "theirs")
        #expect(try await driver.lastReading().order == "theirs")
        let error = await #expect(throws: InstrumentError.self) { try await driver.measure(identifier(1), at: place) }
        #expect(error?.code == .refused && error?.remedy == "See who else uses the meter.")
    }

    @Test("A meter that is idle for an instant after it was told to measure has not measured yet", arguments: 1...3)
    func idleAtFirst(questions: Int) async throws {
        let meter = FakeMeter()
        meter.change { $0.questionsBeforeBusy = questions }
        let driver = driver(meter)
        try await driver.measure(identifier(1), at: place)
        #expect(try await driver.reading(identifier(1)) != nil)
    }

    @Test("A meter that was restarted while it measured is idle, and has measured nothing", arguments: 0...2)
    func restarted(question: Int) async {
        let meter = FakeMeter()
        meter.change { $0.questionsBeforeRestart = question }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: place) }
        #expect(error?.code == .stale && error?.message.contains("session B") == true)
    }

    @Test("A reading that ends between two questions is there")
    func endsBetween() async throws {
        let meter = FakeMeter()
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.questionsLeft = 1
        }
        #expect(try await driver(meter).reading(identifier(1)) != nil)
    }

    @Test("Questions without an answer end no reading", arguments: [FakeMeter.Fault.lostRequest, .lostReply, .error500, .notJSON])
    func lostQuestions(fault: FakeMeter.Fault) async throws {
        for first in 3...8 {
            let meter = FakeMeter()
            meter.disturb(fault, requests: first...(first + 3))
            try await driver(meter).measure(identifier(1), at: place)
            #expect(meter.readings == 1)
        }
    }

    @Test("An order that was answered with an error inside may be on its way, or done: it counts neither as made nor as refused")
    func orderAnsweredWithAnError() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        meter.disturb(.error500, requests: 2...2)
        let error = await #expect(throws: InstrumentError.self) { try await driver.measure(identifier(1), at: place) }
        #expect(error?.code == .malformedReply && error?.message.contains("answers 500: out of order") == true)
        #expect(error?.remedy.contains("whether it made the reading is asked") == true)
        // It did.
        meter.change { $0.questionsLeft = 0 }
        #expect(try await driver.reading(identifier(1))?.condition == place)
    }

    @Test(
        "A line that is dead for five minutes ends the wait for a reading of an hour", arguments: [FakeMeter.Fault.lostRequest, .error500, .notJSON])
    func deadLine(fault: FakeMeter.Fault) async {
        let meter = FakeMeter()
        meter.change {
            $0.time = "3600.0"
            $0.questionsPerReading = 1_800
        }
        meter.disturb(fault, requests: 200...1_000_000)
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: place) }
        #expect(error?.code == .noReply && error?.message.contains("for 300.0 s") == true, "\(String(describing: error))")
        #expect(meter.readings == 1 && meter.clock.now.elapsed < .seconds(600))
    }

    @Test("A meter that says that it measures is waited for as long as its reading takes, and a line that is dead for four minutes forgiven")
    func longReading() async throws {
        let meter = FakeMeter()
        meter.change {
            $0.time = "3600.0"
            $0.questionsPerReading = 1_500
        }
        // One question every two seconds, until it is answered.
        meter.disturb(.lostRequest, requests: 100...220)
        let driver = driver(meter)
        try await driver.measure(identifier(1), at: place)
        #expect(try await driver.reading(identifier(1)) != nil)
        #expect(meter.readings == 1 && meter.clock.now.elapsed > .seconds(3_000))
    }

    @Test(
        "A meter that takes its time over every answer is waited for as long as any other: 1 s for the reading, 10 s beside, and the questions under way"
    )
    func slowAnswers() async {
        let meter = FakeMeter()
        meter.change {
            $0.time = "1.0"
            $0.answerTime = .seconds(4.9)
            $0.overrides["state"] = "{\"value\": \"measuring\"}"
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: place) }
        #expect(error?.code == .notSettled && error?.message.contains("11.0 s") == true)
        #expect(meter.clock.now.elapsed < .seconds(40))
    }

    @Test(
        "A last reading that no meter can have made, and names that nobody can mean, are refused",
        arguments: [
            "\"reading\":9223372036854775807,\"session\":\"A\"", "\"reading\":1000000000,\"session\":\"A\"", "\"reading\":-1,\"session\":\"A\"",
            "\"reading\":1,\"session\":\"\"", "\"reading\":1,\"session\":\"\(String(repeating: "x", count: 129))\"",
        ])
    func impossibleNumbers(reply: String) async {
        let meter = FakeMeter()
        meter.change { $0.overrides["last"] = "{\"order\":\"\",\(reply)}" }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).lastReading() }
        #expect(error?.code == .malformedReply)
        #expect((error?.message.count ?? 0) < 300)
    }

    @Test("A source or a property that has nothing to say is silent, not missing")
    func silence() async throws {
        let meter = FakeMeter()
        let text = FakeMeter.reading(1, at: [0.1, -0.2])
            .replacing("\"probabilities\":[0,1],\"regions\":[\"outside\",\"inside\"]", with: "\"probabilities\":null")
            .replacing("\"standardDeviation\":0.1,\"value\":1.5", with: "\"value\":null")
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.overrides["1.json"] = text
        }
        let reading = try #require(try await driver(meter).reading(identifier(1)))
        #expect(reading.labels.isEmpty && reading.properties.isEmpty && reading.silent == ["structure", "property"])
    }

    @Test(
        "Thousands of labels, of regions, or of letters are refused at once, in a few words",
        arguments: ["labels", "regions", "letters", "coordinates"])
    func excess(what: String) async throws {
        let many = (0..<20_000).map { "\"\($0)\"" }
        let numbers = Array(repeating: "0.5", count: 20_000).joined(separator: ",")
        let text = FakeMeter.reading(1, at: [0.1, -0.2])
        let wrong =
            switch what {
            case "labels":
                text.replacing(
                    "\"labels\":[", with: "\"labels\":[" + many.map { "{\"source\":\($0),\"regions\":null}," }.joined())
            case "regions":
                text.replacing("[0,1]", with: "[\(numbers)]").replacing("\"outside\",\"inside\"", with: many.joined(separator: ","))
            case "letters": text.replacing("outside", with: String(repeating: "x", count: 20_000))
            default: text.replacing("[0.1, -0.2]", with: "[\(numbers)]")
            }
        #expect(wrong != text)
        let meter = FakeMeter()
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.overrides["1.json"] = wrong
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).reading(identifier(1)) }
        #expect(error?.code == .malformedReply && (error?.message.count ?? 1_000) < 300)
    }

    @Test("A reading that is still being made is busy, one of another session is stale")
    func busyAndStale() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.questionsLeft = 9
        }
        let busy = await #expect(throws: InstrumentError.self) { try await driver.reading(identifier(1)) }
        #expect(busy?.code == .busy)
        meter.change {
            $0.questionsLeft = 0
            $0.session = "B"
        }
        let stale = await #expect(throws: InstrumentError.self) { try await driver.reading(identifier(1)) }
        #expect(stale?.code == .stale)
    }

    @Test(
        "What no measurement can say is refused, whatever of it is wrong",
        arguments: [
            ("[0.1, -0.2]", "[]"), ("[0,1]", "[0.5,0.6]"), ("[0,1]", "[-0.5,1.5]"), ("[0,1]", "[1]"), ("\"inside\"", "\"outside\""),
            ("\"value\":1.5", "\"value\":1e999"), ("0.1,\"value\"", "-0.1,\"value\""), ("\"value\":1.5", "\"value\":\"NaN\""),
            ("\"reading\":1", "\"reading\":2"), ("\"labels\"", "\"label\""),
        ])
    func badReadings(right: String, wrong: String) async throws {
        let meter = FakeMeter()
        let text = FakeMeter.reading(1, at: [0.1, -0.2])
        #expect(text.contains(right))
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.overrides["1.json"] = text.replacing(right, with: wrong)
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).reading(identifier(1)) }
        #expect(error?.code == (wrong.contains("reading") ? .stale : .malformedReply), "\(String(describing: error))")
    }

    @Test("A meter that never ends, that is in no known state, or that takes no time or for ever", arguments: ["state", "0", "90000", "null"])
    func neverEnds(what: String) async {
        let meter = FakeMeter()
        meter.change {
            switch what {
            case "state": $0.overrides["state"] = "{\"value\": \"measuring\"}"
            case "null": $0.overrides["state"] = "{\"value\": \"asleep\"}"
            default: $0.time = what
            }
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: place) }
        #expect(error?.code == (["state", "null"].contains(what) ? .notSettled : .malformedReply))
    }

    /// The laws of every driver, for a meter. Each fault is tried at each request of each call:
    /// - a disturbed call throws an `InstrumentError` or does what it says: it never returns another reading, and never claims one that was not made;
    /// - whatever happened, a number makes at most one reading;
    /// - the undisturbed call after it is right: nothing stale is believed.
    @Test("A disturbed line makes no wrong reading and no second one", arguments: FakeMeter.Fault.allCases)
    func laws(fault: FakeMeter.Fault) async throws {
        for first in 1...8 {
            for length in 1...2 {
                let at: Comment = "\(fault) from request \(first), \(length) long"
                let meter = FakeMeter()
                let driver = driver(meter)
                let next = try await driver.lastReading().next(order: "ours")
                meter.disturb(fault, requests: first...(first + length - 1))
                do {
                    try await driver.measure(next, at: place)
                    meter.disturb(nil, requests: nil)
                    #expect(meter.readings == 1, at)
                } catch { #expect(error is InstrumentError, at) }
                meter.disturb(nil, requests: nil)
                // Once more, as no daemon would: at most one reading comes of it.
                try? await driver.measure(next, at: place)
                #expect(meter.readings == 1, at)
                meter.change { $0.questionsLeft = 0 }

                meter.disturb(fault, requests: first...(first + length - 1))
                do {
                    if let reading = try await driver.reading(next) {
                        #expect(reading.identifier == next && reading.condition == place && reading.properties[0].value == 1.5, at)
                    }
                } catch { #expect(error is InstrumentError, at) }
                meter.disturb(nil, requests: nil)
                #expect(try await driver.reading(next)?.properties[0].value == 1.5, at)
                #expect(try await driver.lastReading() == next, at)
            }
        }
    }
}
